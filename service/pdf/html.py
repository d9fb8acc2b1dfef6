"""Our own HTML to PDF by pdfkit and wkhtmltopdf."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pdfkit

from service.errors import ToolFailed
from service.pdf.made import Pdf
from service.pdf.process import run

PROGRAM = "wkhtmltopdf"
SECONDS = 30
OPTIONS: dict[str, str] = {
    "margin-top": "15mm",
    "margin-bottom": "15mm",
    "margin-left": "20mm",
    "margin-right": "15mm",
    "encoding": "utf-8",
    "zoom": "1.28",  # Debian's build has an unpatched Qt, which draws text at 78 %
    "disable-javascript": "",
    "disable-local-file-access": "",
    "disable-plugins": "",
    "disable-external-links": "",
}
PAPER = {
    "F4": ("215mm", "330mm"),
    "A4": ("210mm", "297mm"),
    "A4 mendatar": ("297mm", "210mm"),
}


class _Sheet(pdfkit.PDFKit):  # type: ignore[misc]  # pdfkit has no types
    """pdfkit without options taken out of the HTML (CVE-2025-26240)."""

    def _find_options_in_meta(self, _content: Any) -> dict[str, str]:
        return {}


def from_html(html: str, paper: str = "F4") -> Pdf:
    """Convert HTML of our own to PDF on a paper of PAPER.

    Raises ToolFailed when wkhtmltopdf is missing.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        raise ToolFailed("pdf_tool_missing")
    width, height = PAPER[paper]
    sheet = _Sheet(
        html,
        "string",
        options=OPTIONS | {"page-width": width, "page-height": height},
        configuration=pdfkit.configuration(wkhtmltopdf=program),
    )
    with tempfile.TemporaryDirectory(prefix="lembar-") as name:
        made = Path(name) / "lembar.pdf"
        run(
            sheet.command(str(made)),
            seconds=SECONDS,
            folder=Path(name),
            stdin=html.encode(),
            extra={"QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": name},
        )
        content = made.read_bytes() if made.is_file() else b""
    if not content.startswith(b"%PDF"):
        raise ToolFailed("pdf_not_made", engine=PROGRAM, seconds=SECONDS)
    return Pdf(content, PROGRAM, ())
