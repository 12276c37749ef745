"""Stems of Polish and English words, enough for finding: endings are cut, nothing is analysed."""

#: folded words that say nothing about what somebody wants
STOP_WORDS = frozenset(
    """
    aby albo ale ani bez bede bedzie beda bylo byc ci cie co czego czy dla dlaczego do gdy gdzie go
    i ich ile im ja jak jaki jaka jakie jako jakis je jego jej jest jestem jezeli jesli juz kiedy
    kogo komu kto ktora ktore ktory lub ma mam mamy masz mi mnie moj moja moje mojego mojej moge
    moze mozna musze musi na nad nam nas nasz nasza nasze nie nim o od ona one oni on oraz po pod
    poniewaz potrzebuje prosze przed przez przy sa sie skad sobie swoj swoja swoje ta tak taki takie
    tam te tego tej ten to trzeba tu ty tych tylko u w we wiec wszystko z za ze chce chcialbym
    chcialabym chcemy zrobic zalatwic dzien dobry witam pomoc pomocy online internet internetowo the
    and for how can get have has what when where which who why with you your does about from into
    need want would like please this that there are was were will should must our out
    """.split()  # noqa: SIM905 - words are read more easily than strings
)

_GENERIC_WORDS = """
    wniosek wnioski deklaracja formularz formularze druk zgloszenie zaswiadczenie podanie pismo
    oswiadczenie sprawa informacja zlozyc zlozenie skladanie wyslac wypelnic napisac zglosic zmienic
    zmiana oplata oplaty zaplacic placic podatek podatki kwota stawka stawki termin urzad miasto
    miejski gmina prezydent numer adres dane osoba zabrze application form declaration return
    request file submit send pay fee tax rate office city change letter
"""

#: kinds of ending, the longest first; a stem keeps at least three letters
_ENDINGS = tuple(
    """
    iejszych owanego owaniem owania owanie iejszy owych owymi owego owemu niach aniem eniem ation
    iami iach owie owej owym ania anie enia enie iemu iego ymi imi
    owa owe owy ego emu ych ich ami ach iej iem iom ing ies ow om em ej ie ia ii iu io ym im es ed
    a e i o u y s
    """.split()  # noqa: SIM905 - the same
)


def stem(word: str) -> str:
    """The folded word without its ending, at least four letters of it; short words and symbols stay whole."""
    if len(word) < 5 or not word.isalpha():
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


#: stems of words that name a paper or an errand, not its subject
GENERIC = frozenset(stem(word) for word in _GENERIC_WORDS.split())
