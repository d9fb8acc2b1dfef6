"""The fields of an action, read from JSON or a form: every name known, every value a text."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request

from service.casework import Upload
from service.casework.model import JSON
from service.dataset import read_json
from service.errors import Invalid, Problem, problem
from service.web.api import bodies
from service.word.values.plain import FORBIDDEN

TEXTS = ("action", "note", "number", "date", "to", "kept", "offer")
FACTS = ("confirmed_by", "receiver", "received_by", "received_on", "receipt_number")
OTHERS = ("seen", "checks", "findings")

LARGEST = 10**18
DECISIONS = ("checks", "findings")  # verdict and note by code; in a form as JSON text


@dataclass(frozen=True)
class Act:
    """What one call asks for in a task."""

    action: str
    note: str | None
    number: str | None
    date: date | None
    seen: int | None
    facts: dict[str, Any]
    upload: Upload | None
    to: str | None = None
    kept: str | None = None
    offer: str | None = None


def act() -> Act:
    """Return what this request asks for. Raises Invalid with every field that is wrong."""
    fields = _fields()
    reading = _Reading(fields)
    texts = {name: reading.text(name) for name in (*TEXTS, *FACTS)}
    read = Act(
        action=texts["action"] or "do",
        note=texts["note"],
        number=texts["number"],
        date=reading.day("date"),
        seen=reading.whole("seen"),
        facts=reading.facts(texts),
        upload=_file(),
        to=texts["to"],
        kept=texts["kept"],
        offer=texts["offer"],
    )
    if reading.problems:
        raise Invalid("api_body", reading.problems)
    return read


@dataclass(frozen=True)
class Answering:
    """What one call answers: a text or a list, with a note."""

    given: object
    note: str | None
    seen: int | None


def answer() -> Answering:
    """Return the answer of this request. Raises Invalid with every field that is wrong."""
    bodies.require_type(JSON)
    sent = _fields()
    reading = _Reading(sent, ("jawaban", "catatan", "seen"))
    read = Answering(sent.get("jawaban"), reading.text("catatan"), reading.whole("seen"))
    if reading.problems:
        raise Invalid("api_body", reading.problems)
    return read


@dataclass(frozen=True)
class Setting:
    """What one call sets, by path of the data set; `only_try` keeps nothing."""

    values: dict[str, object]
    note: str | None
    seen: int | None
    only_try: bool


def settings() -> Setting:
    """Return the settings of this request. Raises Invalid with every field that is wrong."""
    bodies.require_type(JSON)
    sent = _fields()
    reading = _Reading(sent, ("instansi", "pejabat", "catatan", "seen", "coba"))
    values = {f"instansi.{key}": value for key, value in reading.group("instansi").items()}
    if "pejabat" in sent:
        values["pejabat"] = sent["pejabat"]
    read = Setting(values, reading.text("catatan"), reading.whole("seen"), reading.flag("coba"))
    if reading.problems:
        raise Invalid("api_body", reading.problems)
    return read


def opening() -> tuple[str | None, Upload | tuple[int, int]]:
    """Return a procedure's code, None where none is named, and what its quarter is opened with.

    That is a whole office, or year and quarter.
    Beside a whole office as JSON the procedure stands in the address (?prosedur=). Raises Invalid,
    UnsupportedMediaType.
    """
    bodies.require_type(JSON, bodies.FORM)
    asked = request.values.get("prosedur") or None
    if request.mimetype == bodies.FORM:
        bodies.require_parts("data")
        return asked, bodies.part("data")
    content = request.get_data(cache=False)
    sent = read_json(content)
    if not isinstance(sent, dict):
        raise Invalid("api_body", [problem("api_object", "isi")])
    if "sasaran" in sent:
        return asked, Upload(content, "data.json")
    reading = _Reading(sent, ("tahun", "triwulan", "prosedur"))
    year, quarter = reading.required("tahun", 2000, 2100), reading.required("triwulan", 1, 4)
    code = reading.text("prosedur") or asked
    if reading.problems:
        raise Invalid("api_body", reading.problems)
    return code, (year, quarter)


def _fields() -> dict[str, Any]:
    if request.mimetype == JSON:
        sent = read_json(request.get_data(cache=False))
        if not isinstance(sent, dict):
            raise Invalid("api_body", [problem("api_object", "isi")])
        return sent
    if request.mimetype or request.content_length:
        bodies.require_type(JSON, bodies.FORM)
        bodies.require_readable_form()
        bodies.require_parts("file")
    return dict(request.form)


def _file() -> Upload | None:
    sent = request.files.get("file")
    return Upload(sent.read(), sent.filename or "berkas") if sent else None


def _texts(fields: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield every text that an event would keep, with its path."""
    notes = {
        f"{group}.{name}": one
        for group in DECISIONS
        if isinstance(told := fields.get(group), dict)
        for name, one in told.items()
        if isinstance(one, dict)
    }
    for path, group in [("", fields), *notes.items()]:
        for name, value in group.items():
            if isinstance(value, str):
                yield f"{path}.{name}" if path else name, value


class _Reading:
    """Reads fields one by one and keeps every problem."""

    def __init__(
        self, fields: dict[str, Any], known: tuple[str, ...] = (*TEXTS, *FACTS, *OTHERS)
    ) -> None:
        self._fields = fields
        self.problems: list[Problem] = [
            problem("api_field_unknown", name, expected=", ".join(known))
            for name in fields
            if name not in known
        ] + [
            problem("dataset_text_control", path, found=f"U+{ord(bad.group()):04X}")
            for path, text in _texts(fields)
            if (bad := FORBIDDEN.search(text))
        ]

    def text(self, name: str) -> str | None:
        found = self._fields.get(name)
        if found is None or isinstance(found, str):
            return found or None
        self._wrong(name, "teks", found)
        return None

    def whole(self, name: str) -> int | None:
        found = self._fields.get(name)
        if isinstance(found, str) and found.isascii() and found.isdecimal() and len(found) < 19:
            return int(found)
        whole = isinstance(found, int) and not isinstance(found, bool)
        if found is None or (whole and 0 <= found < LARGEST):
            return found
        self._wrong(name, "bilangan bulat, paling kecil 0", found)
        return None

    def group(self, name: str) -> dict[str, object]:
        found = self._fields.get(name)
        if found is None or isinstance(found, dict):
            return found or {}
        self._wrong(name, "objek { … }", found)
        return {}

    def flag(self, name: str) -> bool:
        found = self._fields.get(name, False)
        if isinstance(found, bool):
            return found
        self._wrong(name, "true atau false", found)
        return False

    def required(self, name: str, low: int, high: int) -> int:
        found = self.whole(name)
        if found is None or not low <= found <= high:
            self._wrong(name, f"bilangan bulat {low} sampai dengan {high}", found)
            return low
        return found

    def day(self, name: str) -> date | None:
        found = self._fields.get(name)
        if not isinstance(found, str) or not found:
            return None
        try:
            return date.fromisoformat(found)
        except ValueError:
            self._wrong(name, "tanggal seperti 2026-10-09", found)
            return None

    def facts(self, texts: dict[str, str | None]) -> dict[str, Any]:
        facts: dict[str, Any] = {name: texts[name] for name in FACTS if texts[name] is not None}
        for name in DECISIONS:
            told = self._fields.get(name)
            if isinstance(told, str):
                told = read_json(told.encode(), name)
            if told is not None:
                facts[name] = told
        return facts

    def _wrong(self, name: str, expected: str, found: object) -> None:
        shown = "kosong" if found is None else str(found)[:80]
        self.problems.append(problem("api_field_kind", name, expected=expected, found=shown))
