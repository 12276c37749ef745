"""The register of places asked about one address, in one statement."""

from dataclasses import dataclass

from sqlalchemy import ARRAY, Text, bindparam, text
from sqlalchemy.orm import Session

from forms_catalog.places.address import Address, town_name, unit_name
from forms_catalog.places.register import Known, NearTown
from forms_catalog.places.street_names import Street, folded_street

#: letters at the beginning or the end of a name, one of which a slip leaves as they are
ENDS = 3
_FURTHER = 3  #: letters that a mistyped name may be longer or shorter

# what is asked only where nothing is found stands in CASE: PostgreSQL then does not work it out
_ASK = text(
    """
    WITH named AS MATERIALIZED (
        SELECT DISTINCT base, left(unit, 2) AS voivodeship FROM place WHERE folded = :town
    ), here AS MATERIALIZED (
        SELECT base FROM named WHERE voivodeship = :voivodeship
            OR NOT EXISTS (SELECT 1 FROM named WHERE voivodeship = :voivodeship)
    ), streets AS MATERIALIZED (
        SELECT place.base, street.name, street.tail, street.whole
        FROM here JOIN place USING (base) JOIN place_street street ON street.place = place.number
    ), unit AS MATERIALIZED (
        SELECT bool_or(length(code) = 4 AND folded = :county) AS county,
               bool_or(length(code) = 7 AND folded = :commune) AS commune
        FROM place_unit WHERE folded IN (:county, :commune)
    )
    SELECT
        (SELECT array_agg(kind) FROM place_file) AS loaded,
        (SELECT array_agg(DISTINCT voivodeship ORDER BY voivodeship) FROM named) AS voivodeships,
        (SELECT count(DISTINCT base) FROM here) AS places,
        (SELECT count(DISTINCT base) FROM streets) AS with_streets,
        EXISTS (SELECT 1 FROM streets WHERE :street IN (tail, whole)) AS has_street,
        CASE WHEN :street <> '' AND NOT EXISTS (SELECT 1 FROM streets WHERE :street IN (tail, whole))
            THEN (SELECT jsonb_agg(DISTINCT jsonb_build_array(name, tail, whole)) FROM streets) END AS others,
        CASE WHEN NOT EXISTS (SELECT 1 FROM named) THEN (
            SELECT jsonb_agg(jsonb_build_array(name, folded, voivodeships, is_town)) FROM (
                SELECT name, folded, array_agg(DISTINCT left(unit, 2)) AS voivodeships,
                       bool_or(is_town) AS is_town
                FROM place
                WHERE (head = left(:town, 3) OR tail = right(:town, 3)
                        AND length(folded) >= length(:town) - :further)
                    AND length(folded) <= length(:town) + :further
                    AND (length(folded) >= length(:town) - :further OR folded = ANY(:begun))
                GROUP BY name, folded
            ) alike
        ) END AS near_towns,
        coalesce((SELECT county FROM unit), false) AS has_county,
        coalesce((SELECT commune FROM unit), false) AS has_commune,
        CASE WHEN :county <> '' AND NOT coalesce((SELECT county FROM unit), false)
            THEN (SELECT array_agg(DISTINCT name) FROM place_unit WHERE length(code) = 4) END AS counties,
        CASE WHEN :commune <> '' AND NOT coalesce((SELECT commune FROM unit), false)
            THEN (SELECT array_agg(DISTINCT name) FROM place_unit WHERE length(code) = 7) END AS communes
    """
).bindparams(
    *(bindparam(name, type_=Text()) for name in ("town", "voivodeship", "county", "commune", "street")),
    bindparam("begun", type_=ARRAY(Text())),
)


@dataclass(frozen=True)
class PlacesOf:
    """The register over one session: `forms_catalog.places.register.Register`."""

    session: Session

    def look_up(self, address: Address, voivodeship: str | None) -> Known:
        """What is known about the address; nothing of a file that is not loaded."""
        town = town_name(address.city)
        words = town.split()
        asked = {
            "town": town,
            "voivodeship": voivodeship or "",
            "street": folded_street(address.street),
            "county": unit_name(address.county),
            "commune": unit_name(address.commune),
            "begun": [" ".join(words[:count]) for count in range(1, len(words))],
            "further": _FURTHER,
        }
        row = self.session.execute(_ASK, asked).one()
        loaded = row.loaded or ()
        return Known(
            towns="SIMC" in loaded,
            streets="ULIC" in loaded,
            units="TERC" in loaded,
            places=row.places,
            with_streets=row.with_streets,
            voivodeships=tuple(row.voivodeships or ()),
            near_towns=[
                NearTown(name, folded, tuple(where), town)
                for name, folded, where, town in row.near_towns or ()
            ],
            has_street=row.has_street,
            other_streets=[Street(*said) for said in row.others or ()],
            has_county=row.has_county,
            has_commune=row.has_commune,
            counties=row.counties or (),
            communes=row.communes or (),
        )
