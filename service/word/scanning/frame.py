"""The frame of a placeholder picture: another picture is drawn in it, everything else stays.

The new picture is fitted into the frame without distortion, in its middle; what is left of the
frame is kept free, so that nothing around it moves. Place, wrapping, border and shape stay.
Cropping is taken away, since it was meant for the other picture.
"""

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree
from markupsafe import escape

from service.word.names import RELATIONS, w

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_VML = "{urn:schemas-microsoft-com:vml}"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_EMBED, _LINK, _ID = (f"{{{RELATIONS}}}{name}" for name in ("embed", "link", "id"))
_EMU = {"pt": 12_700, "in": 914_400, "cm": 360_000, "mm": 36_000, "pc": 152_400, "px": 9_525}
_LENGTH = re.compile(r"(?<![\w-])(width|height)\s*:\s*(\d{1,5}(?:\.\d{1,9})?)(pt|in|cm|mm|pc|px)")
_WHOLE = re.compile(r"-?[0-9]{1,10}")
# What a floating picture keeps free around itself, and on which sides of the new one that lies.
_DISTANCES = {"distL": "left", "distR": "left", "distT": "top", "distB": "top"}
_TEXTS = {"descr", "title", "alt"}
_EFFECTS = {"l": "left", "r": "left", "t": "top", "b": "top"}


@dataclass(frozen=True)
class Shown:
    """What is drawn in a frame: the picture's relationship and shape, its number and its text."""

    relation: str
    width: int
    height: int
    number: int
    text: str


@dataclass(frozen=True)
class Frame:
    """A frame, read once; `width` and `height` in EMU.

    `pieces` is XML with, at each second place, what a picture decides: "number", "width", … or the
    same with a length it is added to. `kept` is the placeholder itself, for a new text only.
    """

    pieces: tuple[str, ...]
    kept: tuple[str, ...]
    width: int
    height: int

    def drawn(self, shown: Shown) -> str:
        """Return the XML of the frame with a picture fitted into its middle."""
        scale = min(self.width / shown.width, self.height / shown.height)
        width = max(1, round(shown.width * scale))
        height = max(1, round(shown.height * scale))
        lengths = {
            "width": width, "height": height,
            "left": (self.width - width) // 2, "top": (self.height - height) // 2,
        }  # fmt: skip
        words = {"relation": shown.relation, **_words(shown.number, shown.text)}
        return _filled(self.pieces, words, lengths)

    def described(self, number: int, text: str) -> str:
        """Return the XML of the placeholder as it is, with another alternative text."""
        return _filled(self.kept, _words(number, text), {})


def alternative_text(text: str) -> str:
    """Return a text as it stands in an attribute: escaped, in one line, nothing unprintable."""
    return str(escape("".join(one if one.isprintable() else " " for one in text)))


def _words(number: int, text: str) -> dict[str, str]:
    return {"number": str(number), "text": alternative_text(text)}


def _filled(pieces: tuple[str, ...], words: Mapping[str, str], lengths: Mapping[str, int]) -> str:
    filled = list(pieces)
    for at in range(1, len(filled), 2):
        name, _, base = filled[at].partition("+")
        if name in words:
            filled[at] = words[name]
        elif base.endswith("pt"):
            filled[at] = f"{lengths[name] / _EMU['pt']:.2f}pt"
        else:
            filled[at] = str(lengths[name] + int(base or 0))
    return "".join(filled)


class NoFrame(Exception):
    """The picture says no size, so nothing can be fitted into it."""


class Reader:
    """Reads the frames of one part, whose text holds neither of two bracket characters."""

    def __init__(self, root: etree._Element, opening: str, closing: str) -> None:
        self._known = root.nsmap
        self._opening, self._closing = opening, closing
        self._token = re.compile(f"{opening}([a-z]+(?:\\+[-\\w]+)?){closing}")

    def read(self, element: etree._Element) -> Frame:
        """Return the frame of a w:drawing or v:shape. Raises NoFrame."""
        kept, swapped = copy.deepcopy(element), copy.deepcopy(element)
        is_drawing = element.tag == w("drawing")
        self._number(kept)
        for named in kept.iter("*"):
            for name in _TEXTS & set(named.attrib):
                if "{{" in named.get(name, ""):
                    named.set(name, self._mark("text"))
        self._number(swapped)
        size = self._open_drawing(swapped) if is_drawing else self._open_shape(swapped)
        return Frame(self._pieces(swapped), self._pieces(kept), *size)

    def _mark(self, name: str) -> str:
        return f"{self._opening}{name}{self._closing}"

    def _pieces(self, element: etree._Element) -> tuple[str, ...]:
        def declared(found: re.Match[str]) -> str:
            return "" if self._known.get(found[1]) == found[2] else found[0]

        xml = etree.tostring(element, encoding="unicode", with_tail=False)
        return tuple(self._token.split(re.sub(r'\sxmlns:(\w+)="([^"]*)"', declared, xml)))

    def _number(self, element: etree._Element) -> None:
        for properties in element.iter("{*}docPr", "{*}cNvPr"):
            properties.set("id", self._mark("number"))
        for shape in element.iter(f"{_VML}shape"):
            shape.set("id", f"Gambar{self._mark('number')}")
            for name in (f"{_OFFICE}spid", f"{_OFFICE}gfxdata"):
                shape.attrib.pop(name, "")

    def _open_drawing(self, drawing: etree._Element) -> tuple[int, int]:
        for properties in drawing.iter("{*}docPr", "{*}cNvPr"):
            for name in _TEXTS & set(properties.attrib):
                del properties.attrib[name]
        holder = drawing[0]
        for properties in holder.findall("{*}docPr"):
            properties.set("descr", self._mark("text"))
        extent = holder.find(f"{_WP}extent")
        size = _size(extent) if extent is not None else None
        if extent is None or size is None:
            raise NoFrame
        for element in (extent, *drawing.iter(f"{_A}ext")):
            if element.get("cx") is not None:
                element.set("cx", self._mark("width"))
                element.set("cy", self._mark("height"))
        self._open_fill(drawing)
        self._keep_free(holder, extent)
        return size

    def _open_fill(self, drawing: etree._Element) -> None:
        """Take away what belongs to the other picture: its cropping, its file, its SVG twin."""
        for blip in drawing.iter(f"{_A}blip"):
            blip.set(_EMBED, self._mark("relation"))
            blip.attrib.pop(_LINK, "")
            _drop(blip.findall(f"{_A}extLst"))
        _drop(drawing.iter("{*}srcRect", "{*}sizeRelH", "{*}sizeRelV"))
        for rectangle in drawing.iter(f"{_A}fillRect"):
            rectangle.attrib.clear()

    def _keep_free(self, holder: etree._Element, extent: etree._Element) -> None:
        """Leave free around the new picture what it does not fill of the frame.

        A floating picture has its distance from the text for that. One in the line has what its
        effects take up: Word keeps it free, LibreOffice 7.4 lets the line close up.
        """
        if holder.tag == f"{_WP}anchor":
            for name, side in _DISTANCES.items():
                holder.set(name, self._mark(f"{side}+{_whole(holder, name)}"))
            for axis, side in (("H", "left"), ("V", "top")):
                offset = holder.find(f"{_WP}position{axis}/{_WP}posOffset")
                if offset is not None and _WHOLE.fullmatch(offset.text or ""):
                    offset.text = self._mark(f"{side}+{offset.text}")
            return
        for name in _DISTANCES:
            holder.set(name, holder.get(name, "0"))  # LibreOffice takes 3 mm where nothing is said
        effect = holder.find(f"{_WP}effectExtent")
        if effect is None:
            effect = etree.Element(f"{_WP}effectExtent")
            extent.addnext(effect)
        for name, side in _EFFECTS.items():
            effect.set(name, self._mark(f"{side}+{_whole(effect, name)}"))

    def _open_shape(self, shape: etree._Element) -> tuple[int, int]:
        shape.set("alt", self._mark("text"))
        shape.attrib.pop("title", "")
        style = shape.get("style", "")
        found = {side: float(size) * _EMU[unit] for side, size, unit in _LENGTH.findall(style)}
        width, height = round(found.get("width", 0)), round(found.get("height", 0))
        if not (width and height):
            raise NoFrame
        marked = _LENGTH.sub(lambda found: f"{found[1]}:{self._mark(found[1] + '+pt')}", style)
        shape.set("style", marked)
        for image in shape.iter(f"{_VML}imagedata"):
            for name in list(image.attrib):
                if str(name).startswith(("crop", f"{{{RELATIONS}}}", _OFFICE)):
                    del image.attrib[name]
            image.set(_ID, self._mark("relation"))
        return width, height


def _size(extent: etree._Element) -> tuple[int, int] | None:
    width, height = _whole(extent, "cx"), _whole(extent, "cy")
    return (width, height) if width > 0 and height > 0 else None


def _whole(element: etree._Element, name: str) -> int:
    found = _WHOLE.fullmatch(element.get(name, ""))
    return int(found.group()) if found else 0


def _drop(elements: Iterator[etree._Element] | list[etree._Element]) -> None:
    for element in list(elements):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
