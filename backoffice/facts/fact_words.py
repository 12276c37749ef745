"""How pages of the desk name the facts an office works with, and how sure they are."""

from collections.abc import Mapping

from forms_catalog.problems import N_

#: kind of fact → heading
KINDS: Mapping[str, str] = {
    "rate": N_("Rates"),
    "account": N_("Accounts for fees"),
    "fee": N_("Fees of services"),
    "term": N_("Terms of services"),
    "file_plan": N_("File-plan classes"),
    "unit": N_("Units and their symbols"),
    "office": N_("Address and hours"),
    "list": N_("Lists to choose from"),
    "minimum": N_("Least rates"),
    "note": N_("What was checked of a service"),
    "holiday": N_("Public holidays"),
}
#: standing → class and icon of its badge, and its words
STANDINGS: Mapping[str, tuple[str, str, str]] = {
    "verified": ("done", "tick", N_("confirmed")),
    "derived": ("paused", "bell", N_("worked out, not confirmed")),
    "partly": ("paused", "bell", N_("confirmed in part")),
    "memory": ("refused", "warning", N_("from memory, not confirmed")),
    "to_be_confirmed": ("refused", "warning", N_("to be confirmed")),
    "demo": ("refused", "warning", N_("made up for the demo")),
}
