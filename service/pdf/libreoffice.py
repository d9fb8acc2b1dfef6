"""LibreOffice as the engine: right on everything, about two seconds a document."""

import tempfile
from pathlib import Path
from threading import Lock

from service.errors import ToolFailed
from service.pdf.process import run

PROGRAM = "soffice"
SECONDS = 60

_one_at_a_time = Lock()


def convert(docx: bytes) -> bytes:
    """Convert by a fresh LibreOffice with a profile of its own. Raises ToolFailed without a PDF.

    Two at once on one profile lose a file without a word, and two at once on two cores are no
    faster than one after the other, hence the lock.
    """
    with _one_at_a_time, tempfile.TemporaryDirectory(prefix="libreoffice-") as name:
        folder = Path(name)
        folder.joinpath("dokumen.docx").write_bytes(docx)
        run(_command(folder), seconds=SECONDS, folder=folder)
        made = folder / "dokumen.pdf"
        content = made.read_bytes() if made.is_file() else b""
    if not content.rstrip().endswith(b"%%EOF"):
        raise ToolFailed("pdf_not_made", engine="LibreOffice", seconds=SECONDS)
    return content


def _command(folder: Path) -> list[str]:
    return [
        PROGRAM,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        "--infilter=MS Word 2007 XML",
        "--convert-to",
        "pdf:writer_pdf_Export",
        "--outdir",
        str(folder),
        "dokumen.docx",
    ]
