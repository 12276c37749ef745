"""How long the program waits for its portal, and what it says when it gives up."""

from pathlib import Path

from okienko.processes.supervisor import given_up

LOG = Path("portal.log")


def test_a_slow_machine_is_given_the_time_that_the_settings_say() -> None:
    assert given_up(0, 61, 180, LOG) is None
    assert given_up(2, 180, 180, LOG) is None
    slow = given_up(0, 180.1, 180, LOG)
    assert slow is not None
    assert "OKIENKO_START_SECONDS" in slow.english
    assert "OKIENKO_START_SECONDS" in slow.polish


def test_a_portal_that_dies_is_not_waited_for() -> None:
    died = given_up(3, 1, 180, LOG)
    assert died is not None
    assert "3 times" in died.english
    assert "portal.log" in died.polish
