"""Free days that whoever runs the platform wrote, laid over the shipped ones: the law does not wait."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from pydantic import TypeAdapter

from forms_catalog.facts.holidays import Holiday
from forms_catalog.offices.own_accounts import newest
from forms_catalog.offices.own_rows import LeftOut, OwnDated

_HOLIDAY = TypeAdapter(Holiday)


def with_own_holidays(
    shipped: tuple[Holiday, ...], own: Iterable[OwnDated], left: list[LeftOut]
) -> tuple[Holiday, ...]:
    """Each code as one series: a row ends the one before it on the day before; one that says `free: false`
    only ends it. What cannot be used is told of in `left`.
    """
    rows: dict[str, dict[date, Holiday | None]] = {}
    for fact in newest(own):
        if fact.kind != "holiday":
            continue
        try:
            rows.setdefault(fact.name, {})[fact.valid_from] = holiday_of(fact)
        except (ValueError, TypeError) as why:
            said, about = str(why).splitlines()[0], (fact.name,)
            left.append(LeftOut("holiday", str(fact.id), "", said, about, fact.valid_from))
    if not rows:
        return shipped
    series: dict[str, dict[date, Holiday | None]] = {}
    for holiday in shipped:
        series.setdefault(holiday.code, {})[holiday.valid_from or date.min] = holiday
    for code, written in rows.items():
        series.setdefault(code, {}).update(written)
    return tuple(made for dated in series.values() for made in _ended(dated))


def holiday_of(fact: OwnDated) -> Holiday | None:
    """The free day as it was written, None for one that ends; ValueError where it says nothing usable."""
    said = dict(fact.value or {})
    if said.pop("free", True) is False:
        return None
    source = {"pl": fact.source, "en": fact.source}
    rest: Mapping[str, object] = {
        "code": fact.name, "valid_from": fact.valid_from, "standing": fact.standing, "source": source,
    }  # fmt: skip
    made = _HOLIDAY.validate_python({**said, **rest})
    if made.valid_to is not None and made.valid_to < fact.valid_from:
        raise ValueError(f"it ends on {made.valid_to}, before it begins")
    return made


def _ended(dated: Mapping[date, Holiday | None]) -> Iterable[Holiday]:
    order = sorted(dated)
    for first, following in zip(order, (*order[1:], None), strict=True):
        holiday = dated[first]
        if holiday is None:
            continue
        last = following - timedelta(days=1) if following else None
        ends = min(filter(None, (holiday.valid_to, last)), default=None)
        yield replace(holiday, valid_to=ends)
