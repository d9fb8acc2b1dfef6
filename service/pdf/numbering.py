"""Page numbers on a finished PDF, for the engine that has none of its own."""

import io

import pikepdf

_SIZE = 8
_UP = 20  # points from the lower edge
_PER_LETTER = 0.5  # of the size, near enough for figures and small letters


def numbered(content: bytes) -> bytes:
    """Return the PDF with "Halaman 2 dari 7" in the middle of the foot of each page."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        font = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
        )
        for number, page in enumerate(pdf.pages, start=1):
            name = page.add_resource(font, pikepdf.Name.Font)
            text = f"Halaman {number} dari {len(pdf.pages)}"
            width = float(page.mediabox[2]) - float(page.mediabox[0])
            left = (width - len(text) * _SIZE * _PER_LETTER) / 2
            drawn = f"Q q BT {name} {_SIZE} Tf {left:.1f} {_UP} Td ({text}) Tj ET Q"
            page.contents_add(b"q", prepend=True)
            page.contents_add(drawn.encode())
        made = io.BytesIO()
        pdf.save(made)
    return made.getvalue()
