"""The office's Word templates, and a data set turned into a Word file by one of them.

A folder of templates holds `<name>.docx` on F4 and the same on A4 under `a4/`.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from service import package, word
from service.dataset import DataSet, Margins, is_json, parse, read_json
from service.errors import Invalid, NotFound, Problem, problem
from service.measurement import disagreements, measure
from service.values import Particulars, comparison_picture, quarters_picture, values_of

# Pictures that take long to draw: made only for a template that prints them.
FIGURES: Mapping[str, Callable[[DataSet, int], Any]] = {
    "gambar_capaian": lambda ds, quarter: comparison_picture(ds, measure(ds, quarter)),
    "gambar_triwulan": quarters_picture,
}
FOLDERS = {"F4": "", "A4": "a4"}
TITLE = "{http://purl.org/dc/elements/1.1/}title"


@dataclass(frozen=True)
class OfficeTemplate:
    """One of the office's templates; `takes_unit` = it can be made for one unit (`bagian`)."""

    name: str
    title: str
    takes_unit: bool
    content: bytes


def template(folder: Path, name: str, paper: str) -> bytes:
    """Return the template `name` for `paper` ("F4", "A4"). Raises NotFound with the names there."""
    known = names(folder)
    if name not in known:
        raise NotFound("document_template_unknown", name=name, known=", ".join(known))
    return _path(folder, name, paper).read_bytes()


def version(folder: Path, name: str, paper: str) -> str | None:
    """Return the SHA-256 of the template in use, None where there is none by that name."""
    path = _path(folder, name, paper)
    try:
        state = path.stat()
    except OSError:
        return None
    return _hashed(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=64)
def _hashed(path: Path, _changed_at: int, _size: int) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def _path(folder: Path, name: str, paper: str) -> Path:
    path = folder / FOLDERS.get(paper, "") / f"{name}.docx"
    return path if path.is_file() else folder / f"{name}.docx"


def names(folder: Path) -> tuple[str, ...]:
    """Return the names of the office's templates."""
    return tuple(sorted(path.stem for path in folder.glob("*.docx")))


def office_templates(folder: Path, paper: str = "F4") -> tuple[OfficeTemplate, ...]:
    """Return the office's templates with what they are for."""
    return tuple(described(name, template(folder, name, paper)) for name in names(folder))


def described(name: str, content: bytes) -> OfficeTemplate:
    """Return what a template says of itself: its title, and whether it may be made for one unit."""
    text = _text(content)
    takes_unit = "bagian." in text and "for bagian in" not in text
    return OfficeTemplate(name, _title(content) or name, takes_unit, content)


def on_margins(content: bytes, ds: DataSet) -> bytes:
    """Return one of the service's own templates on the margins the office of `ds` wants."""
    office = ds.office
    if office.upright is None and office.across is None:
        return content
    return word.with_margins(content, _sides(office.upright), _sides(office.across))


def _sides(margins: Margins | None) -> word.Sides | None:
    return None if margins is None else (margins.top, margins.bottom, margins.left, margins.right)


def render(
    content: bytes,
    ds: DataSet,
    quarter: int,
    unit: str | None = None,
    particulars: Particulars | None = None,
) -> bytes:
    """Return the Word file that the template `content` makes of `ds` up to `quarter`.

    `unit` is the code of the unit a document made per unit is for; without one it covers the
    whole office. Raises NotFound for a unit without indicators, Invalid for a template that
    asks for values which do not exist.
    """
    return word.compile(content).fill(values_for(content, ds, quarter, unit, particulars))


def values_for(
    content: bytes,
    ds: DataSet,
    quarter: int,
    unit: str | None = None,
    particulars: Particulars | None = None,
) -> dict[str, Any]:
    """Return what `render` fills the template `content` with, the figures it draws included."""
    values = values_of(ds, quarter, unit=unit, particulars=particulars or Particulars())
    figures = {name: FIGURES[name] for name in _figures_of(content)}
    return values | {name: draw(ds, quarter) for name, draw in figures.items()}


@lru_cache(maxsize=64)
def _figures_of(content: bytes) -> tuple[str, ...]:
    """Return which of the FIGURES a template names, in a tag or in an alternative text.

    Its words are enough to tell: a template that nobody approved must not be compiled here.
    """
    return tuple(name for name in FIGURES if name in _text(content) or name in _body(content))


def read(content: bytes, name: str = "") -> DataSet | Mapping[str, Any]:
    """Return what somebody sent to fill a template with: a data set, or values as they are.

    JSON with `sasaran` (and not the `ringkasan` that values have) and Excel forms are data sets.
    Raises Invalid with every problem, also for derived figures that disagree.
    """
    if not name.lower().endswith(".json") and not is_json(content):
        from service import workbook  # noqa: PLC0415 - most of a second that JSON needs not wait

        return workbook.read(content, name)
    sent = read_json(content, name or "JSON")
    if not isinstance(sent, dict):
        raise Invalid("values_not_an_object")
    if "sasaran" not in sent or "ringkasan" in sent:
        return _as_values(sent, name)
    ds, wrong = parse(sent), disagreements(sent, parse(sent))
    if wrong:
        raise Invalid("dataset_invalid", wrong, count=len(wrong))
    return ds


def fill_untrusted(
    template: bytes,
    sent: DataSet | Mapping[str, Any],
    quarter: int | None = None,
    particulars: Particulars | None = None,
) -> bytes:
    """Fill a template nobody approved, in a process with limits. Raises Invalid.

    A data set is computed up to `quarter`, its own by default, into the values that the office's
    templates get.
    """
    return word.fill_untrusted(template, _values(template, sent, quarter, particulars))


def problems(
    template: bytes,
    sent: DataSet | Mapping[str, Any] | None = None,
    quarter: int | None = None,
    particulars: Particulars | None = None,
) -> list[Problem]:
    """Return everything wrong with a template nobody approved, and with filling it from `sent`."""
    try:
        if sent is None:
            return word.check_untrusted(template)
        return word.check_untrusted(template, _values(template, sent, quarter, particulars))
    except Invalid as fault:
        return list(fault.problems) or [problem(fault.code, "", **fault.details)]


def hints(template: bytes, sent: DataSet | Mapping[str, Any] | None) -> list[Problem]:
    """Return which of the values somebody sent no tag of a sound template uses.

    Of a data set nothing: every template gets the same values, and each uses only some.
    """
    if sent is None or isinstance(sent, DataSet):
        return []
    try:
        return word.data_hints(word.fields_untrusted(template), sent)
    except Invalid:  # a faulty template: its faults are told, what it asks for is not known
        return []


def commented(template: bytes, problems: Iterable[Problem]) -> bytes:
    """Return a template nobody approved with a Word comment at each of its problems.

    Raises Invalid for a file that can't be opened as a Word document at all.
    """
    return word.commented_untrusted(template, problems)


def _values(
    template: bytes,
    sent: DataSet | Mapping[str, Any],
    quarter: int | None,
    particulars: Particulars | None,
) -> Mapping[str, Any]:
    if not isinstance(sent, DataSet):
        return sent
    upto = quarter or sent.quarter
    values = values_of(sent, upto, particulars=particulars or Particulars())
    asked = word.fields_untrusted(template).get("properties", {})
    values |= {name: draw(sent, upto) for name, draw in FIGURES.items() if name in asked}
    return values


def _as_values(sent: Any, name: str) -> Mapping[str, Any]:
    try:
        values: Mapping[str, Any] = word.values_from_json(sent)
    except RecursionError as fault:
        wrong = problem("json_no_data", name or "JSON")
        raise Invalid("json_invalid", [wrong], name=name or "JSON") from fault
    return values


@lru_cache(maxsize=64)
def _text(content: bytes) -> str:
    """Return the text of a template's body with its tags, however Word cut it into runs."""
    return re.sub(r"<[^>]*>", "", _body(content))


def _body(content: bytes) -> str:
    """Return the XML of a template's body."""
    members = package.read(content, "docx")
    return members[package.main_part(members)].content().decode("utf-8", "replace")


def _title(content: bytes) -> str:
    member = package.read(content, "docx").get("docProps/core.xml")
    found: Any = package.xml(member).find(TITLE) if member else None
    return (found.text or "") if found is not None else ""
