"""Produced documents of the sample office, and changes planted in their XML."""

import io
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from lxml import etree

from service.consistency import Known, known_of
from service.store import Store
from tests.casework.office import TEMPLATES, Office, as_upload, sample
from tests.stores import laid, nothing_done

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FIGURE = re.compile(r"\d[\d.]*(,\d+)?")


@dataclass(frozen=True)
class Papers:
    """The current documents of a case by key, and what to look for in them."""

    documents: Mapping[str, bytes]
    known: Known


@lru_cache(maxsize=32)
def approved(
    quarter: int = 3, paper: str = "F4", budget: bool = True, officials: str = ""
) -> Papers:
    """Return the documents of a quarter played up to the approval.

    `officials` is "Plt.", "Plh." or "a.n." for somebody who acts as the head of the office.
    """
    values = sample()
    values["triwulan"] = quarter
    values["instansi"]["kertas"] = paper
    if not budget:
        values["program"] = []
    if officials:
        values["pejabat"].insert(0, acting(officials))
    with at_desk(values) as office:
        office.play_units()
        day = date(2026, 10, 9) if officials else None
        office.collect(date=day)
        office.draft(date=day)
        office.approve(date=day)
        return papers(office)


def acting(kind: str, start: str = "2026-10-01") -> dict[str, Any]:
    """Return an official who acts as the Camat from `start`."""
    position = "Sekretaris Camat" if kind == "a.n." else "Camat Mentebah"
    return {
        "jabatan": position, "nama": "NAMA SEKRETARIS (CONTOH), S.Sos.",
        "pangkat": "Penata Tingkat I", "golongan": "III/d", "nip": "190001021900012002",
        "peran": "camat", "sebagai": kind, "mulai": start, "sampai": "2026-12-31",
    }  # fmt: skip


class at_desk:  # noqa: N801 - read as a word in `with at_desk(...)`
    """Open a case of `values` in a store of its own for a while."""

    def __init__(self, values: dict[str, Any], **more: Any) -> None:
        self.values, self.more = values, more

    def __enter__(self) -> Office:
        self.folder = Path(tempfile.mkdtemp())
        self.office = Office(Store(laid(nothing_done(), self.folder), "kantor"), **self.more)
        self.office.open(as_upload(self.values))
        return self.office

    def __exit__(self, *fault: object) -> None:
        self.office.desk.close()
        self.office.store.close()
        shutil.rmtree(self.folder)


def papers(office: Office) -> Papers:
    """Return the current documents of a case as it stands."""
    view = office.view()
    current = [one for one in view.progress.outputs if one.current and one.ref.kind == "output"]
    return Papers(
        {one.key: office.store.file(one.ref.sha256) for one in current}, known_of(view.dataset)
    )


def changed(found: Papers, key: str, old: str, new: str, nth: int = 0) -> dict[str, bytes]:
    """Return the documents with the `nth` paragraph that has `old` saying `new` instead."""

    def plant(body: etree._Element) -> None:
        hits = [one for one in body.iter(f"{W}p") if old in paragraph_text(one)]
        write(hits[nth], paragraph_text(hits[nth]).replace(old, new))

    return with_body(found, key, plant)


def with_body(found: Papers, key: str, plant: Callable[[etree._Element], None]) -> dict[str, bytes]:
    """Return the documents, the body of one worked on."""
    return {**found.documents, key: replaced(found.documents[key], plant)}


def replaced(content: bytes, plant: Callable[[etree._Element], None]) -> bytes:
    """Return a Word file, its body worked on."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as source, ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                body = etree.fromstring(data)
                plant(body)
                data = etree.tostring(body)
            target.writestr(name, data)
    return out.getvalue()


def paragraph_text(paragraph: etree._Element) -> str:
    """Return the text of a paragraph's runs."""
    return "".join(one.text or "" for one in paragraph.iter(f"{W}t"))


def write(paragraph: etree._Element, text: str) -> None:
    """Let a paragraph say `text`, in its first run."""
    first, *others = paragraph.iter(f"{W}t")
    first.text = text
    for one in others:
        one.text = ""


@dataclass(frozen=True)
class FigureCell:
    """A cell that holds a figure: the document, where it stands and what it says."""

    key: str
    number: int  # of its paragraph in the document
    row: str
    text: str


def figure_cells(found: Papers) -> Iterator[FigureCell]:
    """Yield every figure in the tables, found without the code under test."""
    for key, content in found.documents.items():
        with ZipFile(io.BytesIO(content)) as source:
            body = etree.fromstring(source.read("word/document.xml"))
        numbers = {one: number for number, one in enumerate(body.iter(f"{W}p"))}
        for tr in body.iter(f"{W}tr"):
            cells = [next(iter(tc.iter(f"{W}p"))) for tc in tr.findall(f"{W}tc")]
            if tr.find(f"{W}trPr/{W}tblHeader") is None and len(cells) >= 5:
                for one in cells[1:]:
                    text = paragraph_text(one)
                    if FIGURE.fullmatch(text):
                        row = paragraph_text(cells[0])
                        yield FigureCell(key, numbers[one], row, text)


def with_figure(found: Papers, cell: FigureCell, text: str) -> dict[str, bytes]:
    """Return the documents with another figure in one cell."""

    def plant(body: etree._Element) -> None:
        write(list(body.iter(f"{W}p"))[cell.number], text)

    return with_body(found, cell.key, plant)


def mistaken_templates(folder: Path) -> Path:
    """Return the office's templates, but table 2 of the final document prints a target as result.

    A slip an office may make with a template of its own; the values stay right.
    """
    shutil.copytree(TEMPLATES, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    path = folder / "dokumen-pengukuran.docx"

    def slip(body: etree._Element) -> None:
        hits = [one for one in body.iter(f"{W}t") if "i.realisasi_sd" in (one.text or "")]
        hits[0].text = (hits[0].text or "").replace("i.realisasi_sd", "i.target_sd")

    path.write_bytes(replaced(path.read_bytes(), slip))
    return folder
