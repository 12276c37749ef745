"""The description holds: calls made from it, right and wrong ones, are answered as it says."""

import pytest
import schemathesis
import yaml
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import checks
from schemathesis.generation.modes import GenerationMode
from schemathesis.openapi import from_wsgi

from portal.api.registering import DESCRIPTION

pytestmark = pytest.mark.slow

PATHS = yaml.safe_load(DESCRIPTION.read_text(encoding="utf-8"))["paths"]
CALLS = [(path, method) for path, methods in PATHS.items() for method in methods]


#: a schema cannot say check digits or what one answer makes of another: what fits it may still be 422
NOT_PROMISED = [checks.positive_data_acceptance]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
@pytest.mark.parametrize(("path", "method"), CALLS)
def test_calls_made_from_the_description_are_answered_as_it_says(
    client: FlaskClient, path: str, method: str, mode: GenerationMode
) -> None:
    described = from_wsgi("/api/v1/openapi.json", client.application)
    calls = described[path][method].as_strategy(generation_mode=mode)

    @settings(
        max_examples=25,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=calls)
    def every_call(case: schemathesis.Case) -> None:
        case.call_and_validate(excluded_checks=NOT_PROMISED if method == "post" else [])

    try:
        every_call()
    except Unsatisfiable:
        pytest.skip("nothing about this call can be wrong")
