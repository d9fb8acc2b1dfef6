"""A refused workbook: the page of its wrong cells, and the copy in which they are marked."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from flask import render_template, request

from service.casework import CaseView, Upload
from service.casework.desks.marked_copies import Refusal
from service.errors import Invalid
from service.progress import Actor, OutputFile
from service.web import current, forms
from service.workbook.layout import Form

FORMS: Mapping[str, Form] = {"unit_form": "unit", "budget_form": "budget"}


@dataclass(frozen=True)
class Again:
    """Where the mended file goes, where the way back leads, and the last event that was seen."""

    action: str
    back: str
    seen: int


@dataclass(frozen=True)
class Sent:
    """A file, what it was read as, and the quarter of its task; 0 for the whole office."""

    upload: Upload
    form: Form = "office"
    quarter: int = 0


def page(
    fault: Invalid,
    sent: Sent | None,
    again: Again,
    *,
    stands: OutputFile | None = None,
    **context: object,
) -> str:
    """Return the page of the wrong cells of what was sent, with the way to its marked copy.

    `stands` is the document that stays as it is.
    """
    found = Refusal() if sent is None else _refusal(current.actor(), sent, fault)
    return render_template(
        "upload_errors.html",
        fault=fault, again=again, found=found, stands=stands,
        file_name=sent.upload.name if sent else None,
        at=current.casework().now(current.zone()), **context,
    )  # fmt: skip


def _refusal(actor: Actor, sent: Sent, fault: Invalid) -> Refusal:
    return current.casework().refusal(actor, sent.upload, fault, sent.form, sent.quarter)


def sent_again(view: CaseView, task: str, form: Form) -> Sent | None:
    """Return the file of this request once more, or the kept one that it names."""
    chosen = request.files.get(forms.FILE)
    if chosen is not None and chosen.filename:
        chosen.stream.seek(0)
        return Sent(Upload(chosen.read(), chosen.filename), form, view.quarter)
    kept = request.form.get("tersimpan")
    if not kept:
        return None
    upload = current.casework().kept_file(current.actor(), view.id, task, kept)
    return Sent(upload, form, view.quarter)


@contextmanager
def told(actor: Actor, sent: Sent | None, address: Callable[[str], str]) -> Iterator[None]:
    """Let a refusal of what was sent carry the way to its marked copy: `details["marked_copy"]`.

    `address` turns the mark of a copy into where this actor gets it.
    """
    try:
        yield
    except Invalid as fault:
        if sent is not None:
            found = _refusal(actor, sent, fault)
            if found.mark and found.until:
                fault.details["marked_copy"] = {
                    "salinan_bertanda": address(found.mark),
                    "berlaku_sampai": found.until.isoformat(),
                }
        raise
