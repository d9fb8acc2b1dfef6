"""What programs send: JSON, a workbook, a template; read strictly, never guessed."""

from collections.abc import Mapping
from typing import Any

from flask import request
from werkzeug.exceptions import UnsupportedMediaType

from service import documents
from service.casework import Upload
from service.casework.model import JSON
from service.dataset import DataSet
from service.errors import Invalid, problem

FORM = "multipart/form-data"


def require_type(*accepted: str) -> None:
    """Return when the request has one of these types. Raises UnsupportedMediaType (415)."""
    if request.mimetype not in accepted:
        raise UnsupportedMediaType


def require_readable_form() -> None:
    """Return unless the form holds something, but no part of it can be read. Raises Invalid.

    Such a form was cut off on its way; it would pass for one without fields.
    """
    end = f"--{request.mimetype_params.get('boundary', '')}--".encode()
    length = request.content_length or 0
    if length <= len(end) + 4:  # too short for a part: nothing at all, or its end alone
        readable = request.get_data().strip() in {b"", end}
    else:
        readable = bool(request.form or request.files)
    if not readable:
        raise Invalid("api_body", [problem("api_form", "isi")])


def body() -> DataSet | Mapping[str, Any]:
    """Return the request's data: a data set, or values as they are.

    JSON as the body, or the part `data` of a form: .json, .xlsx, .xlsm, .xls, .ods or .csv.
    Raises Invalid.
    """
    require_type(JSON, FORM)
    if request.mimetype == JSON:
        return documents.read(request.get_data(cache=False), "data.json")
    sent = part("data")
    return documents.read(sent.content, sent.name)


def part(name: str) -> Upload:
    """Return the file, or the plain field, `name` of a form. Raises Invalid when it is missing."""
    sent = request.files.get(name)
    if sent is not None:
        return Upload(sent.read(), sent.filename or name)
    if name in request.form:
        return Upload(request.form[name].encode(), name)
    raise Invalid("api_part_missing", [problem("api_part", name)], part=name)
