"""What a person brings to an action, checked before anything is rendered or recorded."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from service import dataset as data
from service import workbook
from service.casework import decisions, names, signed
from service.casework.form_notes import form_notes
from service.casework.model import JSON, CaseView, NewFile, Upload
from service.casework.reading import DATASET
from service.dataset import DataSet, Indicator, indicators, units_with_indicators
from service.errors import Invalid, Problem, problem
from service.indonesian import long_date, roman
from service.measurement import disagreements
from service.procedure import Action
from service.progress import TaskProgress
from service.store.record import canonical
from service.workbook import Taken

VERDICTS = ("sesuai", "perbaiki")
FORMS = frozenset({"unit_form", "budget_form"})  # what brings data, and is looked at before


@dataclass(frozen=True)
class Brought:
    """What came with an action: the data set after it, files to record, facts, a signed file.

    `returned` are (task, note) where what was decided sends data back instead, `notes` what was
    read from an unusual place.
    """

    dataset: DataSet
    files: tuple[NewFile, ...] = ()
    facts: Mapping[str, Any] | None = None
    signed: NewFile | None = None
    returned: tuple[tuple[str | None, str], ...] = ()
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Bringing:
    """One action about to be done: the case, its action and task, what was sent, and the day.

    `taken` is what the upload gave when it was read into this very case before.
    """

    view: CaseView
    action: Action
    task: TaskProgress
    upload: Upload | None
    facts: Mapping[str, Any]
    today: date
    taken: Taken | None = None

    @property
    def unit(self) -> str | None:
        """Return the unit of the task."""
        return self.task.unit


def bring(sent: Bringing) -> Brought:
    """Return what was sent as the action wants it. Raises Invalid with every problem."""
    return _WAYS[sent.action.brings](sent)


def whole_office(upload: Upload) -> Brought:
    """Return the data set of an uploaded workbook or JSON, with the files to record and notes.

    Raises Invalid with every wrong cell, and for JSON also every derived figure that disagrees.
    """
    if not upload.content:
        raise Invalid("case_file_empty", name=upload.name)
    taken = workbook.take(upload.content, upload.name)
    _require_agreement(upload)
    files = (_uploaded(upload), dataset_file(taken.dataset))
    return Brought(taken.dataset, files, notes=taken.notes)


def dataset_file(ds: DataSet) -> NewFile:
    """Return the data set as the file an event records: canonical JSON."""
    content = canonical(data.to_json(ds)).encode()
    return NewFile(DATASET, f"data-kinerja-tw{ds.quarter}-{ds.year}.json", JSON, content)


def _nothing(sent: Bringing) -> Brought:
    return Brought(sent.view.dataset)


def _unit_form(sent: Bringing) -> Brought:
    if sent.upload is not None:
        return _read(
            sent, sent.upload, lambda upload: _units(upload, sent.view.dataset, units_of(sent))
        )
    this = sent.view.quarter - 1
    if all(one.realizations[this] is None for one in indicators(sent.view.dataset, sent.unit)):
        raise Invalid("case_form_missing", quarter=roman(sent.view.quarter))
    return Brought(sent.view.dataset)


def _budget_form(sent: Bringing) -> Brought:
    if sent.upload is None:
        return Brought(sent.view.dataset)
    base = sent.view.dataset
    return _read(sent, sent.upload, lambda it: workbook.take_budget(it.content, base))


def units_of(sent: Bringing) -> list[str]:
    """Return the units a form is read for: the task's own, or every reporting one."""
    if sent.unit:
        return [sent.unit]
    return [one.code for one in units_with_indicators(sent.view.dataset)]


def _units(upload: Upload, ds: DataSet, reporting: Iterable[str]) -> Taken:
    notes: dict[Problem, None] = {}
    for unit in reporting:
        taken = workbook.take_unit(upload.content, ds, unit)
        ds = taken.dataset
        notes |= dict.fromkeys(taken.notes)
    return Taken(ds, tuple(notes))


def _checks(sent: Bringing) -> Brought:
    given = sent.facts.get("checks")
    told = given if isinstance(given, Mapping) else {}
    problems: list[Problem] = []
    checks = {}
    for indicator in to_examine(sent.view, sent.unit):
        verdict, note = _check(told.get(indicator.code))
        if verdict not in VERDICTS:
            problems.append(problem("case_check_missing", indicator.code))
        elif verdict == "perbaiki" and not note:
            problems.append(problem("case_check_note", indicator.code))
        checks[indicator.code] = {"verdict": verdict, "note": note}
    problems += [problem("case_check_strange", code) for code in told if code not in checks]
    if problems:
        raise Invalid("case_checks_incomplete", problems, count=len(problems))
    return Brought(sent.view.dataset, facts={"checks": checks})


def to_examine(view: CaseView, unit: str | None) -> tuple[Indicator, ...]:
    """Return the indicators an examination covers: not those of units that were let go."""
    listed = indicators(view.dataset, unit)
    gone = view.progress.excused if unit is None else {}
    return tuple(one for one in listed if one.unit not in gone)


def _check(told: object) -> tuple[str, str]:
    fields = told if isinstance(told, Mapping) else {}
    return str(fields.get("verdict") or ""), str(fields.get("note") or "").strip()


def _confirmation(sent: Bringing) -> Brought:
    """Take a decision on every finding; one returned is enough to confirm nothing."""
    given = sent.facts.get("findings")
    told = given if isinstance(given, Mapping) else {}
    findings, problems = decisions.decided(sent.view, sent.unit, told)
    if problems:
        raise Invalid("case_findings_incomplete", problems, count=len(problems))
    facts = {"findings": findings} if findings else {}
    returned = decisions.sent_back_to(sent.view, sent.task, findings)
    if returned:
        return Brought(sent.view.dataset, facts=facts, returned=tuple(returned))
    by = sent.facts.get("confirmed_by")
    if by not in sent.action.by:
        raise Invalid("case_not_confirmed", roles=sent.view.procedure.role_names(sent.action.by))
    return Brought(sent.view.dataset, facts={"confirmed_by": by, **facts})


def _signed_file(sent: Bringing) -> Brought:
    if sent.upload is None:
        raise Invalid("case_signed_missing")
    kind = signed.media_type(sent.upload)
    return Brought(
        sent.view.dataset, signed=NewFile("signed", sent.upload.name, kind, sent.upload.content)
    )


def _receipt(sent: Bringing) -> Brought:
    facts = {
        name: str(sent.facts.get(name) or "").strip()
        for name in ("receiver", "received_by", "received_on", "receipt_number")
    }
    problems = [
        problem("case_receipt_missing", name, field=_RECEIPT_FIELDS[name])
        for name in _RECEIPT_FIELDS
        if not facts[name]
    ]
    problems += _day_problems(sent, facts)
    if problems:
        raise Invalid("case_receipt_incomplete", problems, count=len(problems))
    if sent.upload is None:
        return Brought(sent.view.dataset, facts=facts)
    kind = signed.media_type(sent.upload)
    name = names.safe(sent.upload.name, "tanda-terima")
    scan = NewFile("receipt", name, kind, sent.upload.content)
    return Brought(sent.view.dataset, (scan,), facts)


def _day_problems(sent: Bringing, facts: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what is wrong with the day of receipt: nothing arrives unapproved or tomorrow."""
    told, approval = facts["received_on"], sent.view.progress.locked
    if not told:
        return
    if not _is_date(told):
        yield problem("case_receipt_date", "received_on", found=told)
        return
    day, who = date.fromisoformat(told), facts["receiver"]
    found, first = long_date(day), approval.at.date() if approval else day
    if day > sent.today:
        today = long_date(sent.today)
        yield problem("case_receipt_late", "received_on", found=found, receiver=who, today=today)
    if day < first:
        since = long_date(first)
        yield problem("case_receipt_early", "received_on", found=found, receiver=who, since=since)


_RECEIPT_FIELDS = {
    "receiver": "Instansi penerima",
    "received_by": "Diterima oleh",
    "received_on": "Tanggal diterima",
}

_WAYS: dict[str, Callable[[Bringing], Brought]] = {
    "nothing": _nothing,
    "unit_form": _unit_form,
    "checks": _checks,
    "confirmation": _confirmation,
    "budget_form": _budget_form,
    "signed_file": _signed_file,
    "receipt": _receipt,
}


def _read(sent: Bringing, upload: Upload, read: Callable[[Upload], Taken]) -> Brought:
    taken = sent.taken
    if taken is None:
        if not upload.content:
            raise Invalid("case_file_empty", name=upload.name)
        taken = read(upload)
        _require_agreement(upload)
        notes = (*taken.notes, *form_notes(sent.view, sent.unit, upload.content))
        taken = Taken(taken.dataset, notes)
    files = (_uploaded(upload), dataset_file(taken.dataset))
    return Brought(taken.dataset, files, notes=taken.notes)


def _uploaded(upload: Upload) -> NewFile:
    kind = names.upload_type(upload.content, upload.name)
    name = names.safe(upload.name, f"data-kinerja.{names.ending(kind)}")
    return NewFile("upload", name, kind, upload.content)


def _require_agreement(upload: Upload) -> None:
    """Refuse JSON whose derived figures disagree with those computed from its own data."""
    if not data.is_json(upload.content):
        return
    raw = data.read_json(upload.content, upload.name)
    found = disagreements(raw, data.parse(raw))
    if found:
        raise Invalid("case_figures_disagree", found, count=len(found))


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
