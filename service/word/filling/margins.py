"""A template on other margins: its pages, and the tables and tabs that were as wide as its text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml import etree

from service import package
from service.word import archive

Sides = tuple[int, int, int, int]  # top, bottom, left, right in mm

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TWIPS_PER_MM = 1440 / 25.4
_EDGE = 8  # mm between the foot of a page and the edge of the paper, where its margin allows it


@lru_cache(maxsize=64)
def with_margins(content: bytes, upright: Sides | None, across: Sides | None) -> bytes:
    """Return a sound template with the margins of its pages set; None leaves those it has.

    Tables keep their share of the text's width. Nothing else changes, no tag either.
    """
    members = package.read(content, "docx")
    main = package.main_part(members)
    body = package.xml(members[main])
    changed = {main: body}
    feet = _feet(members, main)
    for section in _sections(body):
        sides = across if section.lies else upright
        if sides is None:
            continue
        scale = section.set(sides)
        for table in section.tables:
            _widen(table, scale)
        for foot in section.feet:
            name = feet.get(foot, "")
            if name in members:
                part = changed.setdefault(name, package.xml(members[name]))
                _widen(part, scale)
                _move_tabs(part, scale)
    entries = {
        name: archive.deflated(name, _text(changed[name]))
        if name in changed
        else archive.kept(member)
        for name, member in members.items()
    }
    return archive.write(archive.in_order(entries))


@dataclass
class _Section:
    """The pages that share margins: their properties, and the tables that stand on them."""

    properties: Any
    tables: list[Any]

    @property
    def lies(self) -> bool:
        """Tell whether the pages are wider than high."""
        return self._page("w") > self._page("h")

    @property
    def feet(self) -> list[str]:
        """Return the relationships of the section's own headers and footers."""
        kinds = (f"{_W}headerReference", f"{_W}footerReference")
        return [one.get(f"{_R}id", "") for one in self.properties.iter(*kinds)]

    def set(self, sides: Sides) -> float:
        """Set the margins and return how much wider the text is than it was."""
        before = self._width()
        margins = self.properties.find(f"{_W}pgMar")
        for name, side in zip(("top", "bottom", "left", "right"), sides, strict=True):
            margins.set(f"{_W}{name}", str(round(side * _TWIPS_PER_MM)))
        foot = min(int(margins.get(f"{_W}footer", "0")), max(sides[1] - _EDGE, 5) * 57)
        margins.set(f"{_W}footer", str(foot))
        return self._width() / before

    def _width(self) -> int:
        margins = self.properties.find(f"{_W}pgMar")
        return self._page("w") - sum(int(margins.get(f"{_W}{side}")) for side in ("left", "right"))

    def _page(self, side: str) -> int:
        return int(self.properties.find(f"{_W}pgSz").get(f"{_W}{side}"))


def _sections(root: Any) -> Iterator[_Section]:
    """Yield the sections in order: each ends with the block that holds its properties."""
    tables: list[Any] = []
    for block in root.find(f"{_W}body"):
        if block.tag == f"{_W}tbl":
            tables.append(block)
        found = block if block.tag == f"{_W}sectPr" else block.find(f"{_W}pPr/{_W}sectPr")
        if found is not None:
            yield _Section(found, tables)
            tables = []


def _feet(members: Mapping[str, package.Member], main: str) -> dict[str, str]:
    """Return the parts that the main part refers to, by the name of the relationship."""
    folder, _, name = main.rpartition("/")
    listing = members.get(f"{folder}/_rels/{name}.rels")
    found = [] if listing is None else package.xml(listing)
    return {one.get("Id", ""): f"{folder}/{one.get('Target', '')}" for one in found}


def _widen(root: Any, scale: float) -> None:
    """Scale every table in `root`, nested ones too."""
    for grid in root.iter(f"{_W}gridCol"):
        _scaled(grid, "w", scale)
    for width in root.iter(f"{_W}tcW", f"{_W}tblW"):
        if width.get(f"{_W}type") == "dxa":
            _scaled(width, "w", scale)


def _move_tabs(root: Any, scale: float) -> None:
    """Move the tabs that end a line at the right margin."""
    for tab in root.iter(f"{_W}tab"):
        if tab.get(f"{_W}val") == "right":
            _scaled(tab, "pos", scale)


def _scaled(node: Any, name: str, scale: float) -> None:
    node.set(f"{_W}{name}", str(round(int(node.get(f"{_W}{name}")) * scale)))


def _text(root: Any) -> str:
    told = etree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{told}'
