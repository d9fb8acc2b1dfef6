"""What the office answered to the questions of its SOPs, and what an answer may be."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from service import dataset as data
from service.casework.adoption import ADOPTED
from service.dataset import DataSet
from service.errors import Conflict, Invalid, Problem, problem
from service.indonesian import long_date, parse_date, parse_decimal, plain_number
from service.procedure import Answers, Procedure, Question, answer_faults
from service.progress import Event

ANSWERED = "answered"
LONGEST = 500
MOST = 30
_COLUMNS = ("nama", "melalui", "tempat")
_DID = {ADOPTED: "mengganti templat Word", "settings_set": "mengubah pengaturan kantor"}


@dataclass(frozen=True)
class Answer:
    """An answer: the value that is kept, how it was shown, the person's note, the event."""

    value: object
    text: str
    note: str | None
    event: Event


@dataclass(frozen=True)
class Asked:
    """A question of a procedure with the answer that holds, and the `earlier` ones, newest first.

    `running` are the titles of open cases that keep the shape they were opened with.
    """

    procedure: Procedure
    question: Question
    answer: Answer | None
    earlier: tuple[Answer, ...]
    running: tuple[str, ...] = ()


def history(events: Sequence[Event]) -> dict[str, tuple[Answer, ...]]:
    """Return every answer by question, the newest first."""
    found: dict[str, tuple[Answer, ...]] = {}
    for event in events:
        if event.action == ANSWERED:
            told = event.facts
            answer = Answer(told["answer"], told["text"], event.note, event)
            found[told["question"]] = (answer, *found.get(told["question"], ()))
    return found


def values(events: Sequence[Event]) -> dict[str, object]:
    """Return the answers that hold, by question."""
    return {id: told[0].value for id, told in history(events).items()}


def checked(
    procedure: Procedure, answers: Answers, question: Question, given: object
) -> tuple[object, str]:
    """Return an answer as it is kept and as it is shown.

    `given` is a text, for a list [{nama, melalui, tempat}]. Raises Invalid("answer_wrong") with
    every reason why it is none, also when it is what the office answered already.
    """
    value, wrong = _kept(question, given)
    if not wrong and question.kind != "list":
        wrong = answer_faults(procedure, answers, question, value)
    if not wrong and question.id in answers and answers[question.id] == value:
        wrong = [problem("answer_same", question.id)]
    if wrong:
        raise Invalid("answer_wrong", wrong, count=len(wrong))
    return value, shown(question, value)


def shown(question: Question, value: object) -> str:
    """Return an answer as a page shows it."""
    if isinstance(value, list) and question.own_kind == "scale":
        return "; ".join(f"{category} mulai {plain_number(Decimal(b))}" for b, category in value)
    if isinstance(value, list):
        return "; ".join(_receiver(one) for one in value)
    option = question.option(value)
    return str(value) if option is None else option.label


def moved_on(last: Event) -> Conflict:
    """Return the fault of acting without having seen what the office said last."""
    who = f"{last.actor.position} ({last.actor.name or '-'})"
    what = "mengubah hari libur kantor"
    if last.action == ANSWERED:
        what = f"menjawab pertanyaan, “{last.facts['text']}”"
    else:
        what = _DID.get(last.action, what)
    return Conflict("state_moved_on", who=who, what=what, at=long_date(last.at.date()))


def with_changes(
    ds: DataSet, changes: Mapping[str, object], *, every_official: bool = False
) -> DataSet:
    """Return the data set with values put in by path ("aturan_hitung.plafon").

    Officials of a unit that this year's data do not have are left out, unless `every_official`.
    Raises Invalid with every value that is none.
    """
    told: dict[str, Any] = data.to_json(ds)
    for path, value in changes.items():
        *way, last = path.split(".")
        place = told
        for key in way:
            place = place[key]
        place[last] = value
    if "pejabat" in changes and not every_official:
        units = {None, *(unit.code for unit in ds.units)}
        told["pejabat"] = [one for one in told["pejabat"] if one.get("unit") in units]
    return data.parse(json.loads(json.dumps(told, default=str))) if changes else ds


def _kept(question: Question, given: object) -> tuple[object, list[Problem]]:
    if question.kind == "list":
        return _list(question, given)
    if question.own_kind == "scale" and isinstance(given, str) and not question.option(given):
        return _scale(question, given)
    text = unicodedata.normalize("NFC", given).strip() if isinstance(given, str) else ""
    wrong = _text_faults(question, text)
    if wrong or question.kind != "date":
        return text, wrong
    try:
        return long_date(parse_date(text)), []
    except ValueError:
        return text, [problem("answer_date", question.id, found=text[:80])]


def _scale(question: Question, given: str) -> tuple[object, list[Problem]]:
    """Return the rows [bound, category] of a scale typed one category a line, and its faults."""
    lines = [line.strip() for line in given.splitlines() if line.strip()]
    if not 2 <= len(lines) <= MOST:
        return given, [problem("answer_scale_short", question.id, expected=str(MOST))]
    rows, wrong = [], []
    for number, line in enumerate(lines, 1):
        bound, _, category = unicodedata.normalize("NFC", line).partition(" ")
        try:
            rows.append([format(parse_decimal(bound), "f"), category.strip()])
        except ValueError:
            category = ""
        if not category.strip():
            wrong.append(problem("answer_scale_line", question.id, line=number, found=line[:80]))
        else:
            wrong += _text_faults(question, category)
    bounds = [Decimal(bound) for bound, _ in rows]
    if not wrong and (bounds != sorted(set(bounds), reverse=True) or bounds[-1] != 0):
        wrong.append(problem("answer_scale_order", question.id))
    return rows, wrong


def _text_faults(question: Question, text: str) -> list[Problem]:
    if not text:
        return [problem("answer_empty", question.id)]
    if len(text) > LONGEST:
        return [problem("answer_long", question.id, expected=str(LONGEST), found=str(len(text)))]
    if any(unicodedata.category(sign) in ("Cc", "Cs", "Co") for sign in text):
        return [problem("answer_control", question.id)]
    return []


def _list(question: Question, given: object) -> tuple[object, list[Problem]]:
    rows = given if isinstance(given, list) else []
    known = all(isinstance(row, Mapping) and row.keys() <= set(_COLUMNS) for row in rows)
    if not known or not 1 <= len(rows) <= MOST:
        return rows, [problem("answer_list", question.id, expected=str(MOST))]
    kept = [{name: _cell(row.get(name)) for name in _COLUMNS} for row in rows]
    wrong = []
    names: list[str] = []
    for row in kept:
        name = row["nama"] or ""
        wrong += _text_faults(question, name)
        for other in (row["melalui"], row["tempat"]):
            wrong += _text_faults(question, other) if other else []
        if name.casefold() in names:
            wrong.append(problem("answer_list_twice", question.id, found=name))
        names.append(name.casefold())
    return kept, wrong


def _cell(told: object) -> str | None:
    return (unicodedata.normalize("NFC", told).strip() if isinstance(told, str) else "") or None


def _receiver(row: Mapping[str, str | None]) -> str:
    via = f" melalui {row['melalui']}" if row["melalui"] else ""
    place = f" di {row['tempat']}" if row["tempat"] else ""
    return f"{row['nama']}{via}{place}"
