"""What a person typed or uploaded in a page's form, as plain values.

A field that is wrong is a problem whose place is the field's id, so that the summary on top of
the page can link to it. All problems of a form are raised together.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from flask import Flask, request

from service import indonesian
from service.casework import Upload, decisions
from service.casework.bringing import VERDICTS
from service.casework.decisions import Question
from service.errors import Invalid, Problem, ServiceError, problem

MOST_FIELDS = 10_000  # the typed form of 500 indicators has some 5,000
LONGEST_FIELD = 512 * 1024
LONGEST_TYPED = 4 * 1024 * 1024  # a form without files, all its fields together
FORM_WRONG = "web_form_wrong"
FILE = "berkas"
LETTER = "-surat"  # end of the names of a letter's fields, beside the form of the task itself
_FIELDS = {  # what the casework calls them, and the fields of our forms
    "received_by": "diterima-oleh",
    "received_on": "tanggal-terima",
    "receipt_number": "nomor-terima",
    "login": "nama-masuk",
    "name": "nama",
    "nip": "nip",
    "password": "sandi-baru",
    "role": "peran-baru",
    "unit": "unit",
    "acting": "sebagai",
    "start": "mulai",
    "end": "sampai",
    "order": "surat",
    "purpose": "keperluan",
    "scopes": "hak",
    "days": "hari",
}
_LONGEST = 18  # digits of a whole number; Python refuses to read thousands of them


def register(app: Flask) -> None:
    """Bound the number and size of fields before anything reads a form."""
    app.config.update(MAX_FORM_PARTS=MOST_FIELDS, MAX_FORM_MEMORY_SIZE=LONGEST_FIELD)

    @app.before_request
    def bound() -> None:
        # Without files the fields are parsed at once, and Werkzeug bounds only the whole body.
        if request.mimetype == "application/x-www-form-urlencoded":
            request.max_content_length = LONGEST_TYPED


@dataclass
class Form:
    """The request's form while it is read, and what is wrong with it."""

    problems: list[Problem] = field(default_factory=list)

    def text(self, name: str) -> str | None:
        """Return what was typed, without the blanks around it; None when nothing was."""
        return request.form.get(name, "").strip() or None

    def required(self, name: str, label: str) -> str:
        """Return what was typed; a problem when nothing was."""
        found = self.text(name)
        if found is None:
            self.problems.append(problem("web_field_empty", name, label=label))
        return found or ""

    def ticked(self, name: str) -> None:
        """Note a problem when the statement called `name` was not ticked."""
        if self.text(name) is None:
            self.problems.append(problem("web_field_tick", name))

    def day(self, name: str, label: str) -> date | None:
        """Return a date as an Indonesian writes it; a problem when it is none."""
        found = self.text(name)
        if found is None:
            return None
        try:
            return indonesian.parse_date(found)
        except ValueError:
            self.problems.append(problem("web_field_date", name, label=label, found=found))
            return None

    def number(self, name: str) -> int | None:
        """Return a whole number from a hidden field or a choice."""
        found = self.text(name) or ""
        return int(found) if found.isdecimal() and len(found) <= _LONGEST else None

    def upload(self, name: str, *, required: bool = False) -> Upload | None:
        """Return the uploaded file; None (or a problem, when required) when none was chosen."""
        sent = request.files.get(name)
        if sent is not None and sent.filename:
            return Upload(sent.read(), sent.filename)
        if required:
            self.problems.append(problem("web_field_file", name))
        return None

    def uploads(self, name: str, most: int) -> list[Upload]:
        """Return the files chosen in a field that takes several, at most that many."""
        sent = [one for one in request.files.getlist(name) if one.filename]
        return [Upload(one.read(), one.filename or "") for one in sent[:most]]

    def finish(self) -> None:
        """Raise Invalid with every problem found."""
        if self.problems:
            raise _wrong(*self.problems)


def at_fields(fault: ServiceError, end: str = "") -> Invalid | None:
    """Return `fault` as problems of this form's fields; None when it is not about a field.

    `end` is what the names of a letter's fields end in. A file that is refused as a whole is a
    problem of the field it was chosen in.
    """
    if fault.code == FORM_WRONG and isinstance(fault, Invalid):
        return fault
    if fault.code == "number_used":
        return _wrong(Problem(f"nomor{end}", fault.code, fault.detail))
    if not isinstance(fault, Invalid):
        return None
    if fault.problems:
        known = all(one.place in _FIELDS for one in fault.problems)
        placed = (replace(one, place=_FIELDS[one.place]) for one in fault.problems if known)
        return _wrong(*placed) if known else None
    sent = request.files.get(FILE)
    return _wrong(Problem(FILE, fault.code, fault.detail)) if sent and sent.filename else None


def _wrong(*problems: Problem) -> Invalid:
    return Invalid(FORM_WRONG, problems, count=len(problems))


def checks(form: Form, codes: Iterable[str]) -> dict[str, Any]:
    """Return the verdict and note of every indicator; "perbaiki" asks for a note."""
    found: dict[str, dict[str, str]] = {}
    for code in codes:
        verdict = form.text(f"hasil-{code}") or ""
        note = form.text(f"catatan-{code}") or ""
        if verdict not in VERDICTS:
            form.problems.append(problem("web_check_missing", f"hasil-{code}", indicator=code))
        elif verdict == "perbaiki" and not note:
            form.problems.append(problem("web_check_note", f"catatan-{code}", indicator=code))
        found[code] = {"verdict": verdict, "note": note}
    return {"checks": found}


def findings(form: Form, questions: Iterable[Question]) -> dict[str, Any]:
    """Return verdict and note of every open question; a returned finding asks for a note.

    Unless one is returned, who confirms has to tick the statement.
    """
    found: dict[str, dict[str, str]] = {}
    for finding in (one.finding for one in questions if not one.accepted):
        verdict = form.text(f"putusan-{finding.id}") or ""
        note = form.text(f"catatan-{finding.id}") or ""
        about = {"subject": finding.subject, "title": finding.title}
        if verdict not in decisions.VERDICTS:
            place = f"putusan-{finding.id}"
            form.problems.append(problem("web_finding_missing", place, **about))
        elif verdict == decisions.RETURNED and not note:
            form.problems.append(problem("web_finding_note", f"catatan-{finding.id}", **about))
        found[finding.id] = {"verdict": verdict, "note": note}
    if all(one["verdict"] != decisions.RETURNED for one in found.values()):
        form.ticked("setuju")
    return {"findings": found}


def receipt(form: Form) -> dict[str, Any]:
    """Return who received the document, when, under which number."""
    receiver = form.required("penerima", "Instansi")
    day = f"Tanggal diterima oleh {receiver}"
    received_on = form.day("tanggal-terima", day)
    form.required("tanggal-terima", day)
    return {
        "receiver": receiver,
        "received_by": form.required("diterima-oleh", f"Nama penerima di {receiver}"),
        "received_on": received_on.isoformat() if received_on else "",
        "receipt_number": form.text("nomor-terima") or "",
    }
