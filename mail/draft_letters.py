"""Letters about a draft, with its link: how to come back, until when it waits, how to delete it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from casework.clock.deadlines import warsaw_date
from casework.messages.of_drafts import Kind, Told, note, promise_letter
from forms_catalog.catalogue import Catalogue
from forms_catalog.texts import Text
from forms_catalog.wording import say_date
from mail.texts import Written

_LINKS = Text(
    pl="""Wróć do szkicu:
{link}

Szkic czeka do {day}. Potem go usuniemy.
Kto ma ten link, może przeczytać i wysłać szkic. Nie podawaj go nikomu.

Szkic nie jest już potrzebny? Usuń go:
{delete}

{office}

To nie Twój szkic? Skasuj tę wiadomość.
Tę wiadomość wysłał program. Nie odpowiadaj na nią.
""",
    en="""Go back to the draft:
{link}

The draft waits until {day}. Then we delete it.
Whoever has this link can read and send the draft. Do not pass it on.

You do not need the draft any more? Delete it:
{delete}

{office}

Is this not your draft? Delete this message.
A program sent this message. Please do not reply to it.
""",
    uk="""Поверніться до чернетки:
{link}

Чернетка чекає до {day}. Потім ми її видалимо.
Хто має це посилання, може прочитати й надіслати чернетку. Не давайте його нікому.

Чернетка вже не потрібна? Видаліть її:
{delete}

{office}

Це не Ваша чернетка? Видаліть це повідомлення.
Це повідомлення надіслала програма. Не відповідайте на нього.
""",
)
_LETTERS: Mapping[Kind, tuple[Text, Text]] = {
    "link": (
        Text(
            pl="Link do Twojego szkicu w Okienku",
            en="The link to your draft in Okienko",
            uk="Посилання на Вашу чернетку в Okienko",
        ),
        Text(
            pl="""Dzień dobry,

zapisaliśmy Twój szkic: {title}.
Urząd jeszcze go nie ma. Dostanie go, gdy go wyślesz.""",
            en="""Hello,

we have saved your draft: {title}.
The office has not got it yet. It will when you send it.""",
            uk="""Добрий день,

ми зберегли Вашу чернетку: {title}.
Уряд її ще не має. Він її отримає, коли Ви її надішлете.""",
        ),
    ),
    "reminder": (
        Text(
            pl="Twój szkic w Okienku nie jest jeszcze wysłany",
            en="Your draft in Okienko is not sent yet",
            uk="Вашу чернетку в Okienko ще не надіслано",
        ),
        Text(
            pl="""Dzień dobry,

Twój szkic czeka: {title}.
Nie jest jeszcze wysłany, więc urząd go nie ma.""",
            en="""Hello,

your draft is waiting: {title}.
It is not sent yet, so the office has not got it.""",
            uk="""Добрий день,

Ваша чернетка чекає: {title}.
Її ще не надіслано, тому уряд її не має.""",
        ),
    ),
    "ending": (
        Text(
            pl="Twój szkic w Okienku czeka do {day}",
            en="Your draft in Okienko waits until {day}",
            uk="Ваша чернетка в Okienko чекає до {day}",
        ),
        Text(
            pl="""Dzień dobry,

wkrótce usuniemy Twój szkic: {title}.
Nie jest wysłany, więc urząd go nie ma. Każda zmiana zapisana w szkicu odsuwa ten dzień.""",
            en="""Hello,

we will soon delete your draft: {title}.
It is not sent, so the office has not got it. Every change saved in the draft puts that day off.""",
            uk="""Добрий день,

незабаром ми видалимо Вашу чернетку: {title}.
Її не надіслано, тому уряд її не має. Кожна зміна, збережена в чернетці, відсуває цей день.""",
        ),
    ),
}


def tell(
    session: Session, told: Told, kind: Kind, *, catalogue: Catalogue, public_url: str, at: datetime
) -> bool:
    """Promises the letter, in the draft's language; False where service or office are gone."""
    form = catalogue.service(told.service, told.version) or catalogue.service(told.service)
    office, tongue = catalogue.offices.get(told.office), told.language
    if form is None or office is None:
        note(session, told, kind, at=at)
        return False
    words = written(
        kind,
        title=form.title.in_(tongue),
        office=office.name.in_(tongue),
        link=f"{public_url.rstrip('/')}/uslugi/{told.service}/formularz/{told.draft}",
        until=told.expires_at,
        language=tongue,
    )
    promise_letter(session, told, kind, subject=words.subject, body=words.body, at=at)
    return True


def written(kind: Kind, *, title: str, office: str, link: str, until: datetime, language: str) -> Written:
    """The words; `link` opens the draft, the page behind "delete" asks once more."""
    subject, opening = _LETTERS[kind]
    day = say_date(warsaw_date(until), language)
    values = {"title": title, "office": office, "link": link, "delete": f"{link}/usun", "day": day}
    said, beginning, links = (text.in_(language).format_map(values) for text in (subject, opening, _LINKS))
    return Written(said, f"{beginning}\n\n{links}\n")
