"""Word and HTML to PDF, PDF to pictures: three engines behind plain functions on bytes.

made.py          a PDF with the engine that made it
libreoffice.py   LibreOffice where it is installed, one process a conversion
embedded.py      word2pdf in a child process of its own, the engine that is always there
html.py          pdfkit and wkhtmltopdf for our own HTML
process.py       an outside program with a time limit, judged by the file it made
numbering.py     page numbers on a finished PDF
preview.py       pages of a PDF as pictures
"""

import shutil

from service.errors import ToolFailed
from service.pdf import embedded, libreoffice
from service.pdf.html import from_html
from service.pdf.made import Pdf
from service.pdf.numbering import numbered
from service.pdf.preview import page, page_count
from service.pdf.references import refuse_external
from service.settings import Engine

__all__ = ["Pdf", "convert", "from_html", "numbered", "page", "page_count"]

LABELS = {"libreoffice": "LibreOffice", "bawaan": "mesin bawaan"}


def convert(docx: bytes, engine: Engine = "auto") -> Pdf:
    """Convert a Word file to PDF by LibreOffice where it is installed, else by the embedded engine.

    With "auto" a LibreOffice that hangs or fails is replaced by the embedded engine, and the
    warnings say so. Raises Invalid for a document that refers to files outside itself, ToolFailed
    when no engine made a PDF.
    """
    refuse_external(docx)
    if engine == "bawaan":
        return _embedded(docx)
    if not shutil.which(libreoffice.PROGRAM):
        if engine == "libreoffice":
            raise ToolFailed("pdf_engine_missing")
        return _embedded(docx)
    try:
        return Pdf(libreoffice.convert(docx), LABELS["libreoffice"], ())
    except ToolFailed as failure:
        if engine == "libreoffice":
            raise
        made = _embedded(docx)
        return Pdf(made.content, made.engine, (failure.detail, *made.warnings))


def _embedded(docx: bytes) -> Pdf:
    content, warnings = embedded.convert(docx)
    return Pdf(content, LABELS["bawaan"], warnings)
