"""States of a case in one word, as they stand in the middle of a sentence of SMS and e-mail."""

from forms_catalog.texts import Text

STATES = {
    "received": Text(pl="przyjęta", en="received", uk="прийнята"),
    "in_progress": Text(pl="w toku", en="in progress", uk="у роботі"),
    "awaiting_applicant": Text(pl="czeka na Ciebie", en="waiting for you", uk="чекає на Вас"),
    "paused": Text(pl="wstrzymana", en="paused", uk="призупинена"),
    "done": Text(pl="załatwiona", en="completed", uk="вирішена"),
    "refused": Text(pl="odmowa", en="refused", uk="відмова"),
    "left": Text(pl="bez rozpoznania", en="left without examination", uk="без розгляду"),
    "closed": Text(pl="zakończona", en="closed", uk="завершена"),
}
