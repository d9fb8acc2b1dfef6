"""Pages of a PDF as pictures for the screen."""

import io
from threading import Lock

import pypdfium2

from service.errors import Invalid, NotFound

MOST_PIXELS = 2_000  # along either side: a page may call itself five metres wide

_pdfium = Lock()  # PDFium is not made for threads


def page_count(pdf: bytes) -> int:
    """Return the number of pages. Raises Invalid when the PDF cannot be read."""
    with _pdfium, _opened(pdf) as document:
        return len(document)


def page(pdf: bytes, number: int, dpi: int = 80) -> bytes:
    """Return page `number` (from 1) as PNG of at most MOST_PIXELS along either side.

    Raises NotFound beyond the last page, Invalid when the PDF cannot be read.
    """
    with _pdfium, _opened(pdf) as document:
        if not 1 <= number <= len(document):
            raise NotFound("not_found", what=f"Halaman {number}")
        drawn = document[number - 1]
        scale = min(dpi / 72, MOST_PIXELS / max(drawn.get_size()))
        picture = drawn.render(scale=scale).to_pil()
    out = io.BytesIO()
    picture.convert("P", palette=1, colors=64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _opened(pdf: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as cause:
        raise Invalid("pdf_unreadable") from cause
