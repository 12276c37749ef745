"""Stems of Polish, English and Ukrainian words, enough for finding: endings are cut, nothing is analysed."""

from functools import lru_cache

#: Ukrainian letters as `fold` leaves them
_FOLDED = str.maketrans({"й": "и", "ї": "і"})

#: folded words that say nothing about what somebody wants
STOP_WORDS = frozenset(
    """
    aby albo ale ani bede bedzie beda bylo byc byl byla ci cie co czego czy dla dlaczego do gdy gdzie go
    i ich ile im ja jak jaki jaka jakie jako jakis je jego jej jest jestem jestesmy jezeli jesli juz kiedy
    kogo komu kto ktora ktore ktory lub ma mam mamy masz mi mnie moj moja moje mojego mojej moge
    moze mozna musze musi na nad nam nas nasz nasza nasze nie nim niej nich o od ona one oni on oraz po pod
    poniewaz potrzebuje potrzebny potrzebna prosze przed przez przy sa sie skad sobie swoj swoja swoje ta tak
    taki takie tam te tego tej ten to trzeba tu ty tych tylko u w we wiec wszystko z za ze chce chcialbym
    chcialabym chcemy zrobic zalatwic dzien dobry witam pomoc pomocy online internet internetowo
    bardzo teraz jeszcze tez takze gdyz zeby czyli wlasnie aha no jakas jakies was wasz wy nami dac
    kaj kery kero kere jo niy mom momy chca trza coby ize zech som tyn ta tyj jes bydzie bydymy bydy terozki
    tera sam cza pedziec mie my wiela
    the and for how can get have has had what when where which who why with you your does about from into
    need want would like please this that there are was were will should must our out they them his her its
    been did not any some him she but just also
    як де чи я ми мені нам ти ви він вона воно вони що це цей ця який яка яке які для на у в з зі із за до від
    про по при та і й або але мій моя моє мої наш наша наше треба потрібно потрібна потрібен потрібні хочу
    хочемо можна можу може є маю має маємо не так уже вже ще тут там коли куди звідки бо щоб якщо теж також
    його її їх мене нас вас бути був була буде будь ласка дякую
    """.translate(_FOLDED).split()
)

_GENERIC_WORDS = """
    wniosek wnioski deklaracja formularz formularze druk zgloszenie zaswiadczenie podanie pismo
    oswiadczenie sprawa informacja zlozyc zlozenie skladanie wyslac wypelnic napisac zglosic zmienic
    zmiana oplata oplaty zaplacic placic podatek podatki kwota stawka stawki termin urzad miasto
    miejski gmina prezydent numer adres dane osoba zabrze application form declaration return
    request file submit send pay fee tax rate office city change letter kosztuje koszt cost much
    magistrat urzedzie miescie dokument dokumenty document documents procedura zglaszam skladam
    заява заяву подати подавати документи документ місто міста міськрада міській оформити отримати
    скільки коштує польщі polska polski polsce poland polish
"""

#: endings of Polish and English, of Ukrainian; the longest is cut, a stem keeps at least four letters
_ENDINGS = frozenset(
    """
    iejszych owanego owaniem owania owanie iejszy owych owymi owego owemu niach aniem eniem ation
    iami iach owie owej owym ania anie enia enie iemu iego ymi imi
    owa owe owy ego emu ych ich ami ach iej iem iom ing ies ow om em ej ie ia ii iu io ym im es ed
    a e i o u y s
    ування уванню уванням ення енням енню ання анням анню ями ами ові еві ого ому ими ої ою ею ах ях ам ям
    ів ти ть ся юють ють ить ати ити ію ія ії ій их им ий а я у ю е о и і ь
    """.translate(_FOLDED).split()
)
_LONGEST_ENDING = 8
_KEPT = 4
_VOWELS, _WHOLE = frozenset("aeiouyаеєиіоуюя"), frozenset({"taxi"})


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The folded word without its ending; symbols and the shortest words stay whole."""
    if not word.isalpha() or word in _WHOLE:
        return word
    if len(word) <= _KEPT:
        return word[:-1] if len(word) == _KEPT and word[-1] in _VOWELS else word
    word = _as_in_polish(word)
    for length in range(min(_LONGEST_ENDING, len(word) - _KEPT), 0, -1):
        if word[-length:] in _ENDINGS:
            return _without_e(word[:-length])
    return _without_e(word)


def _without_e(word: str) -> str:
    """ "dodatek" as in "dodatku"."""
    return word[:-2] + "k" if word.endswith("ek") and len(word) > _KEPT else word


def _as_in_polish(word: str) -> str:
    """Silesian spelt as Polish is: "kupiłech" is "kupiłem", "zezwolynie" is "zezwolenie"."""
    if word.endswith(("lech", "lach")) and len(word) > len("lech") + 2:
        word = word[:-3]
    return word.replace("iy", "i").replace("olyn", "olen")


#: stems of words that name a paper or an errand, not its subject
GENERIC = frozenset(stem(word) for word in _GENERIC_WORDS.translate(_FOLDED).split())
