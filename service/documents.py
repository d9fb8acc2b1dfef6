"""The office's Word templates, and a data set turned into a Word file by one of them.

A folder of templates holds `<name>.docx` on F4 and the same on A4 under `a4/`.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from service import package, word
from service.dataset import DataSet
from service.errors import NotFound
from service.measurement import measure
from service.values import Particulars, comparison_picture, values_of

FIGURE = "gambar_capaian"
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
    path = folder / FOLDERS.get(paper, "") / f"{name}.docx"
    if not path.is_file():
        path = folder / f"{name}.docx"
    return path.read_bytes()


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
    values = values_of(ds, quarter, unit=unit, particulars=particulars or Particulars())
    if FIGURE in _text(content):
        values[FIGURE] = comparison_picture(ds, measure(ds, quarter))
    return compiled(content).fill(values)


@lru_cache(maxsize=64)
def compiled(content: bytes) -> word.Template:
    """Compile a template, once for the same bytes. Raises Invalid with every fault."""
    return word.compile(content)


@lru_cache(maxsize=64)
def _text(content: bytes) -> str:
    """Return the text of a template's body with its tags, however Word cut it into runs."""
    member = package.read(content, "docx")["word/document.xml"]
    return re.sub(r"<[^>]*>", "", member.content().decode("utf-8"))


def _title(content: bytes) -> str:
    member = package.read(content, "docx").get("docProps/core.xml")
    found: Any = package.xml(member).find(TITLE) if member else None
    return (found.text or "") if found is not None else ""
