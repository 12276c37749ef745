"""A small catalogue with every kind of question, and a copy of it to break."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from forms_catalog.catalogue import Catalogue, load
from forms_catalog.model import Definition

SMALL = Path(__file__).parent / "small"
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def small() -> Catalogue:
    return load(SMALL)


@pytest.fixture(scope="session")
def form(small: Catalogue) -> Definition:
    definition = small.service("wszystkie-rodzaje")
    assert definition is not None
    return definition


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small catalogue's files."""
    return Path(shutil.copytree(SMALL, tmp_path / "definitions"))
