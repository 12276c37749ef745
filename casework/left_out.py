"""What offices wrote and nobody can use, in words, with what to do about it: nobody has to know an id."""

from collections.abc import Mapping

from forms_catalog.catalogue import Catalogue
from forms_catalog.offices.own_rows import LeftOut
from forms_catalog.problems import N_
from forms_catalog.wording import say_date

#: (kind, reason) → what to do; a kind alone where the reason is none that the desk can mend
TO_DO: Mapping[tuple[str, str], str] = {
    ("rate", "above"): N_("It is higher than the law allows. Write it again from the same day on, lower."),
    ("rate", "below"): N_("It is lower than the law allows. Write it again from the same day on, higher."),
    ("rate", "law"): N_("The law sets it for every office. Nothing is to be done: the legal amount is used."),
    ("rate", ""): N_("It cannot be read. Write it again from the same day on."),
    ("facts", "unit"): N_("The service is off: no unit handles it. Give its unit a name and a sign."),
    ("facts", ""): N_(
        "The data of the office cannot be read. Open the page of the office and save it again."
    ),
    ("form", "unit"): N_("The service is off: no unit handles it. Give its unit a name and a sign."),
    ("form", ""): N_(
        "The form is not used, people get the shipped one. Publish it again in the form designer."
    ),
    ("value", ""): N_("It cannot be read, so the service goes by what is shipped. Write it again."),
    ("account", ""): N_("The account cannot be read, so nobody is told to pay to it. Write it again."),
    ("seal", ""): N_(
        "The office opens once its seal lies in the folder seals/ and the program is started anew."
    ),
}
OTHERWISE = N_("It cannot be used, so what is shipped is used. Write it again.")


def named(out: LeftOut, catalogue: Catalogue, language: str) -> str:
    """What was left out, as people at the desk call it: "Odpady z domów: Stawka podwyższona, 1 stycznia 2027,
    Urząd Miejski w Zabrzu".
    """
    words = [_thing(out, catalogue, language)]
    if out.since is not None:
        words.append(say_date(out.since, language))
    office = catalogue.offices.get(out.office) or catalogue.office_rows.get(out.office)
    name = office.name.in_(language) if office else out.office
    words += [name] if name and name not in words else []
    return ", ".join(words)


def to_do(out: LeftOut) -> str:
    """The message id of what to do."""
    return TO_DO.get((out.what, out.reason)) or TO_DO.get((out.what, "")) or OTHERWISE


def _thing(out: LeftOut, catalogue: Catalogue, language: str) -> str:
    if out.what == "rate" and len(out.about) == 2:
        table, key = out.about
        title, rate = catalogue.rate_names.title(table), catalogue.rate_names.of(table, key).name
        return f"{title.in_(language)}: {rate.in_(language)}"
    if out.what == "account" and out.about:
        fee = catalogue.office_kinds.fees.get(out.about[0])
        return fee.in_(language) if fee else out.about[0]
    if out.what in ("facts", "seal") and not out.about:
        office = catalogue.offices.get(out.office) or catalogue.office_rows.get(out.office)
        return office.name.in_(language) if office else out.office
    service = next((form for key, form in catalogue.definitions.items() if key[0] in out.about), None)
    return service.short_title.in_(language) if service else ", ".join(out.about) or out.office
