"""What the examination asks about a case, and what was decided on each question."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from service.casework.model import CaseView
from service.errors import Problem, problem
from service.examination import Finding, examine
from service.procedure import Step
from service.progress import Actor, TaskProgress, return_targets

ACCEPTED, RETURNED = "diterima", "dikembalikan"
VERDICTS = (ACCEPTED, RETURNED)
_QUESTIONS, _DATA = "confirmation", "unit_form"  # what those actions of a procedure bring


@dataclass(frozen=True)
class Decision:
    """What somebody decided on a finding as it then stood: the verdict, his note, the sentence."""

    verdict: str
    note: str
    text: str
    by: Actor
    at: datetime


@dataclass(frozen=True)
class Question:
    """A finding of the case as it stands.

    `accepted` is the decision that settles it; `before` one that does not any more: the data
    were sent back, or a figure in the sentence has changed since.
    """

    finding: Finding
    accepted: Decision | None
    before: Decision | None


def questions(view: CaseView, unit: str | None = None) -> tuple[Question, ...]:
    """Return what is asked about the data of `unit`, or of every unit, decided or not.

    Nothing is asked of a unit that was let go. A finding accepted with the same figures is
    settled and does not ask again.
    """
    let_go = {None, *view.progress.excused}
    asked = [one for one in examine(view.dataset, view.before, unit) if one.unit not in let_go]
    return _with_decisions(view, asked)


def office_questions(view: CaseView) -> tuple[Question, ...]:
    """Return what is asked about the office as a whole: its budget, and what the money brought."""
    asked = [one for one in examine(view.dataset, view.before) if one.unit is None]
    return _with_decisions(view, asked)


def accepted_findings(view: CaseView) -> tuple[Question, ...]:
    """Return the findings accepted so far that stand in the data as they are now, in order."""
    if _step(view) is None:
        return ()
    return tuple(one for one in questions(view) if one.accepted)


def open_questions(view: CaseView) -> tuple[tuple[str, Question], ...]:
    """Return every question that can be decided now or was, with the key of its task.

    Questions about a unit open when its data have come so far; those about the whole office,
    which nobody has to decide, stand under "" once every unit is through.
    """
    line = _step(view)
    if line is None:
        return ()
    tasks = [one for one in view.progress.step(line.number).tasks if one.state != "dilewati"]
    found = [
        (task.key, one)
        for task in tasks
        if task.state != "menunggu"
        for one in questions(view, task.unit)
    ]
    if all(task.state == "selesai" for task in tasks):
        found += [("", one) for one in office_questions(view)]
    return tuple(found)


def decided(
    view: CaseView, unit: str | None, told: Mapping[str, Any]
) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    """Return what was decided on the open questions, by finding, and what is wrong with it.

    `told` holds {"verdict", "note"} by finding id; every open question needs a verdict, and a
    returned one a note. What was accepted before may be decided again.
    """
    found, problems = {}, []
    known = {one.finding.id: one for one in questions(view, unit)}
    for name, question in known.items():
        if name not in told and question.accepted:
            continue
        verdict, note = _given(told.get(name))
        about = {"subject": question.finding.subject, "title": question.finding.title}
        if verdict not in VERDICTS:
            problems.append(problem("case_finding_missing", name, **about))
        elif verdict == RETURNED and not note:
            problems.append(problem("case_finding_note", name, **about))
        found[name] = {"verdict": verdict, "note": note, "text": question.finding.text}
    problems += [problem("case_finding_strange", str(one)) for one in told if one not in known]
    return found, problems


def sent_back_to(
    view: CaseView, task: TaskProgress, findings: Mapping[str, Mapping[str, str]]
) -> list[tuple[str | None, str]]:
    """Return (task, note) for each task that gets returned findings back: who gathered the data.

    In a procedure without such a task it is None, the nearest earlier one. The note names every
    returned finding of that task with the examiner's note. Nothing is sent back while nothing
    was returned.
    """
    targets = [
        one
        for one in return_targets(view.procedure, view.progress, task.step, task.unit)
        if any(action.brings == _DATA for action in view.procedure.step(one.step).actions)
    ]
    notes: dict[str | None, list[str]] = {}
    for question in questions(view, task.unit):
        one, told = question.finding, findings.get(question.finding.id)
        if told is None or told["verdict"] != RETURNED:
            continue
        to = next((target.key for target in targets if target.unit in (None, one.unit)), None)
        notes.setdefault(to, []).append(f"{one.code} {one.title}: {told['note']}")
    return [(to, "; ".join(lines)) for to, lines in notes.items()]


def _step(view: CaseView) -> Step | None:
    """Return the step in which findings are decided, None in a procedure without one."""
    for step in view.procedure.steps:
        if any(action.brings == _QUESTIONS for action in step.actions):
            return step
    return None


def _with_decisions(view: CaseView, asked: list[Finding]) -> tuple[Question, ...]:
    newest = dict(_decisions(view))
    return tuple(_question(one, newest.get(one.id)) for one in asked)


def _question(finding: Finding, decision: Decision | None) -> Question:
    settled = (
        decision is not None and decision.verdict == ACCEPTED and decision.text == finding.text
    )
    return Question(finding, decision if settled else None, None if settled else decision)


def _decisions(view: CaseView) -> Iterator[tuple[str, Decision]]:
    """Yield every decision, oldest first."""
    for event in view.progress.events:
        for name, told in (event.facts.get("findings") or {}).items():
            yield name, Decision(told["verdict"], told["note"], told["text"], event.actor, event.at)


def _given(told: object) -> tuple[str, str]:
    fields = told if isinstance(told, Mapping) else {}
    return str(fields.get("verdict") or ""), str(fields.get("note") or "").strip()
