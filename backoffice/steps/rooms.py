"""The blueprints of the steps, for the application."""

from backoffice.steps import calling, ending, hands, letters, records, refusals, standing, terms

STEP_ROOMS = (
    hands.blueprint,
    records.blueprint,
    standing.blueprint,
    calling.blueprint,
    terms.blueprint,
    letters.blueprint,
    ending.blueprint,
    refusals.blueprint,
)
