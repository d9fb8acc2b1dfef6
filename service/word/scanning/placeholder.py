"""Find the pictures that stand for a value: their alternative text names it.

A clerk puts any picture where the right one shall be, in its size, and writes the name of the value
into its alternative text. What is meant as a name has to be told from what describes a picture:

- `{{ r.foto }}`, a tag and nothing else, always names a value;
- a bare name does when it is written as names of values are: small letters, digits, underscores and
  points, as in `foto` and `pejabat.foto`. A description in words has a capital letter or a space;
- not a name is what programs leave there unasked: a file's name (`logo.png`), a counted word
  (`image1`, `wps3`) or a hash.

A description of one small word is taken for a name on purpose: a placeholder left in a document
because its name was misspelt is worse than an error that says how to write the description.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from service.word.names import w
from service.word.scanning import tags

_NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")
_FILE = re.compile(r".*\.(?:png|jpe?g|jfif|gif|bmp|svg|tiff?|webp|emf|wmf|ico|heic|pdf)")
_COUNTED = re.compile(r"(?:image|img|picture|pic|graphic|photo|wps|scan|dsc|rid)[_\d]*\d")
_HASH = re.compile(r"(?=.*\d)[0-9a-f]{8,}")
_WORDS_OF_THE_LANGUAGE = {
    "and", "else", "false", "if", "in", "is", "loop", "none", "not", "or", "true",
}  # fmt: skip
_DRAWING = w("drawing")
_VML = "{urn:schemas-microsoft-com:vml}"


@dataclass(frozen=True)
class Placeholder:
    """A picture that stands for a value.

    `element` is the whole picture, `expression` leads to the value, `bare` tells that it is a name
    without brackets, `beside` is what else the author wrote there: a description for readers.
    """

    element: etree._Element
    expression: str
    bare: bool
    beside: str


def find(root: etree._Element) -> Iterator[Placeholder]:
    """Yield the placeholder pictures of a part in their order."""
    for element in list(root.iter(_DRAWING, f"{_VML}shape")):
        texts = _of_drawing(element) if element.tag == _DRAWING else _of_shape(element)
        for text, other in (texts, texts[::-1]):
            if found := _named(text):
                yield Placeholder(element, *found, "" if other == text else other)
                break


def _of_drawing(drawing: etree._Element) -> tuple[str, str]:
    """Return alternative text and title of a drawing that is one picture."""
    properties = drawing.find("{*}*/{*}docPr")
    picture = drawing.find("{*}*/{*}graphic/{*}graphicData/{*}pic/{*}blipFill/{*}blip")
    if properties is None or picture is None or len(drawing) > 1:
        return "", ""
    return properties.get("descr", "").strip(), properties.get("title", "").strip()


def _of_shape(shape: etree._Element) -> tuple[str, str]:
    if shape.find(f"{_VML}imagedata") is None:
        return "", ""
    return shape.get("alt", "").strip(), shape.get("title", "").strip()


def _named(text: str) -> tuple[str, bool] | None:
    """Return the expression an alternative text consists of, and whether it is a bare name."""
    if "{{" in text:
        return _tagged(text)
    machine_made = any(pattern.fullmatch(text) for pattern in (_FILE, _COUNTED, _HASH))
    if _NAME.fullmatch(text) and not machine_made and text not in _WORDS_OF_THE_LANGUAGE:
        return text, True
    return None


def _tagged(text: str) -> tuple[str, bool] | None:
    found = list(tags.find(text))
    alone = len(found) == 1 and (found[0].start, found[0].end) == (0, len(text))
    whole = alone and found[0].opening == "{{" and not found[0].broken
    return (found[0].body, False) if whole else None
