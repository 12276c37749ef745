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
#: table of rates → its name
TABLES: Mapping[str, str] = {
    "advertising_fee": N_("Advertising fee"),
    "agri_investment_relief": N_("Relief for farm investments"),
    "agricultural_tax": N_("Agricultural tax"),
    "alcohol_permit": N_("Alcohol permits"),
    "certificate_duty": N_("Stamp duty on certificates"),
    "dog_fee": N_("Dog fee"),
    "farm_diesel_refund": N_("Refund for farm diesel"),
    "forest_tax": N_("Forest tax"),
    "market_fee": N_("Market fee"),
    "market_stall": N_("Market stalls"),
    "population_register": N_("Data from the registers"),
    "property_tax": N_("Property tax"),
    "proxy_duty": N_("Stamp duty on a power of attorney"),
    "road_lane": N_("Occupying a road lane"),
    "road_transport": N_("Road transport"),
    "ruling_fee": N_("Tax rulings"),
    "taxi_licence": N_("Taxi licences"),
    "transport_tax": N_("Vehicle tax"),
    "waste_fee_containers": N_("Waste of businesses"),
    "waste_fee_residential": N_("Waste from homes"),
}
