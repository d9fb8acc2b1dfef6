"""Errors as people and programs see them: a page, or under /api a problem document."""

import logging
import secrets
from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from flask import (
    Flask,
    Response,
    current_app,
    jsonify,
    make_response,
    render_template,
    request,
    url_for,
)
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, SecurityError, Unauthorized

from service.casework import late
from service.errors import (
    Conflict,
    Invalid,
    NotAllowed,
    NotFound,
    Problem,
    ServiceError,
    ToolFailed,
    Words,
    words,
)
from service.store import KeptUpload
from service.web import current, noting
from service.web.rates import Busy

log = logging.getLogger(__name__)

STATUS: dict[type[ServiceError], HTTPStatus] = {
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotAllowed: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    ToolFailed: HTTPStatus.SERVICE_UNAVAILABLE,
}

HTTP_CODES = {
    400: "web_bad_request",
    401: "web_sign_in",
    404: "web_not_found",
    405: "web_wrong_method",
    406: "web_not_acceptable",
    413: "web_too_large",
    415: "web_wrong_type",
    429: "web_too_many",
}


def _code(fault: HTTPException) -> str:
    match fault:
        case CSRFError():
            return "web_page_old"
        case Busy():
            return "web_busy"
        case Unauthorized() if current.programs():
            return "api_no_key"
    return HTTP_CODES.get(fault.code or 0, "web_bad_request")


def status_of(fault: ServiceError) -> HTTPStatus:
    """Return the HTTP status of a fault."""
    return next(status for kind, status in STATUS.items() if isinstance(fault, kind))


def register(app: Flask) -> None:
    """Answer every fault in the form the caller reads."""

    @app.errorhandler(ServiceError)
    def service_fault(fault: ServiceError) -> Response:
        status = status_of(fault)
        # Quoted, as a line end in the address would begin a line of its own.
        log.info("%s %s: %r", int(status), fault.code, request.path, exc_info=fault.__cause__)
        told = Words(fault.title, fault.detail)
        kept, marked = fault.details.get("kept"), fault.details.get("marked_copy")
        return answer(status, fault.code, told, fault.problems, kept, marked=marked)

    @app.errorhandler(HTTPException)
    def http_fault(fault: HTTPException) -> Response | HTTPException:
        if fault.code is None or fault.code < HTTPStatus.BAD_REQUEST:
            return fault
        if isinstance(fault, SecurityError):  # this name is not ours: no page can be built for it
            return Response(words("web_other_name").detail, fault.code, mimetype="text/plain")
        code = _code(fault)
        limit = current.desk().settings.max_upload // (1024 * 1024)
        seconds = getattr(fault, "retry_after", None)
        told = words(code, limit=limit, seconds=seconds)
        response = answer(HTTPStatus(fault.code), code, told, ())
        if seconds:
            response.headers["Retry-After"] = str(seconds)
        if fault.code == HTTPStatus.UNAUTHORIZED and current.programs():
            response.headers["WWW-Authenticate"] = "Bearer"
        if isinstance(fault, MethodNotAllowed):
            response.headers["Allow"] = ", ".join(sorted(fault.valid_methods or ()))
        return response

    @app.errorhandler(Exception)
    def bug(fault: Exception) -> Response:
        mark = secrets.token_hex(4)
        log.error("unexpected fault %s", mark, exc_info=fault)
        told = words("web_unexpected", id=mark)
        return answer(HTTPStatus.INTERNAL_SERVER_ERROR, "web_unexpected", told, ())


def answer(
    status: HTTPStatus,
    code: str,
    told: Words,
    problems: tuple[Problem, ...],
    kept: KeptUpload | None = None,
    *,
    marked: Mapping[str, str] | None = None,
) -> Response:
    """Return the fault as a problem document under /api, otherwise as a page.

    `kept` is the file that came too late and can still be applied, `marked` says where a program
    gets the refused workbook with its faults marked.
    """
    noting.told(code, told.title)
    if request.path.startswith("/api/"):
        return problem_document(status, code, told, problems, kept, marked=marked)
    return make_response(_page(status, told, problems, kept), status)


def _page(
    status: HTTPStatus, told: Words, problems: tuple[Problem, ...], kept: KeptUpload | None
) -> str:
    """Return the fault as a page; where even that fails, as one that asks for nothing."""
    if status is not HTTPStatus.INTERNAL_SERVER_ERROR:
        try:
            return render_template(
                "fault.html", status=status, told=told, problems=problems, back=_back(), kept=kept
            )
        except Exception:
            log.exception("the page of a fault could not be shown")
    bare = current_app.jinja_env.get_template("unexpected.html")
    return bare.render(told=told, url_for=url_for)


def problem_document(
    status: HTTPStatus,
    code: str,
    told: Words,
    problems: tuple[Problem, ...],
    kept: KeptUpload | None = None,
    *,
    marked: Mapping[str, str] | None = None,
) -> Response:
    """Return application/problem+json (RFC 9457) with every problem at once."""
    body: dict[str, Any] = {
        "status": int(status),
        "code": code,
        "title": told.title,
        "detail": told.detail,
        "problems": [vars(one) for one in problems],
        **(marked or {}),
    }
    if kept is not None:
        until = (kept.at + timedelta(days=late.DAYS)).isoformat()
        body["kept"] = {"id": kept.id, "name": kept.name, "until": until}
    response = jsonify(body)
    response.status_code = int(status)
    response.mimetype = "application/problem+json"
    return response


def _back() -> str | None:
    """Return the page the person came from, when it is one of ours."""
    came_from = request.referrer or ""
    return came_from if came_from.startswith(request.host_url) else None
