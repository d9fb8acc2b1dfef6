"""Documents as answers: Word or PDF, with a readable name."""

from typing import Literal

from flask import Response, request
from werkzeug.exceptions import NotAcceptable

from service import pdf
from service.casework.model import DOCX, JSON, PDF
from service.errors import Invalid, problem
from service.web import current
from service.web.files import download

LONGEST = 40  # digits of a whole number; Python refuses to read thousands of them

Form = Literal["docx", "pdf"]


def wanted() -> Form:
    """Return the form asked for by ?format= or Accept; Word when neither says.

    Raises Invalid, NotAcceptable (406) when Accept refuses both.
    """
    asked = request.args.get("format")
    match asked:
        case None:
            return _accepted()
        case "docx":
            return "docx"
        case "pdf":
            return "pdf"
        case _:
            wrong = problem("api_format", "?format", expected="docx atau pdf", found=asked)
            raise Invalid("api_query", [wrong])


def _accepted() -> Form:
    """Return what Accept prefers; a header that names neither is about faults, not documents."""
    accept = request.accept_mimetypes
    best = accept.best_match([DOCX, PDF])
    refused = {kind for kind, quality in accept if not quality}
    if best is None and refused & {DOCX, PDF, "application/*", "*/*"}:
        raise NotAcceptable
    return "pdf" if best == PDF else "docx"


def wanted_check() -> Literal["json", "docx"]:
    """Return the form of a list of faults asked for by ?format= or Accept: JSON unless it is Word.

    Raises Invalid.
    """
    match asked := request.args.get("format"):
        case None:
            best = request.accept_mimetypes.best_match([JSON, DOCX])
            return "docx" if best == DOCX else "json"
        case "json" | "docx":
            return asked
        case _:
            wrong = problem("api_format", "?format", expected="json atau docx", found=asked)
            raise Invalid("api_query", [wrong])


def document(docx: bytes, name: str, form: Form) -> Response:
    """Return a filled Word file as it is or as PDF, called `name` and the form's ending."""
    if form == "docx":
        return download(docx, f"{name}.docx", DOCX)
    made = pdf.convert(docx, current.desk().settings.pdf_engine)
    response = download(made.content, f"{name}.pdf", PDF)
    response.headers["X-Mesin-Pdf"] = made.engine
    return response


def whole(name: str) -> int | None:
    """Return a whole number from the query, None without one. Raises Invalid for anything else."""
    text = request.args.get(name)
    if text is None:
        return None
    if not text.isdecimal() or len(text) > LONGEST:
        found = text[:40] or "kosong"
        wrong = problem("api_whole", f"?{name}", expected="bilangan bulat", found=found)
        raise Invalid("api_query", [wrong])
    return int(text)
