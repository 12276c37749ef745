"""States of a case in one word, as they stand in the middle of a sentence of SMS and e-mail."""

from forms_catalog.texts import Text

STATES = {
    "received": Text(pl="przyjęta", en="received"),
    "in_progress": Text(pl="w toku", en="in progress"),
    "awaiting_applicant": Text(pl="czeka na Ciebie", en="waiting for you"),
    "paused": Text(pl="wstrzymana", en="paused"),
    "done": Text(pl="załatwiona", en="completed"),
    "refused": Text(pl="odmowa", en="refused"),
    "left": Text(pl="bez rozpoznania", en="left without examination"),
    "closed": Text(pl="zakończona", en="closed"),
}
