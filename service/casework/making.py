"""The outputs an action makes: rendered with their particulars, signed, or handed on."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from service import documents
from service.casework import names
from service.casework.bringing import Brought, dataset_file
from service.casework.model import DOCX, CaseView, Day, NewFile, StoredFile
from service.casework.templates import Templates, of_procedure
from service.dataset import DataSet, parse, units_with_indicators
from service.deadlines import due_dates
from service.errors import NotFound
from service.holiday import days
from service.procedure import Action, Output, OutputState, Procedure, Step
from service.progress import Event, OutputFile, output_key, units_before
from service.store import Store
from service.values import Check, Excused, Particulars

_AGAIN = frozenset({"numbered", "remade"})  # events that do not move the day a document was made


@dataclass(frozen=True)
class Given:
    """Number and date a person gave a document when it was made."""

    number: str | None = None
    date: Day | None = None


@dataclass(frozen=True)
class Making:
    """Makes output files of one case; nothing is recorded here.

    `today` is the day the new states are reached, `emblem` the PNG of the letterhead, `mark` what
    a document that is only looked at says of itself.
    """

    store: Store
    templates: Templates
    view: CaseView
    today: date
    emblem: bytes | None
    mark: str | None = None

    def outputs(
        self, action: Action, unit: str | None, brought: Brought, given: Given
    ) -> tuple[NewFile, ...]:
        """Return every file `action` makes; when one cannot be made, none is.

        The number goes to the first document of the action that takes one, the date to all.
        A document made before keeps its number and date; a new one without a number takes the
        one the office's data names for it.
        """
        numbered = self.numbered(action, unit)
        made = []
        for state in action.makes:
            output = self.view.procedure.output(state.output)
            for one in self.units(output, unit):
                number = given.number if output_key(output, one) == numbered else None
                made.append(self._made(state, one, brought, Given(number, given.date)))
        return tuple(made)

    def again(self, file: OutputFile, given: Given) -> NewFile:
        """Return `file` with another number and date, its data set and state as they were.

        A signed file keeps its bytes: only what the register says of it changes.
        """
        state = OutputState(file.output, file.state)
        if file.ref.kind == "signed":
            return self._handed_on(file, state, given)
        ds = parse(json.loads(self.store.file(file.ref.dataset)))
        particulars = self._particulars(state, file.unit, given, self._made_on(file))
        return self._rendered(state, file.unit, ds, particulars)

    def anew(self, file: OutputFile) -> NewFile:
        """Return `file` made from the data and the template of now, its state as it was."""
        state = OutputState(file.output, file.state)
        given = Given(file.ref.number, file.ref.date)
        particulars = self._particulars(state, file.unit, given)
        return self._rendered(state, file.unit, self.view.dataset, particulars)

    def values(self, file: OutputFile, event: Event) -> dict[str, Any]:
        """Return the values `file` was filled with in `event`; the view is the case before it."""
        state = OutputState(file.output, file.state)
        given = Given(file.ref.number, file.ref.date)
        on = self._made_on(file) if event.action == "numbered" else None
        particulars = self._particulars(state, file.unit, given, on)
        if event.action not in _AGAIN:
            reached = {**particulars.dates, state.state: self.today}
            checks = {**particulars.checks, **_checks(event.facts)}
            particulars = replace(particulars, dates=reached, checks=checks)
        ds = parse(json.loads(self.store.file(file.ref.dataset)))
        template = self.store.file(file.ref.template)
        return documents.values_for(template, ds, self.view.quarter, file.unit, particulars)

    def draft(self, output: Output) -> StoredFile:
        """Return an output of the whole office as it would be now, marked "KONSEP, 4 dari 5 unit".

        Raises NotFound for an output made per unit.
        """
        if output.per != "office":
            raise NotFound("not_found", what=f"Konsep {output.name}")
        state = self.fullest(output)
        step, _ = self.view.procedure.maker(state)
        particulars = replace(self._particulars(state, None, Given()), draft=self._draft_mark(step))
        made = self._rendered(state, None, self.view.dataset, particulars)
        name = f"konsep-{made.name}"
        return StoredFile(made.content, name, made.media_type, made.sha256)

    def fullest(self, output: Output) -> OutputState:
        """Return the fullest state of an output that nobody has to approve."""
        state = OutputState(output.code, output.states[0])
        for one in output.states:
            _, action = self.view.procedure.maker(OutputState(output.code, one))
            if action.name == "do":
                state = OutputState(output.code, one)
        return state

    def trial(self, template: bytes, state: OutputState, unit: str | None) -> dict[str, Any]:
        """Return what any template would be filled with if it made an output now."""
        particulars = self._particulars(state, unit, Given())
        ds, quarter = self.view.dataset, self.view.quarter
        return documents.values_for(template, ds, quarter, unit, particulars)

    def _draft_mark(self, step: Step) -> str:
        """Return "KONSEP, 4 dari 5 unit": of the units `step` waits for, those that are through."""
        last = units_before(self.view.procedure, self.view.progress, step.number)
        return f"KONSEP, {last.done} dari {last.total} unit" if last else "KONSEP"

    def numbered(self, action: Action, unit: str | None) -> str | None:
        """Return the key of the document that takes the number given to `action`, if any."""
        for state in action.makes:
            output = self.view.procedure.output(state.output)
            if output.numbered:
                return output_key(output, self.units(output, unit)[0])
        return None

    def _made(
        self, state: OutputState, unit: str | None, brought: Brought, given: Given
    ) -> NewFile:
        key = output_key(self.view.procedure.output(state.output), unit)
        before = self._newest(key)
        earlier = before.ref if before else None
        planned = dict(brought.dataset.document_numbers).get(key)
        number = given.number or (earlier.number if earlier else planned)
        given = Given(number, given.date or (earlier.date if earlier else None))
        if brought.signed is not None:
            end = names.ending(brought.signed.media_type)
            name = self._name(state, unit, end)
            signed = replace(brought.signed, name=name, key=key, state=state.state)
            return replace(signed, number=given.number, date=given.date)
        if before is not None and before.stands and before.ref.kind == "signed":
            return self._handed_on(before, state, given)
        particulars = self._particulars(state, unit, given)
        reached = {**particulars.dates, state.state: self.today}
        checks = {**particulars.checks, **_checks(brought.facts or {})}
        draft = self.mark or particulars.draft
        new = replace(particulars, dates=reached, checks=checks, draft=draft)
        return self._rendered(state, unit, brought.dataset, new)

    def _handed_on(self, file: OutputFile, state: OutputState, given: Given) -> NewFile:
        ref = file.ref
        name = self._name(state, file.unit, names.ending(ref.media_type))
        content = self.store.file(ref.sha256)
        return NewFile(
            ref.kind,
            name,
            ref.media_type,
            content,
            key=ref.key,
            state=state.state,
            number=given.number,
            date=given.date,
        )

    def _rendered(
        self, state: OutputState, unit: str | None, ds: DataSet, particulars: Particulars
    ) -> NewFile:
        output = self.view.procedure.output(state.output)
        code, paper = self.view.procedure.code, ds.office.paper
        template = self.templates.for_output(code, output.template, paper, self.view.id)
        name = self.templates.name_of(code, output.template)
        laid_out = self.templates.laid_out(name, template, ds, self.view.id)
        return NewFile(
            "output",
            self._name(state, unit, "docx"),
            DOCX,
            documents.render(laid_out, ds, self.view.quarter, unit, particulars),
            key=output_key(output, unit),
            state=state.state,
            template=template,
            dataset=dataset_file(ds).sha256,
            number=particulars.number,
            date=particulars.date,
        )

    def _particulars(
        self, state: OutputState, unit: str | None, given: Given, made_on: date | None = None
    ) -> Particulars:
        """Return what the document prints besides the data, as the case stands before it.

        Who signs a document without a date is decided by `made_on`, today by default.
        """
        checks: dict[str, Check] = {}
        for event in self.view.progress.events:
            checks.update(_checks(event.facts))
        return Particulars(
            state=state.state,
            number=given.number,
            date=given.date,
            checks=checks,
            dates=self._dates(state, unit),
            return_by=self._return_by(state),
            emblem=self.emblem,
            draft=state.state.upper() if _awaits_approval(self.view.procedure, state) else None,
            revision=self.view.progress.revision,
            excused=self._excused(),
            made_on=made_on or self.today,
            **of_procedure(self.view.procedure),
        )

    def _made_on(self, file: OutputFile) -> date | None:
        """Return the day a document was made or remade: a number alone changes no signature."""
        numbered = {one.number for one in self.view.progress.events if one.action == "numbered"}
        made = (
            one.at.date()
            for one in reversed(self.view.progress.outputs)
            if (one.key, one.state) == (file.key, file.state) and one.event not in numbered
        )
        return next(made, None)

    def _excused(self) -> tuple[Excused, ...]:
        names = {unit.code: unit.name for unit in self.view.dataset.units}
        kinds = {"skipped": "dilewati", "passed_over": "belum_dilaporkan"}
        return tuple(
            Excused(names.get(unit, unit), kinds[event.action], event.note or "")
            for unit, event in self.view.progress.excused.items()
        )

    def _dates(self, state: OutputState, unit: str | None) -> dict[str, date]:
        """Return the day of each state reached, the document's own before those of others.

        Numbering a document later, or making it once more, does not move the day it was made.
        """
        numbered = {one.number for one in self.view.progress.events if one.action in _AGAIN}
        reached = [
            one
            for one in self.view.progress.outputs
            if one.unit in (None, unit) and one.event not in numbered
        ]
        reached.sort(key=lambda one: one.output == state.output)
        return {one.state: one.at.date() for one in reached}

    def _return_by(self, state: OutputState) -> date | None:
        """Return when the first step that takes this document up, in any state, is due.

        A letter is taken up by none: it tells of what its step makes, and is due with that.
        """
        view = self.view
        due = due_dates(view.procedure, view.year, view.quarter, days(view.holidays))
        step, action = view.procedure.maker(state)
        told = {one.output for other in step.required for one in other.makes}
        outputs = told if action.optional else {state.output}
        users = [
            step.number
            for step in self.view.procedure.steps
            if not outputs.isdisjoint(need.output for need in step.needs)
        ]
        return due[users[0]] if users else None

    def _name(self, state: OutputState, unit: str | None, end: str) -> str:
        output = self.view.procedure.output(state.output)
        before = self._newest(output_key(output, unit))
        version = 1 if before is None else before.version + 1
        return names.output_name(self.view, output, unit, version, end)

    def _newest(self, key: str) -> OutputFile | None:
        found = (one for one in self.view.progress.outputs if one.key == key and one.current)
        return next(found, None)

    def units(self, output: Output, unit: str | None = None) -> list[str | None]:
        """Return the units an output is made for when `unit` is acted for; [None] = the office."""
        if output.per == "office":
            return [None]
        if unit is not None:
            return [unit]
        reporting = (one.code for one in units_with_indicators(self.view.dataset))
        return [one for one in reporting if one not in self.view.progress.excused]


def _checks(facts: Mapping[str, Any]) -> dict[str, Check]:
    told = facts.get("checks", {})
    return {code: Check(one["verdict"], one["note"]) for code, one in told.items()}


def _awaits_approval(procedure: Procedure, state: OutputState) -> bool:
    """Tell whether a later action of the step that makes `state` has to approve the document."""
    for step in procedure.steps:
        for number, action in enumerate(step.actions):
            if state in action.makes:
                later = step.actions[number + 1 :]
                return any(one.name == "approve" for one in later)
    return False
