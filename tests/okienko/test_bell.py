"""The bell between portal and worker: heard at once, and never in anybody's way."""

import select
from pathlib import Path

from okienko.bell import Bell, listener


def test_a_ring_is_heard_by_the_worker_of_this_folder_and_no_other(tmp_path: Path) -> None:
    ear, other = listener(tmp_path / "one"), listener(tmp_path / "two")
    assert ear is not None
    assert other is not None
    Bell(tmp_path / "one").ring()
    assert select.select([ear, other], [], [], 5)[0] == [ear]
    ear.close()
    other.close()


def test_who_rings_never_waits_though_nobody_listens_or_nobody_empties(tmp_path: Path) -> None:
    bell = Bell(tmp_path)
    bell.ring()
    ear = listener(tmp_path)
    assert ear is not None
    for _ in range(10_000):
        bell.ring()
    ear.close()
    bell.ring()


def test_a_second_worker_does_without_and_the_next_one_hears_again(tmp_path: Path) -> None:
    first = listener(tmp_path)
    assert first is not None
    assert listener(tmp_path) is None
    first.close()
    again = listener(tmp_path)
    assert again is not None
    again.close()
