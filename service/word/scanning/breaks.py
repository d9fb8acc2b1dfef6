"""Turn the line ends, tabs and breaks that values brought into Word's own elements.

The XML of a template holds none of these characters, so wherever one stands in a filled part it
came with a value, inside the text of a run.
"""

import re

_PRESERVE = '<w:t xml:space="preserve">'
_LINE = f"</w:t><w:br/>{_PRESERVE}"
_TABULATOR = f"</w:t><w:tab/>{_PRESERVE}"
_PAGE = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
_PPR = re.compile(r"<w:pPr>.*?</w:pPr>", re.DOTALL)
_RPR = re.compile(r"<w:rPr>.*?</w:rPr>", re.DOTALL)
_PARAGRAPH = re.compile(r"<(/?)w:p(?:\s[^>]*)?(/?)>")
_ELEMENT = re.compile(r"<(/?)([A-Za-z][^\s/>]*)(?:[^>\"]|\"[^\"]*\")*?(/?)>")


def resolved(xml: str, *, slashes: bool = True) -> str:
    """Return the part with every break as Word writes it, and slashes as they are.

    The evaluator writes a slash as a reference, six characters in every date and number; without
    `slashes` among the values there is nothing to look for.
    """
    if slashes:
        xml = xml.replace("&#x2f;", "/")
    if "\a" in xml or "\f" in xml:
        xml = _with_paragraphs(xml)
    if "\n" in xml:
        xml = xml.replace("\n", _LINE)
    if "\t" in xml:
        xml = xml.replace("\t", _TABULATOR)
    return xml


def _with_paragraphs(xml: str) -> str:
    """Begin a new paragraph, formatted as its own, at each \\a (and after a page break at \\f).

    Around the run in which a mark stands may be a hyperlink, a content control or a tracked
    change, and around its paragraph a text box of another one.
    """
    pieces = re.split("([\a\f])", xml)
    written, text = [pieces[0]], pieces[0]
    for mark, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        opened = _opened(text)
        inner = len(opened) - _depth(opened)
        written += [f"</{name}>" for name, _ in reversed(opened[inner:])]
        written.append(_PAGE if mark == "\f" else "")
        written += [begun for _, begun in opened[inner:]]
        written.append(piece)
        text = "".join([*(begun for _, begun in opened), piece])
    return "".join(written)


def _depth(opened: list[tuple[str, str]]) -> int:
    """Return how many elements are open from the innermost paragraph on."""
    return [name for name, _ in reversed(opened)].index("w:p") + 1


def _opened(text: str) -> list[tuple[str, str]]:
    """Return the elements open at the end of `text`, from the outermost paragraph on."""
    opened: list[tuple[str, str]] = []
    for found in _ELEMENT.finditer(text, _paragraph_start(text)):
        closing, name, alone = found.groups()
        if closing:
            opened.pop()
        elif not alone:
            opened.append((name, _begun(found, text)))
    return opened


def _begun(found: re.Match[str], text: str) -> str:
    """Return what opens an element once more, with the formatting of a paragraph or run."""
    name, kind = found[2], {"w:p": _PPR, "w:r": _RPR}.get(found[2])
    if kind is None:
        return _PRESERVE if name == "w:t" else found[0]
    format_ = kind.match(text, found.end())
    return f"<{name}>{format_[0] if format_ else ''}"


def _paragraph_start(text: str) -> int:
    """Return where the outermost paragraph begins that is open at the end of `text`."""
    begun: list[int] = []
    for found in _PARAGRAPH.finditer(text):
        if not found[1] and not found[2]:
            begun.append(found.start())
        elif found[1] and begun:
            begun.pop()
    return begun[0]
