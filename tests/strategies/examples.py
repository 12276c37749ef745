"""How many answers are made up for a test: few in `make test`, OKIENKO_EXAMPLES in the long edition."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings

_ASKED = int(os.environ.get("OKIENKO_EXAMPLES", "0"))

#: a whole form takes half a second, a group has twenty, and a busy machine takes four times as long
patience = pytest.mark.timeout(6 * 3600 if _ASKED else 600)


def made_up(few: int) -> settings:
    """So many examples, or as many as are asked for; the same ones in every run, and none is made smaller."""
    return settings(
        max_examples=max(few, _ASKED),
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=[
            HealthCheck.too_slow,
            HealthCheck.data_too_large,
            HealthCheck.filter_too_much,
            HealthCheck.function_scoped_fixture,  # every example begins anew; the database may be shared
        ],
    )
