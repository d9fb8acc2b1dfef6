"""What files are called when they leave the service."""

import re
import unicodedata

from service.casework.model import DOCX, JSON, PDF, XLSX, CaseView
from service.dataset import is_json
from service.procedure import Output, Procedure

_ENDINGS = {
    "docx": DOCX,
    "pdf": PDF,
    "png": "image/png",
    "jpg": "image/jpeg",
    "xlsx": XLSX,
    "xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
    "xls": "application/vnd.ms-excel",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
    "json": JSON,
}
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_OPEN_DOCUMENT = _ENDINGS["ods"].encode()


def slug(text: str) -> str:
    """Return `text` as small letters, digits and hyphens: "Seksi Pemerintahan" for a file name."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def output_name(view: CaseView, output: Output, unit: str | None, version: int, end: str) -> str:
    """Return "03-rekapitulasi-data-seksi-pemerintahan-tw3-2026-v2.docx"."""
    named = {one.code: one.name for one in view.dataset.units}
    parts = [f"{_first_step(view.procedure, output):02d}", output.slug]
    if unit is not None:
        parts.append(slug(named.get(unit, unit)))
    parts += [f"tw{view.quarter}", str(view.year), f"v{version}"]
    return f"{'-'.join(parts)}.{end}"


def safe(name: str, otherwise: str) -> str:
    """Return the last part of an uploaded file's name without what folders and shells read."""
    last = re.split(r"[\\/]", name)[-1]
    kept = "".join(c if c.isalnum() or c in " .-_()" else "-" for c in last).strip(" .-")
    return kept[-100:] or otherwise


def ending(media_type: str) -> str:
    """Return the ending of files of this type: "pdf"."""
    return next((end for end, known in _ENDINGS.items() if known == media_type), "bin")


def upload_type(content: bytes, name: str) -> str:
    """Return the media type of an uploaded form that was read without complaint."""
    if is_json(content):
        return JSON
    if content.startswith(_OLD_EXCEL):
        return _ENDINGS["xls"]
    if not content.startswith(b"PK"):
        return _ENDINGS["csv"]
    if _OPEN_DOCUMENT in content[:200]:  # the first member of the zip says so
        return _ENDINGS["ods"]
    return _ENDINGS["xlsm"] if name.lower().endswith(".xlsm") else XLSX


def _first_step(procedure: Procedure, output: Output) -> int:
    return next(
        step.number
        for step in procedure.steps
        for action in step.actions
        if any(made.output == output.code for made in action.makes)
    )
