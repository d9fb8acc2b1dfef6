"""`Casework`: one method for each thing a person can do."""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import Any

from service import pdf
from service.casework import (
    agreement,
    answers,
    control,
    detours,
    effects,
    fetching,
    late,
    office_days,
    quarters,
    signed,
)
from service.casework.answers import Asked
from service.casework.archive import archive
from service.casework.bringing import Bringing, Brought, bring, dataset_file, whole_office
from service.casework.conversion import Conversions
from service.casework.fetching import version_of
from service.casework.making import Given, Making
from service.casework.model import (
    XLSX,
    YAML,
    ZIP,
    CaseSummary,
    CaseView,
    NewFile,
    StoredFile,
    StoredPdf,
    Told,
    Upload,
)
from service.casework.numbers import require_free, where_used
from service.casework.people import actors, require_may_number
from service.casework.quarters import NextQuarter
from service.casework.reading import DATASET, PROCEDURE, Reading
from service.casework.templates import Templates
from service.casework.tracing import Tracing
from service.casework.year_sheet import year_sheet
from service.casework.years import YearView, year_view
from service.dataset import Change, DataSet, Difference, changes, merge_plan, with_earlier
from service.errors import Conflict, Invalid, NotAllowed, NotFound
from service.holiday import OfficeHoliday
from service.indonesian import long_date
from service.procedure import Procedure, Procedures, Question, data_changes
from service.progress import (
    Actor,
    Event,
    OutputFile,
    TaskProgress,
    event_words,
    require_may_do,
    require_may_open,
    require_may_open_some,
    require_unlocked,
)
from service.settings import Engine
from service.store import CaseRow, KeptUpload, Store
from service.store.base import EMBLEM
from service.store.files import sha256

OFFICE_TASK = "data-kantor"


class Casework:
    """Everything a person can do, on one store.

    `templates` is the folder of the office's Word templates, `clock` tells the time (aware),
    `background` makes PDFs of new documents without being asked; `close` ends it.
    """

    def __init__(  # noqa: PLR0917
        self,
        store: Store,
        procedures: Procedures,
        templates: Path,
        clock: Callable[[], datetime],
        background: bool = True,
        pdf_engine: Engine = "auto",
    ) -> None:
        self.procedures = procedures
        self.templates = Templates(templates, procedures)
        self._store = store
        self._reading = Reading(store, procedures, self.templates, clock)
        self.tracing = Tracing(store, self._reading, self.templates, self.emblem)
        self._conversions = Conversions(
            store, self._convertible, partial(pdf.convert, engine=pdf_engine)
        )
        self._writing = threading.Lock()
        self._settle()
        if background:
            self._conversions.start()

    def close(self) -> None:
        """End the background work."""
        self._conversions.stop()

    def cases(self, year: int | None = None) -> tuple[CaseSummary, ...]:
        """Return every case, or those of one year, newest quarter first."""
        return self._reading.summaries(year)

    def rows(self) -> tuple[CaseRow, ...]:
        """Return every case by name only, newest quarter first: no case is read for it."""
        return self._reading.rows()

    def view(self, case: str) -> CaseView:
        """Return the case as it stands. Raises NotFound."""
        return self._reading.view(case)

    def actors(self, dataset: DataSet, first: Procedure | None = None) -> tuple[Actor, ...]:
        """Return everyone of the office who can act in a procedure, with role and unit.

        `first` is the procedure of the case at hand, which names the roles it has.
        """
        today = self._reading.now(dataset).date()
        own = [] if first is None else [first]
        return actors([*own, *self.procedures.values()], dataset, today)

    def now(self, zone: tzinfo) -> datetime:
        """Return the clock's time in a time zone."""
        return self._reading.clock().astimezone(zone)

    def holidays(self) -> tuple[OfficeHoliday, ...]:
        """Return the days the office added to those without work, by date."""
        return self._reading.said().holidays

    def set_holidays(self, actor: Actor, holidays: tuple[OfficeHoliday, ...]) -> None:
        """Keep the office's days in place of those before; every due date follows at once.

        Raises NotAllowed for a role that may not open a quarter.
        """
        require_may_open_some(self.procedures.values(), actor)
        with self._writing:
            self._say(Told(actor, office_days.SET, None, None, None, office_days.facts(holidays)))

    def open_case(self, actor: Actor, upload: Upload, procedure: str | None = None) -> CaseView:
        """Open the quarter of an uploaded workbook or JSON of the whole office.

        `procedure` is the code of one, the main one by default. Raises NotFound for an
        unknown one, NotAllowed, Invalid with every wrong cell, Conflict("case_exists"), and
        Conflict("case_other_office"): one store keeps one office.
        """
        sop = self.procedures.named(procedure)
        require_may_open(sop, actor)
        ds, files = whole_office(upload)
        for known in self._store.cases():
            if known.office.casefold() != ds.office.name.casefold():
                raise Conflict("case_other_office", known=known.office, found=ds.office.name)
        return self._open(sop, actor, ds, files)

    def open_quarter(
        self, actor: Actor, year: int, quarter: int, procedure: str | None = None
    ) -> CaseView:
        """Open a quarter with the data of the quarter before it: figures kept, narratives empty.

        `procedure` is the code of one, the main one by default. What another procedure
        gathered for the same quarter is taken over whole, but for its document numbers. Raises
        NotAllowed, NotFound in an empty store, Invalid for another year, Conflict.
        """
        sop = self.procedures.named(procedure)
        require_may_open(sop, actor)
        ds = quarters.opening(self._reading, sop, year, quarter)
        return self._open(sop, actor, ds, (dataset_file(ds),))

    def next_quarter(self, case: str) -> NextQuarter:
        """Return what follows a case and what would be carried over. Raises NotFound."""
        return quarters.next_quarter(self.view(case), self._reading.rows())

    def changed_earlier(self, case: str) -> tuple[Difference, ...]:
        """Return the figures of earlier quarters that their own cases now have otherwise."""
        return quarters.changed_earlier(self._reading, self.view(case))

    def take_earlier(self, actor: Actor, case: str, seen: int | None = None) -> CaseView:
        """Take over the figures of earlier quarters as their own cases have them now.

        Nothing of this quarter changes. Returns the case as it is when nothing differs. Raises
        NotAllowed, NotFound, Conflict on a locked quarter or one that moved on after `seen`.
        """
        view = self.view(case)
        require_unmoved(view, None, seen)
        earlier = quarters.earlier(self._reading, view)
        found = quarters.changed_earlier(self._reading, view)
        if not found:
            return view
        taken = with_earlier(view.dataset, earlier)
        return self.amend(actor, case, taken, quarters.because(found), view.seen)

    def year(self, year: int, procedure: str | None = None) -> YearView:
        """Return the four quarters of a year, of the main procedure unless another is named.

        A year in which only others ran has theirs. Raises NotFound for a year without a case.
        """
        rows = [row for row in self._reading.rows() if row.year == year]
        code = self.procedures.named(procedure).code
        own = [row for row in rows if row.procedure == code]
        if procedure is None and rows and not own:
            own = [row for row in rows if row.procedure == rows[0].procedure]
        if not own:
            raise NotFound("not_found", what=f"Rekap tahun {year}")
        return year_view(self.view(row.id) for row in own)

    def year_sheet(self, year: int, procedure: str | None = None) -> StoredFile:
        """Return the Rekap Tahunan as an Excel file. Raises NotFound."""
        content = year_sheet(self.year(year, procedure))
        return StoredFile(content, f"rekap-tahunan-{year}.xlsx", XLSX, sha256(content))

    def act(
        self,
        actor: Actor,
        case: str,
        step: int,
        unit: str | None,
        action: str,
        *,
        upload: Upload | None = None,
        kept: str | None = None,
        note: str | None = None,
        number: str | None = None,
        date: date | None = None,
        facts: Mapping[str, Any] | None = None,
        seen: int | None = None,
    ) -> CaseView:
        """Do `action` of a task, make its outputs and record it: all of it or nothing.

        Where a finding was returned (`facts["findings"]`), the data go back with the notes and
        nothing is made. `seen` is the number of the last event the person saw; `kept` names a
        file of theirs that came too late before and is used now. Raises NotAllowed, Conflict,
        NotFound as `progress.require_may_do` does, Conflict when documents to be approved or
        signed disagree, and Invalid with every problem of what was brought. A file that comes too
        late is kept: `details["kept"]` of the Conflict is its `KeptUpload`.
        """
        task = self.view(case).progress.task(step, unit).key
        known = late.kept(self._store, actor, case, task, kept) if kept and not upload else None
        if known is not None:
            upload = Upload(self._store.file(known.sha256), known.name)
        asked = _Asked(actor, case, step, unit, action, note, number, date, facts or {}, seen)
        try:
            self._act(asked, upload)
        except Conflict as fault:
            if upload is None:
                raise
            at = self._reading.now(self.view(case).dataset)
            sent = known or late.note((case, task), actor, upload, at)
            raise late.kept_for(self._store, fault, sent, upload.content) from fault
        if known is not None:
            self._store.forget_uploads(upload=known.id)
        self._conversions.wake()
        return self.view(case)

    def _act(self, asked: "_Asked", upload: Upload | None) -> None:
        with self._writing:
            view = self.view(asked.case)
            require_unmoved(view, asked.unit, asked.seen)
            wanted = require_may_do(
                view.procedure, view.progress, asked.actor, asked.step, asked.unit, asked.action,
                receiver=asked.facts.get("receiver"),
            )  # fmt: skip
            if wanted.name in agreement.SEALING:
                agreement.require_agreement(self._store, view)
            today = self._reading.now(view.dataset).date()
            task = view.progress.task(asked.step, asked.unit)
            brought = bring(Bringing(view, wanted, task, upload, asked.facts, today))
            if brought.returned:
                self._returned(view, asked.actor, task, brought, _text(asked.note))
                return
            signed.require_other_bytes(self._store, view, wanted, brought.signed)
            given = Given(_text(asked.number), asked.date)
            files = self._making(view).outputs(wanted, asked.unit, brought, given)
            require_free(files, asked.case, self._views())
            told = Told(
                asked.actor, wanted.event, asked.step, asked.unit, asked.note, brought.facts or {}
            )
            self._record(view, told, (*files, *brought.files))

    def kept_upload(self, actor: Actor, case: str, task: str, kept: str) -> KeptUpload:
        """Return a file of this actor that came too late for this task. Raises NotFound."""
        return late.kept(self._store, actor, case, task, kept)

    def remake(
        self, actor: Actor, case: str, step: int, unit: str | None, seen: int | None = None
    ) -> CaseView:
        """Make the stale outputs of a task once more, in the state they had, from what is now.

        Raises NotAllowed, NotFound, Conflict: nothing is stale, or what it is made from is missing.
        """
        with self._writing:
            view = self.view(case)
            require_unmoved(view, unit, seen)
            require_may_do(view.procedure, view.progress, actor, step, unit, "remake")
            making = self._making(view)
            task = view.progress.task(step, unit)
            stale = {one.key: one for one in task.outputs if one.key in view.progress.stale}
            files = tuple(making.anew(one) for one in stale.values())
            facts = {"because": sorted({reason.kind for reason in task.stale})}
            self._record(view, Told(actor, "remade", step, unit, None, facts), files)
        self._conversions.wake()
        return self.view(case)

    def send_back(
        self,
        actor: Actor,
        case: str,
        step: int,
        unit: str | None,
        *,
        to: str | None = None,
        note: str | None = None,
        facts: Mapping[str, Any] | None = None,
        seen: int | None = None,
    ) -> CaseView:
        """Send the task `to` (the nearest earlier one) back from task `step` of `unit`.

        What it made stands no more but is kept; the task is to be done again. Raises NotAllowed,
        NotFound, Conflict, and Invalid without a note.
        """
        with self._writing:
            of = self._detour(actor, case, step, unit, note, seen)
            self._record(of.view, detours.sent_back(of, to, facts or {}), ())
        return self.view(case)

    def let_go(
        self,
        actor: Actor,
        case: str,
        step: int,
        unit: str,
        kind: detours.Excuse,
        *,
        note: str | None = None,
        seen: int | None = None,
    ) -> CaseView:
        """Go on without a unit: `skipped` without anything to report, `passed_over` when late.

        Raises NotAllowed, NotFound, Conflict, and Invalid without a reason, or for a skipped unit
        that has targets in the quarter.
        """
        with self._writing:
            of = self._detour(actor, case, step, unit, note, seen)
            self._record(of.view, *detours.let_go(of, kind))
        return self.view(case)

    def reopen(
        self, actor: Actor, case: str, *, note: str | None = None, seen: int | None = None
    ) -> CaseView:
        """Open an approved case again; documents made from now on are marked as a correction.

        Raises NotAllowed, Conflict, and Invalid without a reason.
        """
        with self._writing:
            view = self.view(case)
            require_unmoved(view, None, seen)
            self._record(view, detours.opened_again(view, actor, _text(note)), ())
        return self.view(case)

    def amend(
        self, actor: Actor, case: str, dataset: DataSet, because: str, seen: int | None = None
    ) -> CaseView:
        """Put another data set into an open case: what was made from the old one becomes stale.

        `because` is a sentence for the history. An equal data set changes nothing. Raises
        NotAllowed unless the actor may open cases, Conflict for an approved case.
        """
        with self._writing:
            self._amend(self._amendable(actor, case, seen), actor, dataset, because)
        return self.view(case)

    def compare_office(
        self, actor: Actor, case: str, upload: Upload
    ) -> tuple[KeptUpload, tuple[Change, ...]]:
        """Return what an uploaded workbook of the office would change, and the file, kept.

        Nothing is changed yet: `amend_office` does, by the id of the kept file. Raises as `amend`,
        Invalid with every wrong cell, and Invalid("office_unchanged").
        """
        view = self._amendable(actor, case, None)
        ds, _ = whole_office(upload)
        merged = self._as_answered(view, merge_plan(view.dataset, ds))
        found = changes(view.dataset, merged)
        if not found:
            raise Invalid("office_unchanged")
        sent = late.note((case, OFFICE_TASK), actor, upload, self._reading.now(view.dataset))
        self._store.keep(upload.content)
        self._store.keep_upload(sent)
        return sent, found

    def amend_office(self, actor: Actor, case: str, kept: str, seen: int | None = None) -> CaseView:
        """Let a workbook of the office, kept by `compare_office`, take effect in an open case.

        What units reported stays theirs. Raises as `amend`, and NotFound for another file.
        """
        with self._writing:
            view = self._amendable(actor, case, seen)
            sent = late.kept(self._store, actor, case, OFFICE_TASK, kept)
            ds, files = whole_office(Upload(self._store.file(sent.sha256), sent.name))
            merged = self._as_answered(view, merge_plan(view.dataset, ds))
            because = f"Data kantor diperbarui dari {sent.name}."
            told = Told(actor, "amended", None, None, None, {"because": because})
            self._record(view, told, (files[0], dataset_file(merged)))
        self._store.forget_uploads(upload=kept)
        return self.view(case)

    def agreement(self, case: str) -> agreement.Agreement:
        """Return what the documents of the case say, held against each other. Raises NotFound."""
        return agreement.agreement(self._store, self.view(case))

    def draft(self, case: str, output: str) -> StoredFile:
        """Return a document of the whole office as it would be now, marked as a draft.

        "KONSEP, 4 dari 5 unit" tells how many units are through; nothing is kept or counted.
        Raises NotFound for an output made per unit, or none.
        """
        view = self.view(case)
        return self._making(view).draft(view.procedure.output(output))

    def set_number(
        self,
        actor: Actor,
        case: str,
        key: str,
        *,
        number: str | None,
        date: date | None,
        seen: int | None = None,
    ) -> CaseView:
        """Give a document its number and date: a new version of its file and nothing else.

        Raises NotFound, NotAllowed, Conflict("state_moved_on"), Conflict("number_used").
        """
        with self._writing:
            view = self.view(case)
            file = version_of(view, key, None)
            require_unmoved(view, file.unit, seen)
            require_may_number(view.procedure, actor, file)
            require_stands(view, file)
            made = self._making(view).again(file, Given(_text(number), date))
            require_free([made], case, self._views())
            step = next(e.step for e in view.progress.events if e.number == file.event)
            told = Told(actor, "numbered", step, file.unit, None, {})
            self._record(view, told, (made,))
        self._conversions.wake()
        return self.view(case)

    def number_used(self, number: str) -> str | None:
        """Return where a document number is used already, None when it is free."""
        found = where_used(number, self._views())
        return None if found is None else found[2]

    def document(self, case: str, key: str, version: int | None = None) -> StoredFile:
        """Return a document as Word, or the signed file once there is one. Raises NotFound."""
        return fetching.document(self._store, version_of(self.view(case), key, version))

    def pdf(self, case: str, key: str, version: int | None = None) -> StoredPdf:
        """Return a document as PDF, converted now when that has not been done yet.

        Raises NotFound, ToolFailed when no engine could convert it.
        """
        file = version_of(self.view(case), key, version)
        return fetching.as_pdf(self._store, self._conversions, file)

    def page(self, case: str, key: str, version: int | None, number: int) -> bytes:
        """Return page `number` (from 1) of a document as PNG. Raises NotFound, ToolFailed."""
        return pdf.page(self.pdf(case, key, version).content, number)

    def form(self, case: str, unit: str | None) -> StoredFile:
        """Return the Excel form of a unit, or of the whole office, prefilled. Raises NotFound."""
        return fetching.form(self.view(case), unit)

    def budget_form(self, case: str) -> StoredFile:
        """Return the Excel form for the budget's realizations, prefilled. Raises NotFound."""
        return fetching.budget_form(self.view(case))

    def year_form(self, case: str) -> StoredFile:
        """Return the workbook of the next year, prefilled with what stays. Raises NotFound."""
        return fetching.year_form(self.view(case))

    def archive(self, case: str) -> StoredFile:
        """Return every file of the case, and its Lembar Kendali, as one ZIP. Raises NotFound."""
        view = self.view(case)
        now = self._reading.now(view.dataset)
        content = archive(self._store, view, self.control_sheet(case), now)
        name = f"{view.procedure.code}-tw{view.quarter}-{view.year}.zip"
        return StoredFile(content, name, ZIP, sha256(content))

    def control_sheet(self, case: str) -> str:
        """Return the Lembar Kendali of the case as HTML. Raises NotFound."""
        view = self.view(case)
        return control.control_sheet(view, self.emblem(), self._reading.now(view.dataset))

    def questions(self) -> tuple[Asked, ...]:
        """Return every question the SOPs leave open, with the office's answers."""
        told = answers.history(self._store.office_events())
        views = tuple(self._views())
        asked: dict[str, Asked] = {}
        for procedure in self.procedures.values():
            for one in procedure.questions:
                given = told.get(one.id, ())
                holds = given[0] if given else None
                running = effects.running(views, procedure, one, holds)
                asked.setdefault(one.id, Asked(procedure, one, holds, given[1:], running))
        return tuple(asked.values())

    def office_seen(self) -> int:
        """Return the number of the last thing the office said, 0 before the first."""
        return self._store.office_head()[0]

    def open_questions(self) -> int:
        """Count the questions the office has not answered yet."""
        asked = {one.id for procedure in self.procedures.values() for one in procedure.questions}
        return len(asked - self._reading.said().answers.keys())

    def effects(self, actor: Actor, question: str, given: object) -> tuple[str, ...]:
        """Return, as sentences, what an answer would change. Raises as `answer` does."""
        procedure, asked = self._question(question)
        _require_may_answer(procedure, actor)
        known = self._reading.said().answers
        value, _ = answers.checked(procedure, known, asked, given)
        views = tuple(self._views())
        told = [
            effects.effects(one, one.question(asked.id), known, value, views)
            for one in self.procedures.values()
            if any(listed.id == asked.id for listed in one.questions)
            and (one is procedure or any(view.procedure.code == one.code for view in views))
        ]
        return tuple(dict.fromkeys(line for lines in told for line in lines))

    def answer(
        self,
        actor: Actor,
        question: str,
        given: object,
        *,
        note: str | None = None,
        seen: int | None = None,
    ) -> None:
        """Keep the office's answer to a question and let it take effect.

        `given` is a text (of a choice the option's value), for a list [{nama, melalui, tempat}];
        `seen` the number of the last answer the person saw (`office_seen`). Raises NotFound,
        NotAllowed, Invalid("answer_wrong") with every reason, Conflict("state_moved_on").
        """
        procedure, asked = self._question(question)
        _require_may_answer(procedure, actor)
        with self._writing:
            now = self._store.office_head()[0]
            if seen is not None and seen < now:
                raise answers.moved_on(self._store.office_events()[-1])
            value, text = answers.checked(procedure, self._reading.said().answers, asked, given)
            facts = {"question": asked.id, "answer": value, "text": text}
            self._say(Told(actor, answers.ANSWERED, None, None, note, facts))
        self._settle()

    def emblem(self) -> bytes | None:
        """Return the emblem of the letterhead as PNG, None while the office has set none."""
        sha = self._store.property(EMBLEM)
        return None if sha is None else self._store.file(sha)

    def set_emblem(self, actor: Actor, upload: Upload) -> None:
        """Keep the emblem for the documents made from now on.

        Raises NotAllowed, Invalid("case_not_an_emblem") for anything but a PNG picture.
        """
        require_may_open_some(self.procedures.values(), actor)
        signed.require_png(upload)
        self._store.set_property(EMBLEM, self._store.keep(upload.content))

    def _question(self, id: str) -> tuple[Procedure, Question]:
        for procedure in self.procedures.values():
            for question in procedure.questions:
                if question.id == id:
                    return procedure, question
        raise NotFound("not_found", what=f"Pertanyaan {id}")

    def _say(self, told: Told) -> None:
        """Record what holds for the whole office."""
        at, last = self._reading.office_now(), self._store.office_head()[0]
        self._store.append_office(self._event("", at, told, ()), last)

    def _settle(self) -> None:
        """Put what the office answered into the data of every case that has not got it yet."""
        if not self._data_changes():
            return
        said = reversed(self._store.office_events())
        actor = next(one.actor for one in said if one.action == answers.ANSWERED)
        for row in self._store.cases():
            with self._writing:
                view = self.view(row.id)
                self._amend(view, actor, self._as_answered(view, view.dataset), effects.BECAUSE)

    def _as_answered(self, view: CaseView, dataset: DataSet) -> DataSet:
        """Return a data set for an open case with what the office answered about it."""
        return answers.with_changes(dataset, effects.applicable(view, self._data_changes()))

    def _amend(self, view: CaseView, actor: Actor, dataset: DataSet, because: str) -> None:
        if dataset != view.dataset:
            told = Told(actor, "amended", None, None, None, {"because": because})
            self._record(view, told, (dataset_file(dataset),))

    def _data_changes(self) -> dict[str, object]:
        return data_changes(self.procedures.values(), self._reading.said().answers)

    def _open(
        self, procedure: Procedure, actor: Actor, ds: DataSet, files: tuple[NewFile, ...]
    ) -> CaseView:
        settled = answers.with_changes(ds, self._data_changes())
        if settled != ds:
            files = (*(one for one in files if one.kind != DATASET), dataset_file(settled))
            ds = settled
        case, at = case_id(procedure, ds.year, ds.quarter), self._reading.now(ds)
        known = {one.role: one for one in actors([procedure], ds, at.date())}
        row = CaseRow(case, procedure.code, ds.year, ds.quarter, ds.office.name, at)
        facts = {
            "procedure": procedure.code,
            "version": procedure.version,
            "answers": self._shaping(procedure),
        }
        who = actor if actor.name else known.get(actor.role, actor)
        told = Told(who, "opened", None, None, None, facts)
        with self._writing:
            if any(one.id == case for one in self._store.cases()):
                raise Conflict("case_exists", year=ds.year, quarter=ds.quarter)
            kept = (*files, *self._procedure_files(procedure))
            self._store.create_case(row, self._event(case, at, told, kept))
        return self.view(case)

    def _procedure_files(self, procedure: Procedure) -> tuple[NewFile, ...]:
        """Return the procedure as the file its case is read by from now on."""
        source = self.procedures.source(procedure.code)
        return (NewFile(PROCEDURE, f"sop-{procedure.code}.yaml", YAML, source),)

    def _returned(
        self, view: CaseView, actor: Actor, task: TaskProgress, brought: Brought, note: str | None
    ) -> None:
        """Send the data of returned findings back to those who gathered them."""
        facts = brought.facts or {}
        sent = [
            detours.sent_back(
                detours.Detour(view, actor, task, "; ".join(filter(None, (told, note)))), to, facts
            )
            for to, told in brought.returned
        ]
        for told in sent:
            self._record(self.view(view.id), told, ())

    def _shaping(self, procedure: Procedure) -> dict[str, object]:
        """Return the answers that give the steps of a case opened now their shape."""
        known = self._reading.said().answers
        shaping = (one.id for one in procedure.questions if one.shapes)
        return {id: known[id] for id in shaping if id in known}

    def _record(self, view: CaseView, told: Told, files: tuple[NewFile, ...]) -> None:
        at = self._reading.now(view.dataset)
        self._store.append(self._event(view.id, at, told, files), view.seen)

    def _event(self, case: str, at: datetime, told: Told, files: tuple[NewFile, ...]) -> Event:
        return Event(
            case=case,
            number=0,
            at=at,
            actor=told.actor,
            action=told.action,
            step=told.step,
            unit=told.unit,
            note=_text(told.note),
            files=tuple(file.keep(self._store) for file in files),
            facts=told.facts,
        )

    def _amendable(self, actor: Actor, case: str, seen: int | None) -> CaseView:
        view = self.view(case)
        require_unmoved(view, None, seen)
        require_may_open(view.procedure, actor)
        require_unlocked(view.procedure, view.progress)
        return view

    def _detour(  # noqa: PLR0917 who, where, why
        self,
        actor: Actor,
        case: str,
        step: int,
        unit: str | None,
        note: str | None,
        seen: int | None,
    ) -> detours.Detour:
        view = self.view(case)
        require_unmoved(view, unit, seen)
        return detours.Detour(view, actor, view.progress.task(step, unit), _text(note))

    def _making(self, view: CaseView) -> Making:
        today = self._reading.now(view.dataset).date()
        return Making(self._store, self.templates, view, today, self.emblem())

    def _views(self) -> Iterator[CaseView]:
        return self._reading.views()

    def _convertible(self) -> list[str]:
        """Return the current Word files of every case, the newest documents first."""
        return [
            file.ref.sha256
            for view in self._views()
            for file in reversed(view.progress.outputs)
            if file.current and file.ref.kind == "output"
        ]


def _require_may_answer(procedure: Procedure, actor: Actor) -> None:
    if actor.role not in procedure.open_roles:
        roles = procedure.role_names(procedure.open_roles)
        raise NotAllowed("not_allowed", action="Menjawab pertanyaan SOP", roles=roles)


def require_stands(view: CaseView, file: OutputFile) -> None:
    """Return unless the document was taken back. Raises Conflict."""
    if not file.stands:
        raise Conflict("document_taken_back", name=view.procedure.output(file.output).name)


def case_id(procedure: Procedure, year: int, quarter: int) -> str:
    """Return how a case is called: "2026-tw3" of the main procedure, "<code>-2026-tw3" of others.

    The code of a procedure is short enough for the column that keeps it.
    """
    period = f"{year}-tw{quarter}"
    return period if procedure.main else f"{procedure.code}-{period}"


def _text(typed: str | None) -> str | None:
    return (typed or "").strip() or None


def require_unmoved(view: CaseView, unit: str | None, seen: int | None) -> None:
    """Return unless something happened after event `seen` that this person has to know.

    What another unit did meanwhile touches nothing of this one. Raises Conflict that tells who
    did what.
    """
    if seen is None:
        return
    for event in view.progress.events:
        if event.number > seen and (unit is None or event.unit in (None, unit)):
            name = f"{event.actor.position} ({event.actor.name or '-'})"
            what = event_words(view.procedure, event)
            raise Conflict("state_moved_on", who=name, what=what, at=long_date(event.at.date()))


@dataclass(frozen=True)
class _Asked:
    """What one person asks for in a task."""

    actor: Actor
    case: str
    step: int
    unit: str | None
    action: str
    note: str | None
    number: str | None
    date: date | None
    facts: Mapping[str, Any]
    seen: int | None
