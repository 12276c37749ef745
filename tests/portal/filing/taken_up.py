"""The portal once it has taken up a form that an office published."""

from dataclasses import replace
from datetime import UTC, date, datetime

from flask import Flask
from sqlalchemy.orm import Session, sessionmaker

from casework.catalogue import catalogue_changes
from casework.catalogue.catalogue_changes import NewForm
from casework.desk import accounts
from casework.intake.filing import Counter
from forms_catalog.model import Definition
from forms_catalog.own import Assembly
from forms_catalog.search import SearchIndex
from portal.application import create_portal
from portal.parts import Parts


def portal_with(
    parts: Parts, sessions: sessionmaker[Session], form: Definition, *, based_on: int, file: str
) -> Flask:
    """Anna wrote it in Zabrze, Ewa approved it, and it is in force."""
    now = datetime.now(UTC)
    with sessions.begin() as session:
        anna, ewa = (
            accounts.add_clerk(
                session, login=f"{name}@urzad.example", name=name, office="zabrze", roles=["form_editor"],
                departments=[], at=now,
            )
            for name in ("anna", "ewa")
        )  # fmt: skip
        new = NewForm("zabrze", form, based_on, file, date(2026, 1, 1), anna, ewa)
        catalogue_changes.publish_form(session, new)
        own = catalogue_changes.read(session)
    fresh = Assembly(parts.catalogue, demo=True).put_together(own, day=now.date())
    assert not fresh.left_out
    index = SearchIndex(fresh.services(), fresh.not_here, fresh.own_in_force())
    counter = Counter(fresh, parts.counter.seals, parts.counter.secret)
    return create_portal(replace(parts, catalogue=fresh, counter=counter, search=index))
