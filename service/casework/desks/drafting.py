"""What a unit types into its form on the page, kept as a draft until it is handed in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from service import workbook
from service.casework import fetching
from service.casework.desks.records import Records
from service.casework.model import CaseView, StoredFile, Upload
from service.dataset import indicators
from service.errors import Conflict, Invalid, NotFound, Problem
from service.indonesian import long_date, time_text
from service.procedure import Action
from service.progress import Actor, TaskProgress, require_role
from service.store import Draft
from service.store.files import sha256
from service.workbook.typed import Entries, Field, Typed, at_fields, fields, typed

_FIGURES = (("realisasi_tw",), ("x", "y"), ("faktor_penghambat",))


@dataclass(frozen=True)
class Filling:
    """A unit's form while it is filled in on the page: its fields, and the draft there is."""

    view: CaseView
    task: TaskProgress
    action: Action
    unit: str
    form: StoredFile
    fields: Mapping[str, tuple[Field, ...]]
    draft: Draft | None

    def texts(self, more: Entries | None = None) -> dict[str, dict[str, str]]:
        """Return the text of every field: of `more`, else of the draft, else what is known."""
        drafted = self.draft.entries if self.draft else {}
        layers = [drafted, more or {}]
        found: dict[str, dict[str, str]] = {}
        for code, listed in self.fields.items():
            found[code] = {field.key: field.known for field in listed}
            for layer in layers:
                found[code] |= {k: v for k, v in layer.get(code, {}).items() if k in found[code]}
        return found


@dataclass(frozen=True)
class DraftNote:
    """That there is a draft: by whom, since when, and how many indicators have their figures.

    `overtaken` is when data of the unit were handed in after it was saved, None when none were.
    """

    actor: Actor
    at: datetime
    filled: int
    total: int
    overtaken: datetime | None = None


@dataclass(frozen=True)
class TypedForm:
    """A unit's Excel form with what was typed, as the upload it is, and where its cells lead."""

    upload: Upload
    typed: Typed

    def mended(self, fault: Invalid) -> Invalid:
        """Return `fault` of the reader with its problems at the fields of the page."""
        problems = at_fields(fault.problems, self.typed)
        return Invalid("draft_wrong", problems, count=len(problems)) if problems else fault


class Drafting(Records):
    """Keeps what is typed on the page, and makes the Excel form of it."""

    def filling(self, actor: Actor, case: str, step: int, unit: str | None) -> Filling:
        """Return a unit's form to fill in, also when it is too late to hand it in.

        Raises NotFound for a task without a form of its own, NotAllowed for anybody else's.
        """
        view = self.view(case)
        task = view.progress.task(step, unit)
        asked = (one for one in view.procedure.step(step).actions if one.brings == "unit_form")
        action = next(asked, None)
        if action is None or unit is None:
            raise NotFound("not_found", what=f"Formulir langkah {task.key}")
        require_role(view.procedure, actor, action, task)
        form = fetching.form(view, unit, self._reading.now(view.dataset).date())
        draft = self._store.drafts.get(case, task.key)
        listed = fields(form.content, view.dataset, unit)
        return Filling(view, task, action, unit, form, listed, draft)

    def draft_note(self, case: str, step: int, unit: str | None) -> DraftNote | None:
        """Return who keeps a draft of this task and how far it is, None without one."""
        view = self.view(case)
        draft = self._store.drafts.get(case, view.progress.task(step, unit).key)
        if draft is None:
            return None
        own = indicators(view.dataset, unit)
        reported = {
            one.code for one in own
            if one.realizations[view.quarter - 1] is not None or one.obstacles
        }  # fmt: skip
        filled = [
            one for one in own
            if (is_filled(draft.entries[one.code]) if one.code in draft.entries
                else one.code in reported)
        ]  # fmt: skip
        since = view.progress.task(step, unit).at
        overtaken = since if since is not None and since > draft.at else None
        return DraftNote(draft.actor, draft.at, len(filled), len(own), overtaken)

    def save_draft(self, actor: Actor, of: Filling, entries: Entries, *, seen: int) -> Draft:
        """Keep `entries` exactly as they were typed, on disk when this returns.

        `seen` is the number of the draft this person had before them, 0 for none. Somebody else's
        newer entries are never overwritten unseen: raises Conflict with them as `draft`.
        """
        at = self._reading.now(of.view.dataset)
        known = {code: {one.key: one.known for one in own} for code, own in of.fields.items()}
        change = _changing(_Change(of, actor, at, entries, seen), known)
        return self._store.drafts.change(of.view.id, of.task.key, change)

    def discard_draft(
        self, actor: Actor, case: str, step: int, unit: str | None, *, seen: int
    ) -> None:
        """Throw away the draft this person saw. Raises NotFound, NotAllowed."""
        of = self.filling(actor, case, step, unit)
        self._store.drafts.discard(case, of.task.key, seen)

    def hand_over(self, draft: Draft, made: TypedForm) -> None:
        """Note that `draft` is being handed in as this file: it goes when the file is recorded."""
        self._store.drafts.note_sent(draft, sha256(made.upload.content))


def typed_form(of: Filling, entries: Entries) -> TypedForm:
    """Return the unit's Excel form with `entries`, wrong ones as text.

    Raises Invalid, at its field, for a text longer than a cell.
    """
    try:
        made = typed(of.form.content, of.view.dataset, of.unit, entries)
    except Invalid as fault:
        raise Invalid("draft_wrong", fault.problems, count=len(fault.problems)) from fault
    name = of.form.name.replace("formulir-", "isian-", 1)
    return TypedForm(Upload(made.content, name), made)


def problems_of(of: Filling, entries: Entries) -> tuple[Problem, ...]:
    """Return what the reader of uploads says of `entries`, each at its field."""
    try:
        made = typed_form(of, entries)
    except Invalid as fault:
        return fault.problems
    try:
        workbook.read_unit(made.upload.content, of.view.dataset, of.unit)
    except Invalid as fault:
        return made.mended(fault).problems
    return ()


def is_filled(entry: Mapping[str, str]) -> bool:
    """Tell whether an indicator has its figure, or says why it has none."""
    return any(all(entry.get(key, "").strip() for key in keys) for keys in _FIGURES)


def differing(draft: Draft | None, entries: Entries) -> dict[str, dict[str, str]]:
    """Return what `draft` has where `entries` have something else."""
    found: dict[str, dict[str, str]] = {}
    for code, entry in entries.items():
        saved = draft.entries.get(code, {}) if draft else {}
        unlike = {key: text for key, text in saved.items() if entry.get(key, text) != text}
        if unlike:
            found[code] = unlike
    return found


@dataclass(frozen=True)
class _Change:
    of: Filling
    actor: Actor
    at: datetime
    entries: Entries
    seen: int


def _changing(asked: _Change, known: Entries) -> Callable[[Draft | None], Draft]:
    def change(before: Draft | None) -> Draft:
        _require_seen(before, asked)
        kept = dict(before.entries) if before else {}
        new = {
            code: dict(entry) for code, entry in asked.entries.items()
            if entry != kept.get(code, known.get(code))
        }  # fmt: skip
        if before is not None and not new:
            return before
        number = before.number + 1 if before else 1
        changed = (dict(before.changed) if before else {}) | dict.fromkeys(new, number)
        view, task = asked.of.view.id, asked.of.task.key
        return Draft(view, task, number, kept | new, changed, asked.actor, asked.at)

    return change


def _require_seen(before: Draft | None, asked: _Change) -> None:
    """Raise Conflict when somebody changed what this person is about to change."""
    if before is None:
        if asked.seen:
            raise Conflict("draft_gone", draft=None)
        return
    for code in differing(before, asked.entries):
        if before.changed[code] > asked.seen or asked.seen > before.number:
            who = f"{before.actor.position} ({before.actor.name or '-'})"
            at = f"{long_date(before.at.date())} pukul {time_text(before.at)}"
            raise Conflict("draft_changed", who=who, at=at, draft=before)
