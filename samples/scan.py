"""A page that stands in for the scan of a signed document, for clicking the demo to its end."""

import time
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

NAME = "hasil-pindai-dokumen.pdf"
PIXELS = (827, 1169)  # A4 at 100 dpi
MADE = time.struct_time((2026, 10, 9, 8, 0, 0, 4, 282, 0))  # fixed: the same bytes every time
LINES = (
    "HASIL PINDAI (CONTOH)",
    "Di kantor Anda, di sini dokumen",
    "yang sudah ditandatangani dan dicap.",
)


def write(folder: Path) -> None:
    """Write the page into `folder`."""
    page = Image.new("RGB", PIXELS, "white")
    drawing = ImageDraw.Draw(page)
    drawing.rectangle((60, 60, 767, 1109), outline="#888888", width=2)
    for number, line in enumerate(LINES):
        font = ImageFont.load_default(34 if number == 0 else 24)
        drawing.text((413, 480 + 60 * number), line, "#333333", font=font, anchor="mm")
    page.save(
        folder / NAME, "PDF", resolution=100.0, creationDate=MADE, modDate=MADE, title="Contoh"
    )
