"""Rules of the dog fee (upol art. 18a ust. 2)."""

from collections import Counter
from collections.abc import Iterator

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.problems import N_, Problem
from forms_catalog.rules.registry import rule

#: how many dogs one person keeps free of the fee for this reason
_MOST = {"severe_disability": 1, "age65_alone": 1, "farmer_2dogs": 2}


@rule("exempt_dogs_within_limit@1")
def exempt_dogs_within_limit(answers: ReadAnswers) -> Iterator[Problem]:
    """One dog is free for severe disability or for living alone past 65, two for a farmer."""
    seen: Counter[str] = Counter()
    for pointer, row in reading.rows(answers, "/dogs"):
        reason = reading.text(row, "/exemption") or ""
        seen[reason] += 1
        if seen[reason] > _MOST.get(reason, seen[reason]):
            message = N_("Only %(most)s of your dogs can be free for this reason. Choose another answer.")
            yield Problem(
                f"{pointer}/exemption", message, {"most": str(_MOST[reason])}, code="too_many_exempt"
            )
