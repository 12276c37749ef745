"""The blueprints of the steps, for the application."""

from backoffice.steps import calling, ending, hands, letters, records, refusals, standing, terms, units

STEP_ROOMS = (
    hands.blueprint,
    units.blueprint,
    records.blueprint,
    standing.blueprint,
    calling.blueprint,
    terms.blueprint,
    letters.blueprint,
    ending.blueprint,
    refusals.blueprint,
)
