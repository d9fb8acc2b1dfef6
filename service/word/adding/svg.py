"""Draw an SVG as PNG, the only form all word processors show.

An SVG is a program of sorts: it can name files, fetch addresses, hold scripts and grow without end.
So it is read first and refused when it reaches outside itself, written anew from what was read, and
drawn by a process of its own with little memory and time.
"""

import io
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore

from lxml import etree
from PIL import Image

PER_INCH = 96.0  # the pixels an SVG counts in
SECONDS = 8.0  # the drawer itself ends sooner, unless the machine is busy
_LONGER_SIDE = 1_500  # pixels: 300 an inch on 127 mm
_MAX_BYTES = 5 * 1024 * 1024
_SVG = "{http://www.w3.org/2000/svg}"
_OWN = ("", "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace")
_DRAWER = Path(__file__).with_name("svg_drawer.py")
_PIXELS = {
    "": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": PER_INCH, "cm": PER_INCH / 2.54,
    "mm": PER_INCH / 25.4,
}  # fmt: skip
_LENGTH = re.compile(r"\s*(\d{1,7}(?:\.\d{1,12})?)\s*(px|pt|pc|in|cm|mm)?\s*")
_INSIDE = re.compile(r"\s*(?:#|data:image/(?:png|jpe?g);base64,|$)", re.IGNORECASE)
_REACHES_OUT = re.compile(r"url\((?!\s*[\"']?\s*(?:#|data:))|@import", re.IGNORECASE)
# Fonts few servers have, and those of the same widths that setting up installs.
_TWINS = {
    "Arial": "Arimo", "Helvetica": "Arimo", "Times New Roman": "Tinos", "Courier New": "Cousine",
    "Calibri": "Carlito", "Bookman Old Style": "URW Bookman",
}  # fmt: skip
_FONT = re.compile("|".join(map(re.escape, _TWINS)))
_room = BoundedSemaphore(2)


class Unreadable(Exception):
    """The bytes are no SVG that can be drawn, or it says no size."""


class Refused(Exception):
    """The SVG reaches outside itself, holds a script or declares entities."""


class TooCostly(Exception):
    """Drawing the SVG takes more time or memory than a picture may."""


@dataclass(frozen=True)
class Drawn:
    """The PNG of an SVG and the size the SVG says, in its own pixels."""

    png: bytes
    width: float
    height: float


def is_svg(content: bytes) -> bool:
    """Tell whether the bytes begin as an SVG does; pictures of other kinds never do."""
    return content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


@lru_cache(maxsize=32)
def drawn(content: bytes) -> Drawn:
    """Draw an SVG. Raises Unreadable, Refused, TooCostly."""
    root = _read(content)
    width, height = _size(root)
    scale = _LONGER_SIDE / max(width, height)
    root.set("width", str(max(1, round(width * scale))))
    root.set("height", str(max(1, round(height * scale))))
    if root.get("viewBox") is None:
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    return Drawn(_png(etree.tostring(root)), width, height)


def _read(content: bytes) -> etree._Element:
    if len(content) > _MAX_BYTES:
        raise TooCostly
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as fault:
        raise Unreadable from fault
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused
    if root.tag != f"{_SVG}svg":
        raise Unreadable
    for element in root.iter("*"):
        _look_at(element)
    return root


def _look_at(element: etree._Element) -> None:
    """Refuse what names anything outside; what is left keeps to the fonts there are."""
    if element.tag == f"{_SVG}script":
        raise Refused
    if element.tag == f"{_SVG}style":
        element.text = _with_twins(_kept_inside(element.text or ""))
    for key, value in element.attrib.items():
        qualified = etree.QName(key)
        name = qualified.localname
        if (qualified.namespace or "") not in _OWN:
            del element.attrib[key]  # notes of the drawing program: nothing of it is drawn
        elif name == "href" and element.tag != f"{_SVG}a":
            if not _INSIDE.match(str(value)):
                raise Refused
        elif name in ("font-family", "font", "style"):
            element.set(key, _with_twins(_kept_inside(str(value))))
        elif name.startswith("on"):
            raise Refused
        else:
            _kept_inside(str(value))


def _kept_inside(text: str) -> str:
    if _REACHES_OUT.search(text):
        raise Refused
    return text


def _with_twins(text: str) -> str:
    return _FONT.sub(lambda found: _TWINS[found.group()], text)


def _size(root: etree._Element) -> tuple[float, float]:
    """Return width and height in pixels: as said, or as the view box has them."""
    said = _pixels(root.get("width", "")), _pixels(root.get("height", ""))
    box = [_pixels(number) for number in re.split(r"[\s,]+", root.get("viewBox", "").strip())[2:]]
    if all(said):
        return said
    if len(box) != 2 or not all(box):
        raise Unreadable
    if any(said):
        scale = said[0] / box[0] if said[0] else said[1] / box[1]
        return box[0] * scale, box[1] * scale
    return box[0], box[1]


def _pixels(length: str) -> float:
    """Return a length in pixels; 0 for none, or one that hangs on what is around the picture."""
    found = _LENGTH.fullmatch(length)
    return float(found[1]) * _PIXELS[found[2] or ""] if found else 0.0


def _png(svg: bytes) -> bytes:
    with _room:
        try:
            done = subprocess.run(  # noqa: S603 - our own program, nothing of the SVG in its words
                [sys.executable, "-I", str(_DRAWER)],
                input=svg,
                capture_output=True,
                env={},
                cwd="/",
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as fault:
            raise TooCostly from fault
    if done.returncode < 0:
        raise TooCostly
    try:
        with Image.open(io.BytesIO(done.stdout)) as image:
            image.verify()
    except (OSError, SyntaxError, ValueError) as fault:
        raise Unreadable from fault
    return done.stdout
