"""Turn the line ends, tabs and breaks that values brought into Word's own elements.

The XML of a template holds none of these characters, so wherever one stands in a filled part it
came with a value, inside the text of a run.
"""

import re

_PRESERVE = '<w:t xml:space="preserve">'
_LINE = f"</w:t><w:br/>{_PRESERVE}"
_TABULATOR = f"</w:t><w:tab/>{_PRESERVE}"
_PAGE = '</w:p><w:p><w:r><w:br w:type="page"/></w:r></w:p>'
_PARAGRAPH_START = re.compile(r"<w:p(?:\s[^>]*)?>(<w:pPr>.*?</w:pPr>)?", re.DOTALL)
_RUN_START = re.compile(r"<w:r(?:\s[^>]*)?>(<w:rPr>.*?</w:rPr>)?", re.DOTALL)


def resolved(xml: str) -> str:
    """Return the part with every break as Word writes it."""
    if "\a" in xml or "\f" in xml:
        xml = _with_paragraphs(xml)
    if "\n" in xml:
        xml = xml.replace("\n", _LINE)
    if "\t" in xml:
        xml = xml.replace("\t", _TABULATOR)
    return xml


def _with_paragraphs(xml: str) -> str:
    """Begin a new paragraph, formatted as its own, at each \\a (and after a page break at \\f)."""
    pieces = re.split("([\a\f])", xml)
    written = [pieces[0]]
    paragraph, run = _formats(pieces[0], "", "")
    for mark, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        page = _PAGE if mark == "\f" else "</w:p>"
        written.append(f"</w:t></w:r>{page}<w:p>{paragraph}<w:r>{run}{_PRESERVE}")
        written.append(piece)
        paragraph, run = _formats(piece, paragraph, run)
    return "".join(written)


def _formats(piece: str, paragraph: str, run: str) -> tuple[str, str]:
    """Return the formatting of the paragraph and run in which `piece` ends."""
    start = max(piece.rfind("<w:p>"), piece.rfind("<w:p "))
    if start >= 0 and (found := _PARAGRAPH_START.match(piece, start)):
        paragraph, run = found[1] or "", ""
    start = max(piece.rfind("<w:r>"), piece.rfind("<w:r "))
    if start >= 0 and (found := _RUN_START.match(piece, start)):
        run = found[1] or ""
    return paragraph, run
