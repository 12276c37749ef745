"""Which communes and counties the places of a name lie in, by the register of places."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from casework.tables.place_tables import Place, PlaceUnit
from forms_catalog.offices.office_of_place import Lies
from forms_catalog.places.address import town_name


def units_of(session: Session, town: str) -> Sequence[Lies]:
    """Every place or part of a place that is called so; () where none is or no register is loaded."""
    commune, county, whole = aliased(PlaceUnit), aliased(PlaceUnit), aliased(Place)
    asked = (
        select(Place.name, whole.name, Place.unit, commune.name, county.name)
        .outerjoin(whole, whole.number == Place.base)
        .outerjoin(commune, commune.code == Place.unit)
        .outerjoin(county, county.code == func.left(Place.unit, 4))
        .where(Place.folded == town_name(town))
        .order_by(Place.unit, Place.number)
    )
    return tuple(
        Lies(name, base or name, unit, in_commune or "", in_county or "")
        for name, base, unit, in_commune, in_county in session.execute(asked)
    )
