"""What the simulators' pages call things, in Polish."""

from okienko.simulators.refusals import WORDS
from okienko.simulators.switches import EVERY, Callbacks, Fate, MailAnswer, SmsAnswer

#: state of an SMS → class, icon, word
STATES = {
    "queued": ("received", "tray", "w kolejce"),
    "accepted": ("received", "tray", "przyjęty"),
    "sending": ("work", "wheel", "wysyłany"),
    "sent": ("work", "wheel", "wysłany"),
    "delivered": ("done", "done", "doręczony"),
    "undelivered": ("refused", "warning", "niedoręczony"),
    "failed": ("refused", "warning", "nieudany"),
    "received": ("received", "tray", "odebrany"),
}
CALLS = {"due": "czeka na wysłanie", "withheld": "wstrzymane", "told": "wysłane"}
FATES = (
    (Fate.DELIVERED, "doręczony"),
    (Fate.SENT, "wysłany, bez wieści z telefonu"),
    (Fate.FAILED, "nieudany"),
    (Fate.UNREACHABLE, "niedoręczony: telefon poza zasięgiem (30003)"),
    (Fate.BLOCKED, "niedoręczony: zablokowany (30004)"),
    (Fate.UNKNOWN_PHONE, "niedoręczony: nieznany abonent (30005)"),
    (Fate.LANDLINE, "niedoręczony: telefon stacjonarny (30006)"),
    (Fate.FILTERED, "niedoręczony: odfiltrowany (30007)"),
)
_SMS = (
    (SmsAnswer.NORMAL, "zwykła"),
    (SmsAnswer.REFUSE, "odmowa z kodem"),
    (SmsAnswer.BUSY, "za dużo naraz: 429 i Retry-After"),
    (SmsAnswer.UNAVAILABLE, "niedostępny: 503, nic nie przyjęto"),
    (SmsAnswer.BROKEN, "błąd: 500, nic nie przyjęto"),
    (SmsAnswer.STALL, "przyjmij i zwlekaj z odpowiedzią"),
    (SmsAnswer.LOSE, "przyjmij i zgub odpowiedź"),
)
ANSWERS = {
    "sms": _SMS,
    "list": tuple(one for one in _SMS if one[0] not in (SmsAnswer.REFUSE, SmsAnswer.LOSE)),
    "mail": (
        (MailAnswer.NORMAL, "zwykła"),
        (MailAnswer.REFUSE, "odmowa: 550"),
        (MailAnswer.LATER, "spróbuj później: 451"),
        (MailAnswer.STALL, "przyjmij i zwlekaj z odpowiedzią"),
        (MailAnswer.DROP, "przyjmij i zerwij połączenie"),
    ),
}
CALLBACKS = (
    (Callbacks.SEND, "wysyłaj"),
    (Callbacks.WITHHOLD, "wstrzymuj"),
    (Callbacks.DUPLICATE, "wysyłaj podwójnie"),
    (Callbacks.REORDER, "w złej kolejności: koniec przed początkiem"),
)
CODES = tuple((code, f"{code} {words}") for code, words in sorted(WORDS.items()))
TIMES = ((EVERY, "zawsze"), *((count, f"następne {count}") for count in (1, 2, 3, 5, 10, 100)))
PACES = (("0", "od razu"), ("1", "co sekundę"), ("10", "co 10 sekund"), ("hand", "tylko kliknięciem"))
