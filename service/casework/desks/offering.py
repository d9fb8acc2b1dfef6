"""A form is looked at before it is recorded: what it would change, make, and still lack."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from service import dataset as data
from service import workbook
from service.casework.bringing import FORMS, Brought, bring, units_of
from service.casework.decisions import Question, office_questions, questions
from service.casework.desks.acting import Acting, Asked, changes_nothing, permitted, stands
from service.casework.desks.records import text
from service.casework.making import Given
from service.casework.model import DOCX, PDF, CaseView, Day, NewFile, StoredFile, Upload
from service.casework.numbers import require_free
from service.casework.offers import Looked, Waiting
from service.casework.picturing import pictured
from service.dataset import Change, Indicator, Path, indicators, sub_activities
from service.errors import NotFound, Problem, ServiceError
from service.measurement import Measurement, measure
from service.procedure import Action
from service.progress import Actor, OutputFile, TaskProgress, output_key
from service.store.files import sha256
from service.values import Particulars, values_of
from service.workbook import Taken

MARK = "PRATINJAU, belum dicatat"
_PROMPTS: Mapping[str, tuple[str, ...]] = {  # what a report asks for, by what came of it
    "tercapai": ("faktor_pendorong", "bukti_dukung"),
    "belum_tercapai": ("faktor_penghambat", "tindak_lanjut", "bukti_dukung"),
    "belum_dilaporkan": ("realisasi",),
}
_FILLED = {
    "faktor_pendorong": "drivers",
    "faktor_penghambat": "obstacles",
    "tindak_lanjut": "follow_up",
    "bukti_dukung": "evidence",
}


@dataclass(frozen=True)
class Placed:
    """A value the form changes, and its cell: "Realisasi!L7", None where it has none."""

    change: Change
    cell: str | None


@dataclass(frozen=True)
class Paper:
    """A document that would be made: its key, name, unit's name and the state it reaches."""

    key: str
    name: str
    unit_name: str | None
    state: str


@dataclass(frozen=True)
class Offer:
    """A checked form that waits for one press, and everything that press would do.

    `view` is the case as it stands, `after` the measurement with the form. `last` is the version
    this one would follow; `made` the one made from the same data, so that nothing is to be sent;
    `repeats` tells that the form brings nothing new though the task is to be done again.
    `refused` is why it may not be sent now. `name` is None where the data on file are sent.
    """

    mark: str
    view: CaseView
    task: TaskProgress
    action: Action
    name: str | None
    number: str | None
    date: Day | None
    note: str | None
    dataset: data.DataSet
    after: Measurement
    notes: tuple[Problem, ...]
    changes: tuple[Placed, ...]
    blanks: tuple[Path, ...]
    questions: tuple[Question, ...]
    sentences: tuple[str, ...]
    papers: tuple[Paper, ...]
    last: OutputFile | None
    made: OutputFile | None
    repeats: bool
    refused: ServiceError | None

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Return the indicators the form reports."""
        return indicators(self.dataset, self.task.unit)


class Offering(Acting):
    """Lets people look at what a form brings before they send it."""

    def offer(  # noqa: PLR0917 who, what, with which file
        self,
        actor: Actor,
        case: str,
        step: int,
        unit: str | None,
        action: str,
        upload: Upload | None,
        *,
        kept: str | None = None,
        number: str | None = None,
        date: date | None = None,
        note: str | None = None,
        facts: Mapping[str, Any] | None = None,
        seen: int | None = None,
    ) -> str:
        """Check what `act` would be given, record nothing, and return the mark it waits under.

        For an hour `act(..., offer=mark)` does it, for this person in this task. Without an upload
        the data on file are what is looked at. Raises as `act` does.
        """
        asked = Asked(actor, case, step, unit, action, note, number, date, facts or {}, seen)
        with self._kept_when_late(asked, upload, kept, uses=False) as sent:
            view = self.view(case)
            wanted = permitted(view, asked)
            if wanted.brings not in FORMS:
                raise NotFound("not_found", what=f"Pratinjau “{wanted.label}”")
            looked = self._looked_at(view, wanted, asked, sent)
            task = view.progress.task(step, unit).key
            self._require_free(view, wanted, asked)
            waiting = Waiting(
                case, task, action, actor.holder, sent.name if sent else None,
                text(number), date, text(note), facts or {}, kept,
                content=sent.content if sent else b"",
            )  # fmt: skip
            mark = self._offers.keep(waiting)
            self._offers.remember(mark, view.seen, looked)
        return mark

    def offered(self, actor: Actor, case: str, task: str, mark: str) -> Offer:
        """Return what waits under `mark`, held against the case as it stands now.

        Raises NotFound("offer_gone") after the hour and to anybody else, NotFound("offer_sent")
        once it was sent, and Invalid when what happened since makes the file wrong.
        """
        view, waiting = self.view(case), self._waiting(actor, case, task, mark)
        asked = _asked(view, actor, task, waiting, mark)
        found, wanted = view.progress.task(asked.step, asked.unit), _action(view, asked)
        looked = self._once_looked_at(view, wanted, asked, waiting.upload)
        taken = looked.taken
        after = replace(view, dataset=taken.dataset, measurement=looked.measurement)
        again = found.returned is not None or bool(found.stale)
        brought = Brought(taken.dataset)
        nothing = changes_nothing(view, found, wanted, brought, waiting.number)
        papers = tuple(self._papers(view, wanted, asked.unit))
        return Offer(
            mark=mark,
            view=view,
            task=found,
            action=wanted,
            name=waiting.name,
            number=waiting.number,
            date=waiting.date,
            note=waiting.note,
            dataset=taken.dataset,
            after=looked.measurement,
            notes=taken.notes,
            changes=tuple(
                Placed(one, looked.cells.get(one.path) if one.path else None)
                for one in data.changes(view.dataset, taken.dataset)
            ),
            blanks=tuple(_blanks(after, asked.unit, wanted)),
            questions=_open(after, asked.unit, wanted),
            sentences=_sentences(after, asked.unit),
            papers=papers,
            last=_last(view, papers[0]),
            made=stands(found, wanted) if nothing else None,
            repeats=again and taken.dataset == view.dataset,
            refused=_refusal(view, asked),
        )

    def offered_paper(self, actor: Actor, case: str, task: str, mark: str, key: str) -> StoredFile:
        """Return a document as Word as a press would make it, marked as a preview.

        Raises as `offered`, and NotFound for a document it would not make.
        """
        view, waiting = self.view(case), self._waiting(actor, case, task, mark)
        asked = _asked(view, actor, task, waiting, mark)
        wanted = _action(view, asked)
        taken = self._once_looked_at(view, wanted, asked, waiting.upload).taken
        making = replace(self._making(view), mark=MARK)
        given = Given(waiting.number, waiting.date)
        for one in making.outputs(wanted, asked.unit, Brought(taken.dataset), given):
            if one.key == key:
                return StoredFile(one.content, f"pratinjau-{one.name}", one.media_type, one.sha256)
        raise NotFound("not_found", what=f"Dokumen {key}")

    def offered_pdf(self, actor: Actor, case: str, task: str, mark: str, key: str) -> StoredFile:
        """Return the same as PDF. Raises as `offered_paper`, and ToolFailed."""
        made = self.offered_paper(actor, case, task, mark, key)
        content = pictured(self._offers.candidates, made.content, self._convert)
        name = made.name.removesuffix("docx") + "pdf"
        return StoredFile(content, name, PDF, sha256(content))

    def withdraw(self, actor: Actor, case: str, task: str, mark: str) -> None:
        """Forget a form that waits. Raises NotFound("offer_gone")."""
        self._offers.get(actor, case, task, mark)
        self._offers.drop(mark)

    def _waiting(self, actor: Actor, case: str, task: str, mark: str) -> Waiting:
        waiting = self._offers.get(actor, case, task, mark)
        if waiting.done:
            raise NotFound("offer_sent")
        return waiting

    def _once_looked_at(
        self, view: CaseView, action: Action, asked: Asked, upload: Upload | None
    ) -> Looked:
        mark = asked.offer or ""
        known = self._offers.known(mark, view.seen)
        if known is None:
            known = self._looked_at(view, action, asked, upload)
            self._offers.remember(mark, view.seen, known)
        return known

    def _looked_at(
        self, view: CaseView, action: Action, asked: Asked, upload: Upload | None
    ) -> Looked:
        sent = self._bringing(view, action, asked, upload)
        brought = bring(sent)
        cells: Mapping[Path, str] = {}
        if upload is not None and brought.dataset != view.dataset:
            if action.brings == "budget_form":
                cells = workbook.budget_origins(upload.content, view.dataset)
            else:
                cells = workbook.unit_origins(upload.content, view.dataset, units_of(sent))
        return Looked(
            Taken(brought.dataset, brought.notes), measure(brought.dataset, view.quarter), cells
        )

    def _require_free(self, view: CaseView, action: Action, asked: Asked) -> None:
        key = self._making(view).numbered(action, asked.unit)
        if key and text(asked.number):
            named = NewFile("output", "", DOCX, b"", key=key, number=text(asked.number))
            require_free([named], view.id, self._views())

    def _papers(self, view: CaseView, action: Action, unit: str | None) -> Iterator[Paper]:
        names = {one.code: one.name for one in view.dataset.units}
        making = self._making(view)
        for state in action.makes:
            output = view.procedure.output(state.output)
            for one in making.units(output, unit):
                name = names.get(one or "")
                yield Paper(output_key(output, one), output.name, name, state.state)


def _asked(view: CaseView, actor: Actor, task: str, waiting: Waiting, mark: str) -> Asked:
    found = next(one for step in view.progress.steps for one in step.tasks if one.key == task)
    return Asked(
        actor, view.id, found.step, found.unit, waiting.action, waiting.note, waiting.number,
        waiting.date, waiting.facts, None, mark,
    )  # fmt: skip


def _action(view: CaseView, asked: Asked) -> Action:
    actions = view.procedure.step(asked.step).actions
    return next(one for one in actions if one.name == asked.action)


def _last(view: CaseView, paper: Paper) -> OutputFile | None:
    """Return the newest version of a document in the state it would be made in."""
    made = (one for one in reversed(view.progress.outputs) if one.key == paper.key)
    return next((one for one in made if one.state == paper.state), None)


def _refusal(view: CaseView, asked: Asked) -> ServiceError | None:
    try:
        permitted(view, asked)
    except ServiceError as fault:
        return fault
    return None


def _open(view: CaseView, unit: str | None, action: Action) -> tuple[Question, ...]:
    """Return what the examination would ask about these data and nobody has settled."""
    asked = office_questions(view) if action.brings == "budget_form" else questions(view, unit)
    return tuple(one for one in asked if not one.accepted)


def _blanks(view: CaseView, unit: str | None, action: Action) -> Iterator[Path]:
    """Yield what the form asks for and is still empty."""
    if action.brings == "budget_form":
        for line in sub_activities(view.dataset):
            if line.realizations[view.quarter - 1] is None:
                yield line.code, "realisasi_anggaran", view.quarter
        return
    for one in indicators(view.dataset, unit):
        status = view.measurement.indicators[one.code].status
        for field in _PROMPTS.get(status, ()):
            if field == "realisasi":
                yield one.code, field, view.quarter
            elif not getattr(one, _FILLED[field]):
                yield one.code, field, 0


def _sentences(view: CaseView, unit: str | None) -> tuple[str, ...]:
    """Return the sentences the documents of these data will carry."""
    values = values_of(view.dataset, view.quarter, unit=unit, particulars=Particulars())
    rows = values["bagian"]["sasaran"]
    found = [row["kalimat"] for row in rows]
    found += [
        f"{one['kode']} {one['uraian']}: {one['keterangan_hasil']}."
        for row in rows
        for one in row["indikator"]
        if one["keterangan_hasil"]
    ]
    if unit is None:
        told = values["kalimat"]
        found = [told["ringkasan"], told["rata_rata"], told["anggaran"], *found]
    return tuple(one for one in found if one)
