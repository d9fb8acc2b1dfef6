"""The people of the office: who may sign in, and what each may act as, from when to when."""

from typing import cast

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from service.errors import ServiceError
from service.people import ACTINGS, Acting, Person
from service.procedure import Role
from service.progress import Actor
from service.web import current
from service.web.errors import status_of
from service.web.forms import Form, at_fields

pages = Blueprint("people", __name__, url_prefix="/pengguna")

Answer = Response | str | tuple[str, int]


@pages.get("")
def listed() -> str:
    """Show everybody, with roles and when they were last here."""
    return _list()


@pages.post("")
def add() -> Answer:
    """Add somebody and show the one-time code this once."""
    form = Form()
    name = form.required("nama", "Nama lengkap")
    login = form.required("nama-masuk", "Nama masuk")
    try:
        form.finish()
        person, code = current.casework().accounts.add_person(
            current.actor(), login, name, form.text("nip") or "", current.origin()
        )
    except ServiceError as fault:
        return _list(fault=at_fields(fault) or fault), status_of(fault)
    return _one(person, code=code)


@pages.get("/<id>")
def show(id: str) -> str:
    """Show one person."""
    return _one(_person(id))


@pages.post("/<id>")
def change(id: str) -> Answer:
    """Change how somebody is called."""
    form, person = Form(), _person(id)
    name = form.required("nama", "Nama lengkap")
    login = form.required("nama-masuk", "Nama masuk")
    try:
        form.finish()
        current.casework().accounts.change_person(
            current.actor(), id, login=login, name=name, nip=form.text("nip") or "",
            origin=current.origin(),
        )  # fmt: skip
    except ServiceError as fault:
        return _refused(person, fault)
    return _done(id, f"Data {name} sudah disimpan.")


@pages.post("/<id>/peran")
def give(id: str) -> Answer:
    """Give somebody a role, for a time where one is named."""
    form, person = Form(), _person(id)
    role = form.required("peran-baru", "Peran")
    start, end = form.day("mulai", "Mulai"), form.day("sampai", "Sampai")
    acting = cast(Acting, form.text("sebagai") or "")
    try:
        form.finish()
        grant, changed = current.casework().give_role(
            current.actor(), id, role, form.text("unit"),
            acting=acting, start=start, end=end, order=form.text("surat") or "",
            origin=current.origin(),
        )  # fmt: skip
    except ServiceError as fault:
        return _refused(person, fault)
    told = f"{person.name} berhak sebagai {current.held_as(grant)}."
    signs = " Blok tanda tangan dokumen yang dibuat pada tanggal itu memuat nama tersebut."
    return _done(id, told + (signs if changed else ""))


@pages.post("/<id>/peran/<grant>/cabut")
def take(id: str, grant: str) -> Response:
    """Take a role from somebody; the browsers where that person is signed in are signed out."""
    person = _person(id)
    changed = current.casework().take_role(current.actor(), id, grant, current.origin())
    told = f"Peran itu sudah dicabut dan {person.name} dikeluarkan dari semua peramban."
    signs = " Mulai hari ini dokumen ditandatangani pejabatnya lagi." if changed else ""
    return _done(id, told + signs)


@pages.post("/<id>/kode")
def reset(id: str) -> Answer:
    """Make a new one-time code and show it this once; the old password holds no more."""
    person = _person(id)
    code = current.casework().accounts.reset(current.actor(), id, current.origin())
    return _one(person, code=code)


@pages.post("/<id>/tutup")
def close(id: str) -> Response:
    """Let somebody sign in no more; what the person did stays in the history."""
    person = _person(id)
    current.casework().accounts.close_person(current.actor(), id, current.origin())
    return _done(id, f"Akun {person.name} sudah ditutup.")


@pages.post("/<id>/buka")
def reopen(id: str) -> Response:
    """Let somebody sign in again."""
    person = _person(id)
    current.casework().accounts.reopen_person(current.actor(), id, current.origin())
    return _done(id, f"Akun {person.name} sudah dibuka lagi.")


@pages.post("/<id>/kunci-api/<token>/cabut")
def withdraw_token(id: str, token: str) -> Response:
    """Let a key of somebody hold no more."""
    accounts = current.casework().accounts
    accounts.withdraw_token_of(current.actor(), id, token, current.origin())
    return _done(id, "Kunci API itu tidak berlaku lagi.")


def _person(id: str) -> Person:
    return current.casework().accounts.account(id).person


def _done(id: str, told: str) -> Response:
    flash(told)
    return redirect(url_for("people.show", id=id))


def _refused(person: Person, fault: ServiceError) -> tuple[str, int]:
    return _one(person, fault=at_fields(fault) or fault), status_of(fault)


def _list(*, fault: ServiceError | None = None) -> str:
    everyone = current.casework().accounts.people()
    return render_template(
        "people.html",
        everyone=everyone,
        missing=_without_account({one.person.name.casefold() for one in everyone}),
        today=current.today(),
        fault=fault,
    )


def _one(person: Person, *, code: str = "", fault: ServiceError | None = None) -> str:
    account = current.casework().accounts.account(person.id)
    return render_template(
        "person.html",
        account=account,
        them=account.person,
        code=code,
        roles=_roles(),
        units=current.unit_names(),
        actings=ACTINGS,
        tokens=current.casework().accounts.tokens(person.id),
        today=current.today(),
        fault=fault,
    )


def _roles() -> list[Role]:
    """Return every role somebody can be given, each once: those of the SOPs, then the others."""
    own = current.procedure().roles
    known = {one.code for one in own}
    every = current.casework().procedures.roles()
    return [*own, *(role for code, role in every.items() if code not in known)]


def _without_account(known: set[str]) -> list[Actor]:
    """Return the officials of the office's data whom no account is named after."""
    listed = (one for one in current.officials() if one.name)
    return [one for one in listed if one.name.casefold() not in known]
