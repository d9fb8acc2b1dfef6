"""What concerns the whole office: quarters opened, its data, its answers, its holidays."""

from service.casework import late
from service.casework.bringing import dataset_file, whole_office
from service.casework.desks.records import Records, require_unmoved
from service.casework.model import (
    YAML,
    CaseView,
    NewFile,
    Told,
    Upload,
)
from service.casework.office import answers, effects
from service.casework.office import data as office_data
from service.casework.office import days as office_days
from service.casework.office.answers import Asked
from service.casework.office.people import actors
from service.casework.reading import DATASET, PROCEDURE
from service.casework.years import quarters
from service.casework.years.quarters import NextQuarter
from service.dataset import Change, DataSet, Difference, changes, merge_plan, with_earlier
from service.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from service.holiday import OfficeHoliday
from service.procedure import Procedure, Question
from service.progress import (
    Actor,
    require_may_open,
    require_may_open_some,
)
from service.store import CaseRow, KeptUpload

OFFICE_TASK = "data-kantor"


class OfficeDesk(Records):
    """Opens quarters and keeps what holds for the whole office."""

    def open_case(self, actor: Actor, upload: Upload, procedure: str | None = None) -> CaseView:
        """Open the quarter of an uploaded workbook or JSON of the whole office.

        `procedure` is the code of one, the main one by default. Raises NotFound for an
        unknown one, NotAllowed, Invalid with every wrong cell, Conflict("case_exists"), and
        Conflict("case_other_office"): one store keeps one office.
        """
        sop = self.procedures.named(procedure)
        require_may_open(sop, actor)
        brought = whole_office(upload)
        ds = brought.dataset
        self._require_own_office(ds)
        return self._open(sop, actor, ds, brought.files, brought.notes)

    def _require_own_office(self, ds: DataSet) -> None:
        """Return unless other data than this office's were sent; it may have been renamed."""
        names = [one.office for one in self._store.cases()]
        renamed = self._data_changes().get("instansi.nama")
        names += [str(renamed)] if renamed else []
        if names and ds.office.name.casefold() not in {one.casefold() for one in names}:
            raise Conflict("case_other_office", known=names[-1], found=ds.office.name)

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
    ) -> tuple[KeptUpload, tuple[Change, ...], tuple[Problem, ...]]:
        """Return an uploaded workbook of the office, kept, what it would change, and its notes.

        Nothing is changed yet: `amend_office` does, by the id of the kept file. Raises as `amend`,
        Invalid with every wrong cell, and Invalid("office_unchanged"). What the office set or
        answered stays, and the notes say so.
        """
        view = self._amendable(actor, case, None)
        brought = whole_office(upload)
        sent_data = merge_plan(view.dataset, brought.dataset)
        merged = self._as_answered(view, sent_data)
        found, kept = changes(view.dataset, merged), office_data.overruled(sent_data, merged)
        if not found:
            raise Invalid("office_unchanged", kept)
        sent = late.note((case, OFFICE_TASK), actor, upload, self._reading.now(view.dataset))
        late.keep(self._store, sent, upload.content)
        return sent, found, (*brought.notes, *kept)

    def amend_office(self, actor: Actor, case: str, kept: str, seen: int | None = None) -> CaseView:
        """Let a workbook of the office, kept by `compare_office`, take effect in an open case.

        What units reported stays theirs. Raises as `amend`, and NotFound for another file.
        """
        with self._writing:
            view = self._amendable(actor, case, seen)
            sent = late.kept(self._store, actor, case, OFFICE_TASK, kept)
            brought = whole_office(Upload(self._store.file(sent.sha256), sent.name))
            merged = self._as_answered(view, merge_plan(view.dataset, brought.dataset))
            because = f"Data kantor diperbarui dari {sent.name}."
            told = Told(actor, "amended", None, None, None, {"because": because})
            self._record(view, told, (brought.files[0], dataset_file(merged)))
        self._store.forget_uploads(upload=kept)
        return self.view(case)

    def holidays(self) -> tuple[OfficeHoliday, ...]:
        """Return the days the office added to those without work, by date."""
        return self._reading.said().holidays

    def set_holidays(
        self, actor: Actor, holidays: tuple[OfficeHoliday, ...], seen: int | None = None
    ) -> None:
        """Keep the office's days in place of those before; every due date follows at once.

        The same days change nothing. Raises NotAllowed for a role that may not open a quarter,
        Conflict("state_moved_on").
        """
        require_may_open_some(self.procedures.values(), actor)
        with self._writing:
            self._require_heard(seen)
            if tuple(sorted(holidays)) == self._reading.said().holidays:
                return
            self._say(Told(actor, office_days.SET, None, None, None, office_days.facts(holidays)))

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
            effects.effects(
                one, one.question(asked.id), known, value, views, stale=self._stale_with
            )
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
            self._require_heard(seen)
            value, text = answers.checked(procedure, self._reading.said().answers, asked, given)
            facts = {"question": asked.id, "answer": value, "text": text}
            self._say(Told(actor, answers.ANSWERED, None, None, note, facts))
        self._settle()

    def _question(self, id: str) -> tuple[Procedure, Question]:
        for procedure in self.procedures.values():
            for question in procedure.questions:
                if question.id == id:
                    return procedure, question
        raise NotFound("not_found", what=f"Pertanyaan {id}")

    def _open(
        self,
        procedure: Procedure,
        actor: Actor,
        ds: DataSet,
        files: tuple[NewFile, ...],
        notes: tuple[Problem, ...] = (),
    ) -> CaseView:
        settled = answers.with_changes(ds, self._data_changes())
        if settled != ds:
            files = (*(one for one in files if one.kind != DATASET), dataset_file(settled))
            ds = settled
        case, at = case_id(procedure, ds.year, ds.quarter), self._reading.now(ds)
        known = {one.role: one for one in actors([procedure], ds, at.date())}
        row = CaseRow(case, procedure.code, ds.year, ds.quarter, ds.office.name, at)
        facts: dict[str, object] = {
            "procedure": procedure.code,
            "version": procedure.version,
            "answers": self._shaping(procedure),
        }
        if notes:
            facts["notes"] = [{"place": one.place, "message": one.message} for one in notes]
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


def _require_may_answer(procedure: Procedure, actor: Actor) -> None:
    if actor.role not in procedure.open_roles:
        roles = procedure.role_names(procedure.open_roles)
        raise NotAllowed("not_allowed", action="Menjawab pertanyaan SOP", roles=roles)


def case_id(procedure: Procedure, year: int, quarter: int) -> str:
    """Return how a case is called: "2026-tw3" of the main procedure, "<code>-2026-tw3" of others.

    The code of a procedure is short enough for the column that keeps it.
    """
    period = f"{year}-tw{quarter}"
    return period if procedure.main else f"{procedure.code}-{period}"
