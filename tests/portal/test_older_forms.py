"""What was filed on an older form is printed in its words, and the lists of its own office are read."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from casework import access
from forms_catalog.catalogue import Catalogue
from forms_catalog.model import Definition
from forms_catalog.reference import ListEntry
from forms_catalog.texts import Text
from portal.application import create_portal
from portal.parts import Parts
from tests.portal.conftest import Files

COUNCIL = "podanie-rad-dzielnic-i-osiedli"
needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext (poppler) is not on this machine"
)


def _next_version(form: Definition) -> Definition:
    """The form as it is asked now: its first question in other words."""
    section = form.sections[0]
    asked = section.fields[0].model_copy(update={"label": Text(pl="Zupełnie inne pytanie", en="Another one")})
    fields = (asked, *section.fields[1:])
    sections = (section.model_copy(update={"fields": fields}), *form.sections[1:])
    return form.model_copy(update={"version": form.version + 1, "sections": sections, "digest": "f" * 64})


@needs_poppler
def test_an_older_form_is_printed_as_it_was_filed(
    parts: Parts, catalogue: Catalogue, file_sample: Files, tmp_path: Path
) -> None:
    filed, form = file_sample(COUNCIL), catalogue.service(COUNCIL)
    assert form is not None
    newer = _next_version(form)
    elsewhere = ListEntry("zabrze-helenka", Text(pl="Obca rada", en="Foreign council"), office="gliwice")
    later = replace(
        catalogue,
        definitions={**catalogue.definitions, (COUNCIL, newer.version): newer},
        lists={**catalogue.lists, "local_units": (*catalogue.lists["local_units"], elsewhere)},
    )
    assert later.service(COUNCIL) is newer
    client = create_portal(replace(parts, catalogue=later)).test_client()
    token = access.case_token(parts.counter.secret, filed.id)
    answer = client.get(f"/sprawy/{filed.id}/formularz.pdf?t={token}")
    (tmp_path / "form.pdf").write_bytes(answer.data)
    read = ["pdftotext", "-layout", tmp_path / "form.pdf", "-"]
    paper = " ".join(subprocess.run(read, capture_output=True, text=True, check=True).stdout.split())
    assert form.sections[0].fields[0].label.pl.split()[0] in paper
    assert "Zupełnie inne pytanie" not in paper
    assert "Helenka" in paper
    assert "Obca rada" not in paper
