"""Copy values into plain data that a template can read and nothing more.

A template reaches str, int, float, bool, None, dict and tuple; objects, lists and everything with
methods of its own stay outside. What XML can't carry is found here, by the name of the value.
"""

import html
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from time import monotonic
from typing import Any

from docxtpl import Listing, RichText, RichTextParagraph
from lxml import etree
from markupsafe import escape

from service.errors import Problem, problem
from service.word.adding import svg
from service.word.adding.picture import Measured, NotAPicture, Picture, measured
from service.word.adding.subdocument import SCHEMES, SubDocument
from service.word.names import MAIN, RELATIONS

FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORBIDDEN_IN_MARKUP = re.compile("[^\t\n\r\a\f\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MAX_DEPTH = 50
_SMALL = 1024 * 1024
MOST = 2**127  # whole numbers beyond it would be rounded by the evaluator
_PATIENCE = 10.0  # seconds for drawing all SVGs of one filling
_WHY_NO_PICTURE: dict[type[Exception], str] = {
    NotAPicture: "values_not_a_picture",
    svg.Refused: "values_svg_refused",
    svg.TooCostly: "values_svg_too_costly",
}
LINK = re.compile(r'<w:hyperlink r:id="([^"]*)"')
_BREAKS = re.compile("[\a\f]")
_HOLDER = f'<w:p xmlns:w="{MAIN}" xmlns:r="{RELATIONS}">%s</w:p>'
_MAX_DIGITS = 37  # before or after the decimal point: what the evaluator can hold


class Rich:
    """A value that brings its own Word XML, as a template sees it: nothing to reach."""

    __slots__ = ("__held",)

    def __init__(self, held: Any) -> None:
        self.__held = held

    def __str__(self) -> str:
        return ""


def unwrapped(rich: Rich) -> Any:
    """Return what a rich value holds: RichText, RichTextParagraph, Measured or SubDocument."""
    return rich._Rich__held  # type: ignore[attr-defined]


@dataclass
class Copy:
    """Plain values, and what was noticed while copying them."""

    odd: set[str] = field(default_factory=set)
    """Names whose values can't be printed as they are; an item of a list has the list's name."""
    slashes: bool = True  # there may be some
    problems: list[Problem] = field(default_factory=list)
    exact: dict[float, str] = field(default_factory=dict)
    whole: set[int] = field(default_factory=set)
    patience: float = _PATIENCE

    def writings(self) -> dict[float, str]:
        """Return how each number with decimals is written."""
        return {value: text for value, text in self.exact.items() if value not in self.whole}

    def of(self, value: Any, path: str, name: str = "", depth: int = 0) -> Any:
        """Return the plain copy of one value; note what can't be copied."""
        if isinstance(value, str):
            return self._text(value, path)
        if isinstance(value, bool):
            self.odd.add(name)
            return bool(value)
        if isinstance(value, int):
            return self._integer(int(value), path)
        self.odd.add(name)
        if isinstance(value, Mapping):
            return self._mapping(value, path, depth)
        if isinstance(value, (list, tuple)):
            return self._sequence(value, path, name, depth)
        return self.special(value, path, name)

    def _mapping(self, values: Mapping[Any, Any], path: str, depth: int) -> dict[str, Any]:
        if self._too_deep(path, depth):
            return {}
        copied = {}
        for key, value in values.items():
            shown = FORBIDDEN.sub("\ufffd", str(key))
            place = f"{path}.{shown}" if path else shown
            name = self._text(str(key), place)
            copied[name] = self.of(value, place, name, depth + 1)
        return copied

    def _sequence(
        self, values: list[Any] | tuple[Any, ...], path: str, name: str, depth: int
    ) -> tuple[Any, ...]:
        if self._too_deep(path, depth):
            return ()
        return tuple(
            self.of(value, f"{path}[{at}]", name, depth + 1) for at, value in enumerate(values)
        )

    def _integer(self, value: int, path: str) -> int:
        if abs(value) >= MOST:
            digits = f"sekitar {int(value.bit_length() * math.log10(2)) + 1} angka"
            self.problems.append(problem("values_too_precise", path, found=digits))
        self.whole.add(value)
        return value

    def _too_deep(self, path: str, depth: int) -> bool:
        if depth >= MAX_DEPTH:
            self.problems.append(problem("values_too_deep", path[:200], limit=MAX_DEPTH))
        return depth >= MAX_DEPTH

    def _text(self, text: str, path: str) -> str:
        text = str.__str__(text) if type(text) is not str else text
        if text.isprintable():
            return text
        if found := FORBIDDEN.search(text):
            self._forbidden(found, path)
            return ""
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text

    def _forbidden(self, found: re.Match[str], path: str) -> None:
        code = f"U+{ord(found.group()):04X}"
        self.problems.append(problem("values_forbidden_character", path, found=code))

    def special(self, value: Any, path: str, name: str) -> Any:
        self.odd.add(name)
        if value is None:
            return None
        for kind, copied in _SPECIAL:
            if isinstance(value, kind):
                return copied(self, value, path)
        self.problems.append(problem("values_wrong_type", path, found=type(value).__name__))
        return None

    def decimal(self, value: Decimal, path: str) -> int | float | None:
        """Return a number to compare with; what is printed is the text it was given as."""
        if not value.is_finite():
            self.problems.append(problem("values_not_a_number", path))
            return None
        if abs(value.adjusted()) > _MAX_DIGITS:
            self.problems.append(problem("values_too_precise", path, found=str(value)[:40]))
            return None
        if value == value.to_integral_value() and int(value.as_tuple().exponent) >= 0:
            return int(value)
        near = float(value)
        if Decimal(repr(near)) != value:
            self.problems.append(problem("values_too_precise", path, found=str(value)))
        return self._exactly(near, Decimal.__format__(value, "f"))

    def real(self, value: float, path: str) -> int | float | None:
        """Return a finite number; it prints as 15 digits hold it."""
        if not math.isfinite(value):
            self.problems.append(problem("values_not_a_number", path))
            return None
        value = float(value)
        return self._exactly(value, format(value, ".15g"))

    def _exactly(self, value: float, text: str) -> float:
        """Remember how the number is written; the evaluator knows 83.5 and 83.50 as one.

        Where both stand in the values, both are printed with the more decimals; beside a whole
        number of the same value, without any: a count of 12 never becomes 12.00. The figure is
        the same either way.
        """
        text = text if value else text.lstrip("-")
        self.exact[value] = max(self.exact.get(value, ""), text, key=len)
        return value

    def picture(self, picture: Picture, path: str) -> Rich | None:
        """Return the picture measured, an SVG drawn; note why when that can't be."""
        self._text(picture.text, path)
        try:
            return Rich(self._patient(picture))
        except (NotAPicture, svg.Refused, svg.TooCostly) as fault:
            self.problems.append(problem(_WHY_NO_PICTURE[type(fault)], path))
            return None

    def _patient(self, picture: Picture) -> Measured:
        """Measure a picture, as long as the SVGs of this filling leave time for one more."""
        if self.patience <= 0 and svg.is_svg(picture.content):
            raise svg.TooCostly
        started = monotonic()
        try:
            return _look(picture)
        finally:
            self.patience -= monotonic() - started

    def markup(self, value: RichText | RichTextParagraph, path: str) -> Rich:
        """Return docxtpl's own kinds of formatted text, copied; its XML must be whole."""
        known = len(self.problems)
        xml = LINK.sub(_with_address, self._breaks(value.xml, path))
        for found in LINK.finditer(xml):
            if not found[1].lower().startswith(SCHEMES):
                self.problems.append(problem("values_bad_link", path, found=found[1][:80]))
        if known == len(self.problems) and not _is_whole(xml):
            self.problems.append(problem("values_torn", path))
        kind = RichText if isinstance(value, RichText) else RichTextParagraph
        copied = kind()
        copied.xml = xml
        return Rich(copied)

    def listing(self, value: Listing, path: str) -> str:
        """Return the text of a Listing; each \\a and \\f in it begins a paragraph."""
        return html.unescape(self._breaks(value.xml, path))

    def _breaks(self, xml: Any, path: str) -> str:
        text = str(xml).replace("\r\n", "\n").replace("\r", "\n")
        if found := _FORBIDDEN_IN_MARKUP.search(text):
            self._forbidden(found, path)
        return text


def _with_address(found: re.Match[str]) -> str:
    """Write the address of a link as an attribute holds it; docxtpl leaves that to the author."""
    address = escape(found[1].replace("&amp;", "&"))
    return f'{found[0][: -len(found[1]) - 1]}{address}"'


def _is_whole(xml: str) -> bool:
    try:
        etree.fromstring(_HOLDER % _BREAKS.sub(" ", xml))
    except (etree.XMLSyntaxError, ValueError):
        return False
    return True


def _look(picture: Picture) -> Measured:
    """Measure a picture; small ones, such as the emblem on every letter, are looked at once."""
    return _remembered(picture) if len(picture.content) < _SMALL else measured(picture)


_remembered = lru_cache(maxsize=32)(measured)


def _moment(_: Copy, value: date | time, __: str) -> str:
    if isinstance(value, datetime):
        return datetime.isoformat(value, " ")
    return date.isoformat(value) if isinstance(value, date) else time.isoformat(value)


def _document(_: Copy, value: SubDocument, __: str) -> Rich:
    return Rich(value)


_SPECIAL: tuple[tuple[Any, Callable[[Copy, Any, str], Any]], ...] = (
    (Decimal, Copy.decimal),
    (float, Copy.real),
    ((date, time), _moment),
    (Picture, Copy.picture),
    ((RichText, RichTextParagraph), Copy.markup),
    (Listing, Copy.listing),
    (SubDocument, _document),
)
