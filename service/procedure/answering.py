"""The effective procedure: the file with the office's answers put in. Pure.

A wrong path or value in the file is a mistake told at start (`question_faults`); an answer to an
older version's question, or one an older file has no place for, leaves that question open.
"""

import re
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from service.errors import Problem, problem
from service.procedure.model import Procedure
from service.procedure.questions import ANSWER, DATA, DATA_PATHS, Answers, Question
from service.procedure.rules import contradictions
from service.procedure.shape import build

_COPY = "= "
_SAMPLE = "1"  # fits a text and a number
_KEYS = ("number", "code", "name")


class _NoPlaceError(Exception):
    """A path leads nowhere, or the value does not fit there; `found` is what stands there."""

    def __init__(self, expected: str, found: str) -> None:
        self.expected, self.found = expected, found
        super().__init__(expected)


def answered(
    procedure: Procedure, answers: Answers, at_opening: Answers | None = None
) -> Procedure:
    """Return the procedure with `answers` (by question id) put in; its questions are the open ones.

    `at_opening` are the answers known when the case was opened: what changes the shape of a step
    is taken from them, everything else from `answers`. None means a case opened now.
    """
    earlier = answers if at_opening is None else at_opening
    still_open = []
    made = procedure
    for question in procedure.questions:
        if question.id not in answers:
            still_open.append(question)
            continue
        known = earlier if question.shapes else answers
        if question.id in known:
            try:
                made = _put(made, question, known[question.id])
            except _NoPlaceError:
                still_open.append(question)
    return replace(made, questions=tuple(still_open))


def data_changes(procedures: Iterable[Procedure], answers: Answers) -> dict[str, object]:
    """Return what the answers set in a data set, by its path: "aturan_hitung.polaritas_turun"."""
    found: dict[str, object] = {}
    for procedure in procedures:
        for question in procedure.questions:
            value = answers.get(question.id)
            if question.id in answers and question.takes(value):
                for path, wanted in question.changes(value).items():
                    if path.startswith(DATA):
                        found[path.removeprefix(DATA)] = _filled(wanted, value)
    return found


def answer_faults(
    procedure: Procedure, answers: Answers, question: Question, value: object
) -> list[Problem]:
    """Return why `value` is no answer beside the other `answers`: no place fits, or none agrees."""
    try:
        _put(procedure, question, value)
    except _NoPlaceError as fault:
        found = str(value)[:80]
        return [problem("answer_unfit", question.id, expected=fault.expected, found=found)]
    return contradictions(answered(procedure, {**answers, question.id: value}), ())


def question_faults(procedure: Procedure) -> Iterator[Problem]:
    """Yield every mistake of the questions of a procedure that is right otherwise."""
    seen: set[str] = set()
    for n, question in enumerate(procedure.questions):
        place = f"questions[{n}]"
        if not re.fullmatch(r"[a-z0-9-]+", question.id):
            yield problem("procedure_not_a_word", f"{place}.id", found=question.id)
        if question.id in seen:
            yield problem("procedure_twice", f"{place}.id", found=question.id)
        seen.add(question.id)
        yield from _about_faults(procedure, question, f"{place}.about")
        yield from _option_faults(question, place)
        yield from _set_faults(procedure, question, place)


def _about_faults(procedure: Procedure, question: Question, place: str) -> Iterator[Problem]:
    about = question.about
    known: dict[str, list[Any]] = {
        "step": [step.number for step in procedure.steps],
        "role": [role.code for role in procedure.roles],
        "output": [output.code for output in procedure.outputs],
    }
    told = [name for name in ("sop", "office", *known) if getattr(about, name)]
    if len(told) != 1:
        yield problem("procedure_about", place, found=", ".join(told) or "(tidak diisi)")
    for name, there in known.items():
        value = getattr(about, name)
        if value is not None and value not in there:
            expected = ", ".join(map(str, there))
            yield problem(
                "procedure_unknown_value", f"{place}.{name}", expected=expected, found=str(value)
            )


def _option_faults(question: Question, place: str) -> Iterator[Problem]:
    values = [one.value for one in question.options]
    for n, value in enumerate(values):
        if value in values[:n]:
            yield problem("procedure_twice", f"{place}.options[{n}].value", found=value)
    if (question.kind == "choice") != bool(values):
        yield problem("procedure_options", f"{place}.options", found=question.kind)


def _set_faults(procedure: Procedure, question: Question, place: str) -> Iterator[Problem]:
    answers = [(f"{place}.options[{n}]", one.value) for n, one in enumerate(question.options)]
    if question.kind != "choice" or question.own is not None:
        answers.append((place, _SAMPLE))
    for at, value in answers:
        made = procedure
        for path, wanted in question.changes(value).items():
            try:
                made = _set(made, path, _filled(wanted, value))
            except _NoPlaceError as fault:
                where = f"{at}.sets.{path}"
                yield problem("procedure_sets", where, expected=fault.expected, found=fault.found)
        yield from (replace(one, place=f"{at}: {one.place}") for one in contradictions(made, ()))


def _put(procedure: Procedure, question: Question, value: object) -> Procedure:
    if not question.takes(value):
        raise _NoPlaceError(", ".join(one.value for one in question.options), str(value))
    for path, wanted in question.changes(value).items():
        procedure = _set(procedure, path, _filled(wanted, value))
    return procedure


def _filled(wanted: object, value: object) -> object:
    """Return what is to be set, with the answer put in wherever it says so."""
    if wanted == ANSWER:
        return value
    if isinstance(wanted, str):
        return wanted.replace(ANSWER, str(value))
    if isinstance(wanted, Mapping):
        return {key: _filled(one, value) for key, one in wanted.items()}
    if isinstance(wanted, list):
        return [_filled(one, value) for one in wanted]
    return wanted


def _set(procedure: Procedure, path: str, value: object) -> Procedure:
    if path.startswith(DATA):
        if path.removeprefix(DATA) not in DATA_PATHS:
            raise _NoPlaceError(", ".join(DATA_PATHS), path.removeprefix(DATA))
        return procedure
    if isinstance(value, str) and value.startswith(_COPY):
        value = _at(procedure, value.removeprefix(_COPY).split("."))
    way, _, part = path.partition("~")
    steps = way.removesuffix("+").split(".")
    made: Procedure = _changed(procedure, steps, value, way.endswith("+"), part)
    return made


def _changed(node: Any, way: list[str], value: object, add: bool, part: str) -> Any:
    """Return `node` (a dataclass or a tuple of them) with the value at the end of `way` set."""
    head, *rest = way
    if isinstance(node, tuple):
        n = _index(node, head)
        made = _changed(node[n], rest, value, add, part) if rest else _of_kind(str, value)
        return (*node[:n], made, *node[n + 1 :])
    now = _field(node, head)
    if rest:
        return replace(node, **{head: _changed(now, rest, value, add, part)})
    kind = typing.get_type_hints(type(node))[head]
    if part:
        if not isinstance(now, str) or part not in now:
            raise _NoPlaceError(str(now), part)
        value = now.replace(part, str(value))
    elif add:
        value = (*now, _of_kind(typing.get_args(kind)[0], value))
    return replace(node, **{head: _of_kind(kind, value)})


def _at(node: Any, way: list[str]) -> Any:
    for head in way:
        node = node[_index(node, head)] if isinstance(node, tuple) else _field(node, head)
    return node


def _index(items: tuple[Any, ...], name: str) -> int:
    for n, item in enumerate(items):
        if name in _names(n, item):
            return n
    known = [next(iter(_names(n, item))) for n, item in enumerate(items)]
    raise _NoPlaceError(", ".join(known), name)


def _names(n: int, item: object) -> list[str]:
    """Return what an item of a list is called: its number, code or name, a text by its place."""
    if isinstance(item, str):
        return [str(n + 1)]
    return [str(getattr(item, key)) for key in _KEYS if hasattr(item, key)]


def _field(node: Any, name: str) -> Any:
    known = [one.name for one in fields(node)] if is_dataclass(node) else []
    if name not in known:
        raise _NoPlaceError(", ".join(known) or "akhir jalur", name)
    return getattr(node, name)


def _of_kind(kind: Any, value: object) -> Any:
    """Return `value` as the field wants it: the dataclasses are the schema here too."""
    if is_dataclass(value) or isinstance(value, tuple):
        return value
    wanted = typing.get_args(kind)[0] if int in typing.get_args(kind) else kind
    if wanted is int and isinstance(value, str) and value.isdecimal() and len(value) < 4:
        value = int(value)
    problems: list[Problem] = []
    made: Any = build(kind, value, "", problems)
    if problems:
        raise _NoPlaceError(problems[0].expected or "", problems[0].found or "")
    return made
