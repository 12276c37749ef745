"""Who files for somebody else: a proxy, or whoever represents a company; over all forms."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from forms_catalog.answers import Answers
from forms_catalog.calculate import calculate
from forms_catalog.catalogue import Catalogue
from forms_catalog.judging.judge import is_shown, validate_attachments
from forms_catalog.model import AttachmentSlot, Definition, EnumField
from forms_catalog.samples import samples
from forms_catalog.scopes import Scopes
from forms_catalog.transfers import transfers

DAY = date(2026, 11, 22)
#: the facts give these no questions about a proxy, though one may act: nothing to attach, no duty asked
NOT_ASKED = {"informacja-publiczna-wniosek", "oplata-targowa-zgloszenie"}
#: what is filed is the power of attorney itself, or nobody can act for the body
NO_PROXY = {"pelnomocnictwo-szczegolne-pps-1", "podanie-rad-dzielnic-i-osiedli"}
FAMILY = {"spouse", "ascendant", "descendant", "sibling"}
EXEMPT = {"upl1", "public_benefit", "budget_unit", "social_assistance", "documents_only"}


def _slot(form: Definition) -> AttachmentSlot | None:
    return next((slot for slot in form.attachments if slot.name == "power_of_attorney"), None)


def _acting(form: Definition, relation: str, exemption: str | None = None) -> Answers:
    """As a proxy answers, in the two ways that forms ask, in a matter that is not free of the duty."""
    if _asks_reporter(form):
        return {"is_proxy": "proxy", "reporter": {"relation": relation}}
    proxy: Answers = {"relation": relation} | ({"duty_exemption": exemption} if exemption else {})  # type: ignore[assignment]  # two dicts of texts
    return {"acts_by_proxy": True, "proxy": proxy, "duty_exemption": "none"}


def _duty(form: Definition, answers: Answers, catalogue: Catalogue) -> Decimal | None:
    """What a power of attorney costs; None where nothing is said of it."""
    made = calculate(form, answers, catalogue=catalogue, office="zabrze", today=DAY)
    found = [one.total for one in made if one.name.startswith(("proxy_duty", "reporter_duty"))]
    return found[0] if found else None


def _choices(form: Definition, *path: str) -> set[str]:
    field = Scopes(form).fields.get(path)
    return {choice.value for choice in field.choices} if isinstance(field, EnumField) else set()


def _alone(form: Definition) -> Answers:
    return {"is_proxy": "self"} if _asks_reporter(form) else {"acts_by_proxy": False}


def _asks_reporter(form: Definition) -> bool:
    return ("is_proxy",) in Scopes(form).fields


def _demands(form: Definition, slot: AttachmentSlot, answers: Answers) -> bool:
    return any(one.pointer.endswith(slot.name) for one in validate_attachments(form, answers, []))


def _slot_faults(form: Definition) -> Iterator[str]:
    slot = _slot(form)
    if slot is None:
        yield "a proxy has nowhere to attach the power of attorney"
        return
    if not _demands(form, slot, _acting(form, "none", "none")):
        yield "the power of attorney is not demanded of a proxy"
    if _demands(form, slot, _alone(form)):
        yield "a power of attorney is demanded of who acts alone"


def _duty_faults(form: Definition, catalogue: Catalogue) -> Iterator[str]:
    paid = _duty(form, _acting(form, "none", "none"), catalogue)
    if _duty(form, _alone(form), catalogue):
        yield "a duty without a proxy"
    if paid != (form.fee.proxy_duty_pln or None):
        yield f"a proxy pays {paid}, the facts say {form.fee.proxy_duty_pln}"
    if paid is not None:
        yield from _exemption_faults(form, catalogue)


def _exemption_faults(form: Definition, catalogue: Catalogue) -> Iterator[str]:
    group = "reporter" if _asks_reporter(form) else "proxy"
    if _choices(form, group, "relation") != FAMILY | {"none"}:
        yield "another family than the act's"
    free = [(relation, None) for relation in sorted(FAMILY)]
    if group == "proxy":
        if _choices(form, group, "duty_exemption") != EXEMPT | {"none"}:
            yield "other exemptions than the facts"
        free += [("none", exemption) for exemption in sorted(EXEMPT)]  # type: ignore[misc]  # None or a word
    for how in free:
        if _duty(form, _acting(form, *how), catalogue) != 0:
            yield f"{how} pays"
    matters = _choices(form, "duty_exemption") - {"none"} if group == "proxy" else set()
    for matter in sorted(matters):
        if _duty(form, {**_acting(form, "none", "none"), "duty_exemption": matter}, catalogue) != 0:
            yield f"a proxy in a matter of {matter} pays"


def _company_faults(form: Definition) -> Iterator[str]:
    fields = Scopes(form).fields
    groups = [
        path for path, field in fields.items() if len(path) == 1 and field.name in ("company", "entrepreneur")
    ]
    for (name,) in groups:
        if not {(name, "representatives"), (name, "partners")} & fields.keys():
            yield f"nobody can say who represents the {name}"
    if "company" in form.applicants and not groups:
        yield "a company may file and is not asked for"


def test_every_form_lets_people_act_for_others_as_the_law_says(catalogue: Catalogue) -> None:
    faults = []
    for form in catalogue.services():
        asked = _slot(form) is not None
        if form.proxy_allowed and form.code not in NOT_ASKED:
            found = (*_slot_faults(form), *_duty_faults(form, catalogue))
            faults += [f"{form.code}: {fault}" for fault in found]
        elif asked or form.code not in NOT_ASKED | NO_PROXY:
            faults.append(
                f"{form.code}: asks for a power of attorney, or may have no proxy for no known reason"
            )
        faults += [f"{form.code}: {fault}" for fault in _company_faults(form)]
    assert not faults, "\n".join(faults)


def _asked_of_money(form: Definition, matter: str | None) -> set[str]:
    """The questions of a proxy's page that speak of 17 zł, in such a matter."""
    answers: Answers = {"acts_by_proxy": True} | ({"duty_exemption": matter} if matter else {})  # type: ignore[assignment]  # two dicts
    fields = [field for (*group, _), field in Scopes(form).fields.items() if group == ["proxy"]]
    said = {field.name: " ".join(text.pl for text in (field.label, field.hint) if text) for field in fields}
    return {
        field.name
        for field in fields
        if "17 zł" in said[field.name] and is_shown(form, field, answers, "/proxy")
    } | {"sprawa zwolniona" for words in said.values() if "zwolniona" in words}


def test_a_proxy_in_a_matter_free_of_stamp_duty_is_asked_nothing_about_it(catalogue: Catalogue) -> None:
    forms = [form for form in catalogue.services() if ("proxy", "relation") in Scopes(form).fields]
    free = {form.code: _choices(form, "duty_exemption") - {"none"} for form in forms}
    assert sum(bool(matters) for matters in free.values()) == 7
    for form in forms:
        for matter in sorted(free[form.code]):
            assert _asked_of_money(form, matter) == set(), (form.code, matter)
            filed: Answers = {"acts_by_proxy": True, "proxy": {}, "duty_exemption": matter}
            assert _duty(form, filed, catalogue) == 0, (form.code, matter)
        if free[form.code]:
            asked = {"relation", "duty_exemption", "duty_payment_ref"}
            assert _asked_of_money(form, "none") == asked, form.code
            assert _asked_of_money(form, None) == set(), "what kind of matter it is comes first"


def test_whether_the_matter_is_free_is_asked_before_the_proxy(catalogue: Catalogue) -> None:
    for form in catalogue.services():
        names = [field.name for section in form.sections for field in section.fields]
        if {"duty_exemption", "proxy"} <= {*names}:
            assert names.index("duty_exemption") < names.index("proxy"), form.code


def test_the_duty_on_a_power_of_attorney_is_never_mixed_with_the_offices_own(catalogue: Catalogue) -> None:
    """It may be another commune's: two payments, each with its own amount."""
    faults, mixed = [], 0
    for form in catalogue.services():
        for name, sample in samples(form, catalogue=catalogue, today=DAY).items():
            made = calculate(form, sample.answers, catalogue=catalogue, office="zabrze", today=DAY)
            due = transfers(made, catalogue.offices["zabrze"], on=DAY, about="x")
            proxies = [one for one in due if one.of_proxy]
            owed = [one for one in made if "proxy_duty" in one.name or "reporter_duty" in one.name]
            owed += [one for one in made if "attorney_duty" in one.name]
            if sum(one.amount for one in proxies) != sum(one.total or 0 for one in owed):
                faults.append(f"{form.code} {name}: {proxies}")
            mixed += bool(proxies) and len(due) > 1
    assert not faults, "\n".join(faults)
    assert mixed, "some sample owes both"
