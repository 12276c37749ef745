"""Administrators' pages: who may log in, with which roles and departments. No case is seen here."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from backoffice.entrance.who import current_clerk, for_roles
from backoffice.parts import parts
from casework.desk import accounts
from casework.desk.accounts import Account
from casework.desk.clerks import Clerk, NotYours
from casework.desk.reads import note_read
from forms_catalog.problems import N_
from forms_catalog.texts import Text

blueprint = Blueprint("people", __name__)

#: what an office's administrator may give; the platform's gives `office_admin` only
ROLES = {
    "clerk": N_("clerk: works the cases of own departments"),
    "supervisor": N_("supervisor: works all cases of the office"),
    "auditor": N_("auditor: reads everything, changes nothing"),
    "office_admin": N_("office administrator: accounts, no cases"),
    "form_editor": N_("form editor: changes forms, approves what others changed, no cases"),
}
_ADMINISTRATORS = ("office_admin", "platform_admin")


@blueprint.get("/pracownicy")
@for_roles(*_ADMINISTRATORS)
def list_people() -> str:
    return render_template("people.html", people=_visible(), roles=ROLES, offices=parts().catalogue.offices)


@blueprint.get("/pracownicy/nowy")
@for_roles(*_ADMINISTRATORS)
def ask_new() -> str:
    return _form({}, ())


@blueprint.post("/pracownicy/nowy")
@for_roles(*_ADMINISTRATORS)
def add() -> ResponseReturnValue:
    """The link is shown on the answer and never again."""
    admin, form = current_clerk(), request.form
    office = admin.office or form.get("office", "")
    roles = _roles(admin)
    wrong = _faults(office, roles)
    if wrong:
        return _form(form.to_dict(), wrong), 422
    with parts().sessions.begin() as session:
        try:
            clerk = accounts.add_clerk(
                session, login=form["login"], name=form["name"][:200], office=office, roles=roles,
                departments=_departments(office), at=parts().now(),
            )  # fmt: skip
        except accounts.LoginTaken:
            return _form(form.to_dict(), ("taken",)), 422
        _note(session, "clerk_added", clerk, roles=sorted(roles))
        token = accounts.hand_out_link(session, clerk, at=parts().now())
        account = accounts.find_account(session, clerk)
    return render_template("link.html", account=account, link=_link(token))


@blueprint.get("/pracownicy/<uuid:clerk_id>")
@for_roles(*_ADMINISTRATORS)
def show(clerk_id: UUID) -> str:
    with parts().sessions() as session:
        account = _own(session, clerk_id)
    office = parts().catalogue.offices.get(account.clerk.office or "")
    return render_template(
        "person.html", account=account, roles=ROLES, units=_units(account.clerk.office),
        office_of=office, own=account.clerk.id == current_clerk().id,
    )  # fmt: skip


@blueprint.post("/pracownicy/<uuid:clerk_id>/uprawnienia")
@for_roles("office_admin")
def change_rights(clerk_id: UUID) -> ResponseReturnValue:
    """Nobody changes the own rights: giving oneself cases takes two."""
    with parts().sessions.begin() as session:
        account = _others(session, clerk_id)
        roles = _roles(current_clerk())
        if not roles:
            abort(400)
        accounts.change_rights(
            session, clerk_id, roles=roles, departments=_departments(account.clerk.office or "")
        )
        _note(session, "rights_changed", clerk_id, roles=sorted(roles))
    return redirect(f"/pracownicy/{clerk_id}", 303)


@blueprint.post("/pracownicy/<uuid:clerk_id>/nowy-link")
@for_roles(*_ADMINISTRATORS)
def reset(clerk_id: UUID) -> str:
    """Password, codes and sessions from before end; the link is shown once."""
    with parts().sessions.begin() as session:
        account = _others(session, clerk_id)
        token = accounts.hand_out_link(session, clerk_id, at=parts().now())
        _note(session, "link_handed_out", clerk_id)
    return render_template("link.html", account=account, link=_link(token))


@blueprint.post("/pracownicy/<uuid:clerk_id>/wylacz")
@for_roles(*_ADMINISTRATORS)
def disable(clerk_id: UUID) -> ResponseReturnValue:
    with parts().sessions.begin() as session:
        _others(session, clerk_id)
        accounts.disable(session, clerk_id)
        _note(session, "clerk_disabled", clerk_id)
    return redirect(f"/pracownicy/{clerk_id}", 303)


@blueprint.post("/pracownicy/<uuid:clerk_id>/wlacz")
@for_roles(*_ADMINISTRATORS)
def enable(clerk_id: UUID) -> ResponseReturnValue:
    with parts().sessions.begin() as session:
        _others(session, clerk_id)
        accounts.enable(session, clerk_id)
        _note(session, "clerk_enabled", clerk_id)
    return redirect(f"/pracownicy/{clerk_id}", 303)


def _visible() -> list[Account]:
    admin = current_clerk()
    with parts().sessions() as session:
        return list(
            accounts.accounts_of(session, admin.office) if admin.office else accounts.administrators(session)
        )


def _own(session: Session, clerk_id: UUID) -> Account:
    """An account this administrator looks after; NotYours otherwise."""
    admin, account = current_clerk(), accounts.find_account(session, clerk_id, to_change=True)
    if account is None:
        raise NotYours
    if admin.office is not None:
        if account.clerk.office != admin.office:
            raise NotYours
    elif not account.clerk.roles & {"office_admin", "platform_admin"}:
        raise NotYours
    return account


def _others(session: Session, clerk_id: UUID) -> Account:
    if clerk_id == current_clerk().id:
        abort(403)
    return _own(session, clerk_id)


def _roles(admin: Clerk) -> set[str]:
    if admin.office is None:
        return {"office_admin"}
    return set(request.form.getlist("roles")) & ROLES.keys()


def _departments(office: str) -> list[str]:
    return [unit for unit in request.form.getlist("departments") if unit in _units(office)]


def _units(office: str | None) -> dict[str, Text]:
    facts = parts().catalogue.offices.get(office or "")
    return dict(facts.units) if facts else {}


def _faults(office: str, roles: set[str]) -> tuple[str, ...]:
    found = {
        "login": not accounts.is_address(request.form.get("login", "")),
        "name": not request.form.get("name", "").strip(),
        "office": office not in parts().catalogue.offices,
        "roles": not roles,
    }
    return tuple(name for name, wrong in found.items() if wrong)


def _form(typed: dict[str, str], wrong: tuple[str, ...]) -> str:
    admin = current_clerk()
    return render_template(
        "new_person.html", typed=typed, wrong=wrong, roles=ROLES, units=_units(admin.office),
        offices=parts().catalogue.offices, chosen=set(request.form.getlist("roles")),
        departments=set(request.form.getlist("departments")),
    )  # fmt: skip


def _link(token: str) -> str:
    return f"{parts().options.public_url}/dostep/{token}"


def _note(session: Session, what: str, clerk: UUID, **details: object) -> None:
    note_read(session, current_clerk(), what, details={"clerk": str(clerk), **details})
