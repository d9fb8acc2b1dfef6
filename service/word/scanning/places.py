"""Say where something stands in a Word document, the way a clerk would look for it."""

from collections import Counter

from lxml import etree

from service.word.names import TBL, TC, TR, TXBX, P, w
from service.word.scanning.paragraph import text
from service.word.scanning.source import shortened

_WORDS = 60  # of a paragraph, enough to find it by
_COUNTED = (P, TBL, TR, TC)
_SCOPE = {P: (w("body"), TC, TXBX), TBL: (), TR: (TBL,), TC: (TR,)}
_NOTES = {w("footnote"): "catatan kaki", w("endnote"): "catatan akhir", w("comment"): "komentar"}


class Place(str):
    """A place as text that also knows the `words` which stand there, for who has to look for it."""

    __slots__ = ("words",)
    words: str

    def __new__(cls, text: str, words: str = "") -> "Place":
        """Make a place where these words stand."""
        made = super().__new__(cls, text)
        made.words = words
        return made


class Places:
    """The numbers of all paragraphs, tables, rows and cells of one part, counted once."""

    def __init__(self, root: etree._Element, part: str) -> None:
        self._part = part
        self._numbers: dict[etree._Element, int] = {}
        self._notes: dict[etree._Element, str] = {}
        counted: Counter[tuple[etree._Element | None, object]] = Counter()
        for element in root.iter(*_COUNTED):
            key = (_holder(element), element.tag)
            counted[key] += 1
            self._numbers[element] = counted[key]
        shown = (note for note in root.iter(*_NOTES) if note.get(w("type")) is None)
        for number, note in enumerate(shown, 1):  # separators have a type, and no number
            self._notes[note] = f"{_NOTES[str(note.tag)]} {number}"

    def of(self, element: etree._Element) -> Place:
        """Return the place of an element: "tabel 2, baris 3, sel 4" or "paragraf 12"."""
        words = shortened(text(element), _WORDS) if element.tag == P else ""
        return Place(self._name(element), words)

    def _name(self, element: etree._Element) -> str:
        words: list[str] = []
        inside_cell = False
        for step in [element, *element.iterancestors()]:
            if step.tag == TC:
                words.append(f"sel {self._numbers[step]}")
                inside_cell = True
            elif step.tag == TR:
                words.append(f"baris {self._numbers[step]}")
            elif step.tag == TBL:
                words.append(f"tabel {self._numbers[step]}")
            elif step.tag == TXBX:
                words.append("kotak teks")
            elif step in self._notes:
                words.append(self._notes[step])
            elif step.tag == P and not inside_cell:
                words.append(f"paragraf {self._numbers[step]}")
        if self._part and not (words and words[-1].startswith(self._part)):
            words.append(self._part)
        return ", ".join(reversed(_without_cell_paragraph(words)))


def _holder(element: etree._Element) -> etree._Element | None:
    """Return what an element is counted within: its cell, row, table, text box or part."""
    inside = _SCOPE[element.tag]
    if not inside:
        return None
    return next((step for step in element.iterancestors() if step.tag in inside), None)


def _without_cell_paragraph(words: list[str]) -> list[str]:
    """Drop the paragraph's number within a cell that is named already."""
    if len(words) > 1 and words[0].startswith("paragraf") and words[1].startswith("sel"):
        return words[1:]
    return words


def part_name(name: str) -> str:
    """Return what a person calls a member: "" for the body, "kepala halaman 1" for a header."""
    file = name.rpartition("/")[2].removesuffix(".xml")
    stem = file.rstrip("0123456789")
    number = file[len(stem) :]
    known = {
        "document": "",
        "header": "kepala halaman",
        "footer": "kaki halaman",
        "footnotes": "catatan kaki",
        "endnotes": "catatan akhir",
        "comments": "komentar",
        "core": "properti dokumen",
        "app": "properti dokumen",
    }
    word = known.get(stem, f"bagian {file}")
    return f"{word} {number}".strip() if word else ""
