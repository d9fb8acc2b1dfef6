"""One-shot documents, the office's templates, and the check of anybody's template."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for

from service import documents, word
from service.casework.adoption import Adoption, in_use
from service.casework.model import DOCX, JSON
from service.casework.templates import of_procedure
from service.dataset import DataSet, units_with_indicators
from service.errors import Invalid, problem
from service.procedure import Procedure
from service.settings import EXAMPLE
from service.values import Particulars
from service.web import current
from service.web.api import bodies
from service.web.api.answers import document, wanted, wanted_check, whole
from service.web.files import download

blueprint = Blueprint("render", __name__)


@blueprint.get("/templates")
def templates() -> Response:
    """List the templates: name, version (SHA-256) and since when, title, procedure, per unit."""
    found = current.casework().templates.described()
    adopted = current.casework().templates.adopted()
    return jsonify({"templat": [_described(one, adopted) for one in found]})


@blueprint.get("/templates/<name>/fields")
def fields(name: str) -> Response:
    """Return the JSON Schema of the values a template asks for."""
    return jsonify(word.compile(_content(name)).fields())


@blueprint.get("/templates/<name>/example")
def example(name: str) -> Response:
    """Return a body that renders: the sample data set, figures and all."""
    _content(name)
    return Response(EXAMPLE.read_bytes(), mimetype=JSON)


@blueprint.post("/render/<name>")
def render(name: str) -> Response:
    """Fill a template of the office or a procedure with a data set or with values as they are."""
    content, form, sent = _content(name), wanted(), bodies.body()
    own = name.rpartition(".")[2]
    if not isinstance(sent, DataSet):
        return document(word.compile(content).fill(sent), own, form)
    found = documents.described(name, _content(name, sent.office.paper))
    quarter, unit = _quarter() or sent.quarter, _unit(found, sent)
    procedure = current.casework().templates.procedure_of(name)
    laid_out = current.casework().templates.laid_out(name, found.content, sent)
    docx = documents.render(laid_out, sent, quarter, unit, _particulars(procedure))
    parts = (own, unit.lower() if unit else "", f"tw{quarter}", str(sent.year))
    return document(docx, "-".join(part for part in parts if part), form)


@blueprint.post("/render")
def render_own() -> Response:
    """Fill the template sent along, which nobody approved, in a process with limits."""
    bodies.require_type(bodies.FORM)
    form, template, sent = wanted(), bodies.part("template"), bodies.body("template")
    docx = documents.fill_untrusted(template.content, sent, _quarter(), _particulars(_main()))
    return document(docx, template.name.rpartition(".")[0] or "dokumen", form)


@blueprint.post("/templates/check")
def check() -> Response:
    """Return every problem of the template sent along, and of `data` when it is there.

    As JSON, or as the template itself with a Word comment at each problem.
    """
    bodies.require_type(bodies.FORM)
    bodies.require_parts("template", "data")
    form, template = wanted_check(), bodies.part("template")
    has_data = "data" in request.files or "data" in request.form
    sent = bodies.body("template") if has_data else None
    found = documents.problems(template.content, sent, _quarter(), _particulars(_main()))
    if form == "json":
        unused = documents.hints(template.content, sent)
        told = {"problems": found, "hints": unused}
        return jsonify({name: [vars(one) for one in listed] for name, listed in told.items()})
    name = template.name.removesuffix(".docx") or "templat"
    return download(documents.commented(template.content, found), f"{name}-diperiksa.docx", DOCX)


def _described(one: documents.OfficeTemplate, adopted: Sequence[Adoption]) -> dict[str, Any]:
    since = in_use(adopted, one.name, "F4")
    return {
        "nama": one.name,
        "judul": one.title,
        "prosedur": one.name.rpartition(".")[0] or None,
        "versi": word.compile(one.content).sha256,
        "sejak": since.event.at.isoformat() if since else None,
        "per_unit": one.takes_unit,
        "fields": url_for("render.fields", name=one.name),
        "example": url_for("render.example", name=one.name),
    }


def _content(name: str, paper: str = "F4") -> bytes:
    return current.casework().templates.named(name, paper)


def _main() -> Procedure:
    return current.casework().procedures.main


def _particulars(procedure: Procedure) -> Particulars:
    return Particulars(emblem=current.casework().emblem(), **of_procedure(procedure))


def _quarter() -> int | None:
    quarter = whole("quarter")
    if quarter not in (None, 1, 2, 3, 4):
        wrong = problem("api_quarter", "?quarter", expected="1 sampai dengan 4", found=str(quarter))
        raise Invalid("api_query", [wrong])
    return quarter


def _unit(template: documents.OfficeTemplate, ds: DataSet) -> str | None:
    """Return the unit asked for; one document of a unit, or of the whole office without it."""
    asked = request.args.get("unit")
    if asked is None:
        return None
    if not template.takes_unit:
        raise Invalid("api_query", [problem("api_unit_unused", "?unit", found=asked)])
    codes = [one.code for one in units_with_indicators(ds)]
    if asked not in codes:
        wrong = problem("api_unit", "?unit", expected=", ".join(codes), found=asked)
        raise Invalid("api_query", [wrong])
    return asked
