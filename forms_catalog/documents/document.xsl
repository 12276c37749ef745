<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="@namespace@" exclude-result-prefixes="f">
<xsl:output method="html" encoding="UTF-8" indent="no" doctype-system="about:legacy-compat"/>
<xsl:strip-space elements="*"/>
<xsl:decimal-format name="pl" decimal-separator="," grouping-separator="&#160;"/>
<xsl:template match="/">
<xsl:apply-templates select="f:Dokument"/>
</xsl:template>
<xsl:template match="f:Dokument">
<html lang="pl"><head><title>@title@</title><meta name="viewport" content="width=device-width, initial-scale=1"/><style>
body{font:1rem/1.5 sans-serif;max-width:48rem;margin:0 auto;padding:1rem;color:#111;background:#fff;overflow-wrap:anywhere}
h1{font-size:1.75rem;line-height:1.2}h2{font-size:1.3rem;margin:2rem 0 .5rem;border-bottom:2px solid #333}h3{font-size:1.1rem;margin:1.2rem 0 .3rem}
p{margin:.25rem 0}b{display:inline-block;min-width:14rem;padding-right:1rem;vertical-align:top}span{white-space:pre-wrap}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #888;padding:.3rem .5rem;text-align:left;vertical-align:top}td.kwota{text-align:right;white-space:nowrap}
@media (max-width:40rem){b{min-width:0;display:block}}
</style></head><body>
<main><h1>@title@</h1>
<p><b>Urząd</b> <span><xsl:value-of select="f:DaneDokumentu/f:Adresaci/f:Podmiot/f:Instytucja/f:NazwaInstytucji"/></span></p>
<p><b>Organ</b> <span><xsl:value-of select="f:DaneDokumentu/f:Adresaci/f:Podmiot/f:Instytucja/f:Organ"/></span></p>
<p><b>Czas utworzenia (UTC)</b> <span><xsl:value-of select="f:OpisDokumentu/f:Data/f:Czas"/></span></p>
<p><b>Identyfikator złożenia</b> <span><xsl:value-of select="f:OpisDokumentu/f:Identyfikator/f:Wartosc"/></span></p>
<p><b>Formularz</b> <span><xsl:value-of select="f:DaneDokumentu/f:Formularz/@kod"/>, wersja <xsl:value-of select="f:DaneDokumentu/f:Formularz/@wersja"/></span></p>
<xsl:apply-templates select="f:TrescDokumentu/f:Odpowiedzi"/>
<xsl:if test="f:TrescDokumentu/f:Obliczenia/f:Obliczenie"><section><h2>Obliczenia</h2><xsl:apply-templates select="f:TrescDokumentu/f:Obliczenia/f:Obliczenie"/></section></xsl:if>
<section><h2>Załączniki</h2>
<xsl:choose><xsl:when test="f:TrescDokumentu/f:Zalaczniki/f:Zalacznik">
<table><thead><tr><th>Plik</th><th>Rodzaj</th><th>Rozmiar w bajtach</th><th>Skrót SHA-256</th></tr></thead><tbody>
<xsl:for-each select="f:TrescDokumentu/f:Zalaczniki/f:Zalacznik"><tr><td><xsl:value-of select="@nazwaPliku"/></td><td><xsl:choose><!-- @slots@ --><xsl:otherwise><xsl:value-of select="@rodzaj"/></xsl:otherwise></xsl:choose></td><td><xsl:value-of select="f:Rozmiar"/></td><td><xsl:value-of select="f:SkrotSHA256"/></td></tr></xsl:for-each>
</tbody></table></xsl:when><xsl:otherwise><p>Brak.</p></xsl:otherwise></xsl:choose></section>
<p>Ten widok powstał z dokumentu XML. O tym, co złożono, rozstrzyga dokument.</p>
</main></body></html>
</xsl:template>
<xsl:template match="f:Odpowiedzi">
<!-- @answers@ -->
</xsl:template>
<xsl:template match="f:Obliczenie">
<h3><xsl:value-of select="f:Tytul"/></h3>
<xsl:if test="f:Pozycja"><table><thead><tr><th>Za co</th><th>Jak liczone</th><th>Kwota</th></tr></thead><tbody>
<xsl:for-each select="f:Pozycja"><tr><td><xsl:value-of select="f:Opis"/></td><td><xsl:value-of select="f:Wzor"/><xsl:if test="f:Stawka"> (stawka <xsl:value-of select="f:Stawka/f:Wartosc"/> od <xsl:value-of select="f:Stawka/@waznaOd"/><xsl:if test="f:Stawka/@waznaDo"> do <xsl:value-of select="f:Stawka/@waznaDo"/></xsl:if>; źródło: <xsl:value-of select="f:Stawka/f:Zrodlo"/>)</xsl:if></td><td class="kwota"><xsl:choose><xsl:when test="f:Kwota"><xsl:for-each select="f:Kwota"><xsl:call-template name="liczba"><xsl:with-param name="miejsc" select="2"/></xsl:call-template></xsl:for-each>&#160;zł</xsl:when><xsl:otherwise><xsl:value-of select="f:Brak"/></xsl:otherwise></xsl:choose></td></tr></xsl:for-each>
</tbody></table></xsl:if>
<xsl:if test="f:Suma"><p><b><xsl:value-of select="f:OpisSumy"/></b> <span><xsl:for-each select="f:Suma"><xsl:call-template name="liczba"><xsl:with-param name="miejsc" select="2"/></xsl:call-template></xsl:for-each>&#160;zł</span></p></xsl:if>
<xsl:if test="f:Zaokraglenie"><p><xsl:value-of select="f:Zaokraglenie"/></p></xsl:if>
<xsl:if test="f:Uwaga"><p><xsl:value-of select="f:Uwaga"/></p></xsl:if>
</xsl:template>
<xsl:template name="miesiac"><xsl:param name="numer"/><xsl:param name="sam" select="false()"/><xsl:choose>
<xsl:when test="$sam"><xsl:choose><xsl:when test="$numer=1">styczeń</xsl:when><xsl:when test="$numer=2">luty</xsl:when><xsl:when test="$numer=3">marzec</xsl:when><xsl:when test="$numer=4">kwiecień</xsl:when><xsl:when test="$numer=5">maj</xsl:when><xsl:when test="$numer=6">czerwiec</xsl:when><xsl:when test="$numer=7">lipiec</xsl:when><xsl:when test="$numer=8">sierpień</xsl:when><xsl:when test="$numer=9">wrzesień</xsl:when><xsl:when test="$numer=10">październik</xsl:when><xsl:when test="$numer=11">listopad</xsl:when><xsl:otherwise>grudzień</xsl:otherwise></xsl:choose></xsl:when>
<xsl:otherwise><xsl:choose><xsl:when test="$numer=1">stycznia</xsl:when><xsl:when test="$numer=2">lutego</xsl:when><xsl:when test="$numer=3">marca</xsl:when><xsl:when test="$numer=4">kwietnia</xsl:when><xsl:when test="$numer=5">maja</xsl:when><xsl:when test="$numer=6">czerwca</xsl:when><xsl:when test="$numer=7">lipca</xsl:when><xsl:when test="$numer=8">sierpnia</xsl:when><xsl:when test="$numer=9">września</xsl:when><xsl:when test="$numer=10">października</xsl:when><xsl:when test="$numer=11">listopada</xsl:when><xsl:otherwise>grudnia</xsl:otherwise></xsl:choose></xsl:otherwise></xsl:choose></xsl:template>
<xsl:template name="date"><xsl:value-of select="number(substring(.,9,2))"/><xsl:text> </xsl:text><xsl:call-template name="miesiac"><xsl:with-param name="numer" select="number(substring(.,6,2))"/></xsl:call-template><xsl:text> </xsl:text><xsl:value-of select="number(substring(.,1,4))"/></xsl:template>
<xsl:template name="month"><xsl:call-template name="miesiac"><xsl:with-param name="numer" select="number(substring(.,6,2))"/><xsl:with-param name="sam" select="true()"/></xsl:call-template><xsl:text> </xsl:text><xsl:value-of select="number(substring(.,1,4))"/></xsl:template>
<xsl:template name="datetime"><xsl:call-template name="date"/><xsl:text>, </xsl:text><xsl:value-of select="substring(.,12,5)"/></xsl:template>
<xsl:template name="liczba"><xsl:param name="miejsc"/>
<xsl:variable name="calosc" select="substring-before(concat(translate(.,'-',''),'.'),'.')"/>
<xsl:variable name="ulamek" select="substring-after(.,'.')"/>
<xsl:if test="starts-with(.,'-')">-</xsl:if><xsl:value-of select="format-number($calosc,'#&#160;##0','pl')"/>
<xsl:choose><xsl:when test="$miejsc&lt;0 or ($miejsc=0 and $ulamek='')"/><xsl:when test="string-length($ulamek)&gt;=$miejsc">,<xsl:value-of select="$ulamek"/></xsl:when><xsl:otherwise>,<xsl:value-of select="substring(concat($ulamek,'000000'),1,$miejsc)"/></xsl:otherwise></xsl:choose>
</xsl:template>
<!-- @lists@ -->
</xsl:stylesheet>
