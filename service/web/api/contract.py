"""The API's contract as JSON, and pages for it that load nothing from elsewhere."""

from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, send_from_directory

from service import yaml_text

blueprint = Blueprint("contract", __name__)


@cache
def openapi() -> dict[str, Any]:
    """Return the contract (OpenAPI 3.1)."""
    source = files("service.web.api").joinpath("openapi.yaml").read_text("utf-8")
    contract: dict[str, Any] = yaml_text.read(source)
    return contract


@cache
def swagger_folder() -> Path:
    """Return where the installed package keeps Swagger UI; found without importing it."""
    found = find_spec("flask_openapi_swagger")
    assert found is not None  # noqa: S101  pinned in the lock file
    assert found.submodule_search_locations  # noqa: S101
    return Path(found.submodule_search_locations[0]) / "templates" / "swagger"


@blueprint.get("/openapi.json")
def contract() -> Response:
    """Return the contract."""
    return jsonify(openapi())


@blueprint.get("/docs")
def docs() -> str:
    """Show the contract as pages."""
    return render_template("api_docs.html")


@blueprint.get("/docs/<path:name>")
def asset(name: str) -> Response:
    """Return one of Swagger UI's files."""
    return send_from_directory(swagger_folder(), name)
