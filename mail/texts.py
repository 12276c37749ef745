"""What a letter says: number, state, where to read more; no person, no subject of the case, never the key."""

from dataclasses import dataclass

from casework.state_words import STATES
from forms_catalog.texts import Text


@dataclass(frozen=True)
class Written:
    subject: str
    body: str


_RECEIVED = (
    Text(
        pl="Przyjęliśmy Twoje pismo: {sign}",
        en="We have received your document: {sign}",
        uk="Ми отримали Ваш документ: {sign}",
    ),
    Text(
        pl="""Dzień dobry,

Twoje pismo dotarło do nas. Ma numer {sign}.
{office}

Stan sprawy sprawdzisz w Okienku: {address}
Wpisz tam klucz dostępu z poświadczenia. Nie wysyłamy go e-mailem.

Tę wiadomość wysłał program. Nie odpowiadaj na nią.
""",
        en="""Hello,

Your document has reached us. Its number is {sign}.
{office}

See the state of your case in Okienko: {address}
Enter the access key from your receipt there. We never send it by e-mail.

A program sent this message. Please do not reply to it.
""",
        uk="""Добрий день,

Ваш документ надійшов до нас. Його номер: {sign}.
{office}

Стан справи можна перевірити в Okienko: {address}
Впишіть там ключ доступу з підтвердження. Ми не надсилаємо його на e-mail.

Це повідомлення надіслала програма. Не відповідайте на нього.
""",
    ),
)
_NEWS = (
    Text(
        pl="Sprawa {sign}, nowy stan: {state}",
        en="Case {sign}, new state: {state}",
        uk="Справа {sign}, новий стан: {state}",
    ),
    Text(
        pl="""Dzień dobry,

sprawa {sign} ma nowy stan: {state}.
{office}

Więcej przeczytasz w Okienku: {address}
Wpisz tam klucz dostępu z poświadczenia. Nie wysyłamy go e-mailem.

Tę wiadomość wysłał program. Nie odpowiadaj na nią.
""",
        en="""Hello,

case {sign} has a new state: {state}.
{office}

Read more in Okienko: {address}
Enter the access key from your receipt there. We never send it by e-mail.

A program sent this message. Please do not reply to it.
""",
        uk="""Добрий день,

справа {sign} має новий стан: {state}.
{office}

Більше Ви прочитаєте в Okienko: {address}
Впишіть там ключ доступу з підтвердження. Ми не надсилаємо його на e-mail.

Це повідомлення надіслала програма. Не відповідайте на нього.
""",
    ),
)
_INFECTED = (
    Text(
        pl="Sprawa {sign}: wirus w pliku",
        en="Case {sign}: a virus in a file",
        uk="Справа {sign}: вірус у файлі",
    ),
    Text(
        pl="""Dzień dobry,

w sprawie {sign} przyszedł od Ciebie plik, w którym jest wirus. Nikt w urzędzie go nie otworzy.
{office}

Zobacz w Okienku, który to plik, i wyślij urzędowi inny: {address}
Wpisz tam klucz dostępu z poświadczenia. Nie wysyłamy go e-mailem.

Sprawdź też swój komputer programem antywirusowym.

Tę wiadomość wysłał program. Nie odpowiadaj na nią.
""",
        en="""Hello,

a file that you sent in case {sign} has a virus in it. Nobody at the office will open it.
{office}

See in Okienko which file it is, and send the office another one: {address}
Enter the access key from your receipt there. We never send it by e-mail.

Please also check your computer with an antivirus program.

A program sent this message. Please do not reply to it.
""",
        uk="""Добрий день,

у справі {sign} від Вас надійшов файл, у якому є вірус. В уряді його ніхто не відкриє.
{office}

Подивіться в Okienko, який це файл, і надішліть урядові інший: {address}
Впишіть там ключ доступу з підтвердження. Ми не надсилаємо його на e-mail.

Перевірте також свій комп’ютер антивірусною програмою.

Це повідомлення надіслала програма. Не відповідайте на нього.
""",
    ),
)
_CODE = (
    Text(pl="Kod do Okienka: {code}", en="Your Okienko code: {code}", uk="Код до Okienko: {code}"),
    Text(
        pl="""Dzień dobry,

Twój kod: {code}
Działa 10 minut. Nikomu go nie podawaj.

Nie prosisz o kod? Nic nie rób.
""",
        en="""Hello,

Your code: {code}
It works for 10 minutes. Give it to nobody.

Did you not ask for a code? Do nothing.
""",
        uk="""Добрий день,

Ваш код: {code}
Він діє 10 хвилин. Нікому його не давайте.

Ви не просили коду? Нічого не робіть.
""",
    ),
)


def received(office: str, sign: str, address: str, *, language: str) -> Written:
    """The first news: the document came in."""
    return _said(_RECEIVED, language, office=office, sign=sign, address=address)


def case_moved(office: str, sign: str, state: str, address: str, *, language: str) -> Written:
    """News of a step; `sign`: the case sign, or the register number before there is one."""
    word = STATES[state].in_(language)
    return _said(_NEWS, language, office=office, sign=sign, state=word, address=address)


def file_infected(office: str, sign: str, address: str, *, language: str) -> Written:
    """The news that the scanner stopped a file; which one stands on the case page."""
    return _said(_INFECTED, language, office=office, sign=sign, address=address)


def one_time_code(code: str, *, language: str) -> Written:
    """Six digits that prove whose mailbox it is."""
    return _said(_CODE, language, code=code)


def _said(texts: tuple[Text, Text], language: str, **values: str) -> Written:
    subject, body = (text.in_(language).format_map(values) for text in texts)
    return Written(subject, body)
