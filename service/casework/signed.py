"""Is an uploaded signed PDF, a scan or an emblem what it claims to be?"""

import io

import pikepdf
from PIL import Image

from service import gate
from service.casework.model import PDF, CaseView, NewFile, Upload
from service.errors import Invalid
from service.pdf import page_count
from service.procedure import Action
from service.store import Store

_PICTURES = {"PNG": "image/png", "JPEG": "image/jpeg"}
_SCANS: tuple[gate.Kind, ...] = ("pdf", "png", "jpeg")
_DOTS_PER_INCH = 150
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def media_type(upload: Upload) -> str:
    """Return the media type of a PDF with pages, or of a PNG or JPEG picture.

    Judged by the bytes, never by the name. Raises Invalid: "case_file_empty", "case_pdf_locked",
    "case_pdf_broken", "pdf_unreadable" or "case_not_a_scan", and as the gate does.
    """
    if not upload.content:
        raise Invalid("case_file_empty", name=upload.name)
    if gate.admit(upload.content, _SCANS) == "pdf":
        _require_pages(upload)
        return PDF
    return _PICTURES[_picture(upload, "case_not_a_scan")]


def require_other_bytes(store: Store, view: CaseView, action: Action, sent: NewFile | None) -> None:
    """Return unless `sent` is, byte for byte, a PDF made here of a document the action makes.

    Raises Invalid("case_signed_unsigned"): what left the service came back without a signature.
    """
    if sent is None:
        return
    outputs = {one.output for one in action.makes}
    files = [one.ref.sha256 for one in view.progress.outputs if one.output in outputs]
    made = {one.pdf for one in store.conversions(files).values()}
    if sent.sha256 in made:
        raise Invalid("case_signed_unsigned")


def require_png(upload: Upload) -> None:
    """Return when `upload` is a whole PNG picture.

    Raises Invalid("case_not_an_emblem") for a broken one, and as the gate does.
    """
    gate.admit(upload.content, ("png",))
    _picture(upload, "case_not_an_emblem")


def as_pdf(picture: bytes) -> bytes:
    """Return a scanned picture as a PDF of one page."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as image:
        image.convert("RGB").save(out, "PDF", resolution=_DOTS_PER_INCH)
    return out.getvalue()


def _require_pages(upload: Upload) -> None:
    try:
        with pikepdf.open(io.BytesIO(upload.content)) as pdf:
            pages = len(pdf.pages)
    except pikepdf.PasswordError as fault:
        raise Invalid("case_pdf_locked", name=upload.name) from fault
    except (pikepdf.PdfError, ValueError) as fault:
        raise Invalid("case_pdf_broken", name=upload.name) from fault
    if pages == 0:
        raise Invalid("case_pdf_broken", name=upload.name)
    page_count(upload.content)  # the program that draws the pages is the stricter one


def _picture(upload: Upload, code: str) -> str:
    """Decode a picture whose pixels the gate has bounded, and return its format."""
    try:
        with Image.open(io.BytesIO(upload.content), formats=tuple(_PICTURES)) as image:
            image.load()
            return str(image.format)
    except (OSError, ValueError, SyntaxError, *_BOMBS) as fault:
        raise Invalid(code, name=upload.name) from fault
