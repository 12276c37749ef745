"""The queue: open cases by their day, in ready views and by filters; many are taken at once."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy.orm import Session

from backoffice import case_words
from backoffice.entrance.who import current_clerk, for_roles
from backoffice.figures import figures
from backoffice.kept_parts import Shelf, kept, shelf
from backoffice.menu import VIEWS
from backoffice.parts import parts
from backoffice.steps.at_case import READERS, WORKERS, back_to, say_refused, today
from casework.clock.deadlines import warsaw_date
from casework.desk import finding, queue
from casework.desk.assignment import hand_over, take
from casework.desk.clerks import Clerk, NotYours, workers
from casework.desk.queue import CaseRow, Filters
from casework.desk.steps import StepRefused, read_case
from forms_catalog.problems import N_

blueprint = Blueprint("queue", __name__)
_PAGE = 25
MOST_AT_ONCE = 100
#: choices of the term filter: days ahead
TERMS = {
    "po": (None, N_("overdue")),
    "0": (0, N_("today")),
    "3": (3, N_("within 3 days")),
    "7": (7, N_("within 7 days")),
}
#: names of what a link of the queue carries from page to page
_CARRIED = ("widok", "usluga", "stan", "termin", "prowadzi", "komorka")


_ROWS_KEPT = 4096  #: about a kilobyte each
_LONGEST = 80  #: letters of a value that may stand there


_PEOPLE_KNOWN = timedelta(seconds=10)


@dataclass(frozen=True)
class _Known:
    at: datetime
    people: tuple[Clerk, ...]


@dataclass(frozen=True)
class NotDone:
    """A case of many that stayed as it was, and why."""

    name: str
    why: str


@blueprint.get("/sprawy")
@for_roles(*READERS)
def show() -> str:
    """A page of the queue. What nobody may ask for is not asked for."""
    clerk, day = current_clerk(), today()
    view = _view(clerk)
    filters = _filters(clerk, view)
    with parts().sessions() as session:
        # three readings that need not agree: no transaction is begun and ended for them
        session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
        page = queue.page(
            session,
            clerk,
            filters=filters,
            after=request.args.get("po"),
            before=request.args.get("przed"),
            today=day,
            size=_PAGE,
        )
        counted = figures(session, clerk, today=day)
        people = _people(session, clerk.office or "")
    shown = _shown(clerk, view, people)
    return render_template(
        "queue.html",
        page=page,
        view=view,
        views=VIEWS,
        counted=counted,
        filtered=shown.filtered,
        filter_form=kept(shown, partial(_filter_form, shown)),
        receivers=kept((shown.people, shown.own), partial(_receivers, shown)),
        carried=urlencode({name: request.args[name] for name in _CARRIED if request.args.get(name)}),
        here=request.full_path.rstrip("?"),
        done=request.args.get("zrobiono", type=int),
        **_row_words(),
    )


@blueprint.get("/sprawy/szukaj")
@for_roles(*READERS)
def find() -> str:
    """Cases by sign, register number or name in folded letters; open ones and closed."""
    asked = request.args.get("q", "")[:200]
    with parts().sessions.begin() as session:
        found = finding.find(
            session, current_clerk(), asked, request.args.get("po"), today=today(), size=_PAGE
        )
    return render_template("found.html", page=found, asked=asked, **_row_words())


@blueprint.post("/sprawy/zaznaczone")
@for_roles(*WORKERS)
def do_many() -> ResponseReturnValue:
    """Each case is a step of its own: what cannot be done is named, the rest is done."""
    clerk, to = current_clerk(), _receiver()
    done, refused = 0, []
    for case_id, seen in _picked():
        try:
            with parts().sessions.begin() as session:
                if to is None:
                    take(session, clerk, case_id, at=parts().now(), seen=seen)
                else:
                    hand_over(session, clerk, case_id, to=to, at=parts().now(), seen=seen)
            done += 1
        except StepRefused as why:
            refused.append(NotDone(_name(clerk, case_id), say_refused(why)))
    address = back_to(request.form.get("back", "")) or "/sprawy"
    if refused or not done:
        return render_template("queue_done.html", done=done, refused=refused, back=address), 409
    return redirect(f"{address}{'&' if '?' in address else '?'}zrobiono={done}", 303)


def _people(session: Session, office: str) -> tuple[Clerk, ...]:
    """Who works cases there, as known at most ten seconds ago: whoever is chosen is looked at again."""
    known = cast(dict[str, _Known], current_app.extensions.setdefault("okienko_people", {}))
    now = parts().now()
    if office not in known or not timedelta(0) <= now - known[office].at < _PEOPLE_KNOWN:
        known[office] = _Known(now, tuple(workers(session, office)))
    return known[office].people


def _view(clerk: Clerk) -> str:
    """The view asked for, else where this clerk's day begins."""
    asked = request.args.get("widok", "")
    if asked in VIEWS:
        return asked
    return "mine" if "clerk" in clerk.roles else "open"


def _filters(clerk: Clerk, view: str) -> Filters:
    """The view's own conditions, and what was chosen beside them."""
    day = today()
    soon = day + timedelta(days=queue.SOON_DAYS)
    of_view = {
        "mine": Filters(handler=clerk.id),
        "soon": Filters(handler=clerk.id, due_by=soon),
        "answered": Filters(handler=clerk.id, new_answer=True),
        "open": Filters(),
        "unassigned": Filters(unassigned=True),
        "overdue": Filters(overdue=True),
        "awaiting": Filters(state="awaiting_applicant"),
    }[view]
    chosen: dict[str, object] = {}
    args = request.args
    if args.get("stan") in case_words.STATES:
        chosen["state"] = args["stan"]
    if args.get("usluga") in {form.code for form in parts().catalogue.services(clerk.office)}:
        chosen["service"] = args["usluga"]
    if args.get("komorka") in _units(clerk):
        chosen["department"] = args["komorka"]
    if args.get("termin") in TERMS:
        ahead = TERMS[args["termin"]][0]
        chosen |= {"overdue": True} if ahead is None else {"due_by": day + timedelta(days=ahead)}
    return replace(of_view, **chosen, **_handler(clerk, of_view))  # type: ignore[arg-type]  # names of Filters


def _handler(clerk: Clerk, of_view: Filters) -> dict[str, object]:
    """Whose cases, where the view itself does not say."""
    asked = request.args.get("prowadzi", "")
    if of_view.handler is not None or of_view.unassigned or not asked:
        return {}
    if asked == "nikt":
        return {"unassigned": True}
    try:
        return {"handler": clerk.id if asked == "ja" else UUID(asked)}
    except ValueError:
        return {}


def _units(clerk: Clerk) -> Mapping[str, object]:
    """The units whose cases this clerk may read."""
    office = parts().catalogue.offices[clerk.office or ""]
    return {key: unit for key, unit in office.units.items() if clerk.reads(office.code, key)}


@dataclass(frozen=True)
class _Shown:
    """All that the filters on a page hang on."""

    view: str
    chosen: tuple[tuple[str, str], ...]
    office: str
    units: tuple[str, ...]
    people: tuple[Clerk, ...]
    own: UUID

    @property
    def filtered(self) -> bool:
        return any(value for name, value in self.chosen if name != "widok")


def _shown(clerk: Clerk, view: str, people: tuple[Clerk, ...]) -> _Shown:
    chosen = tuple((name, request.args.get(name, "")[:_LONGEST]) for name in _CARRIED)
    return _Shown(view, chosen, clerk.office or "", tuple(_units(clerk)), people, clerk.id)


def _filter_form(shown: _Shown) -> str:
    catalogue = parts().catalogue
    units = {key: catalogue.offices[shown.office].units[key] for key in shown.units}
    choices = {
        "services": [form for form in catalogue.services(shown.office) if form.department in units],
        "states": {key: words for key, words in case_words.STATES.items() if key != "closed"},
        "terms": TERMS,
        "people": shown.people,
        "units": units,
    }
    return render_template(
        "queue_filters.html",
        view=shown.view,
        chosen=dict(shown.chosen),
        filtered=shown.filtered,
        choices=choices,
        own=shown.own,
    )


def _receivers(shown: _Shown) -> str:
    return render_template("queue_receivers.html", people=shown.people, own=shown.own)


@dataclass(frozen=True)
class _Rows:
    """Rows as they were shown before: most people look at the same cases all day."""

    shelf: Shelf
    today: date

    def ready(self, row: CaseRow, pick: bool) -> Markup | None:
        return self.shelf.find(self._key(row, pick))

    def keep(self, row: CaseRow, pick: bool, html: str) -> Markup:
        return self.shelf.keep(self._key(row, pick), html)

    def _key(self, row: CaseRow, pick: bool) -> Hashable:
        return (
            row.case,
            row.register_number,
            row.signature,
            self.today,
            pick,
        )  # its clock follows from these


def _row_words() -> dict[str, object]:
    catalogue, day = parts().catalogue, today()

    def service(row: CaseRow) -> object:
        form = catalogue.called(row.case.service, row.case.office)
        return form.short_title if form else row.case.service

    def filed_on(row: CaseRow) -> date:
        return warsaw_date(row.case.filed_at)

    return {
        "words": case_words,
        "service_of": service,
        "filed_on": filed_on,
        "today": day,
        "shown": _Rows(shelf("rows of the queue", _ROWS_KEPT), day),
    }


def _picked() -> list[tuple[UUID, int]]:
    """The cases that were ticked, each with the revision that the page showed."""
    found = []
    for given in request.form.getlist("case")[:MOST_AT_ONCE]:
        case_id, _, seen = given.partition(" ")
        try:
            found.append((UUID(case_id), int(seen)))
        except ValueError:
            continue
    return found


def _receiver() -> UUID | None:
    """Who gets the cases; None: whoever pressed."""
    try:
        return UUID(request.form.get("do", ""))
    except ValueError:
        return None


def _name(clerk: Clerk, case_id: UUID) -> str:
    with parts().sessions() as session:
        case = read_case(session, case_id)
    if not clerk.reads(case.office, case.department):
        raise NotYours
    return case.case_sign or case.sender or str(case.id)
