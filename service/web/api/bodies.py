"""What programs send: JSON, a workbook, a template; read strictly, never guessed."""

from collections import Counter
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


def require_parts(*known: str) -> None:
    """Return when a form holds only these files, each once. Raises Invalid for others.

    A file under a mistyped name would be lost, and what was asked for done without it.
    """
    problems = [
        problem("api_field_unknown", name, expected=", ".join(known))
        for name in request.files
        if name not in known
    ]
    sent = [*request.files.items(multi=True), *request.form.items(multi=True)]
    times = Counter(name for name, _ in sent)
    problems += [problem("api_part_twice", name) for name, count in times.items() if count > 1]
    if problems:
        raise Invalid("api_body", problems)


def body(*beside: str) -> DataSet | Mapping[str, Any]:
    """Return the request's data: a data set, or values as they are.

    JSON as the body, or the part `data` of a form: .json, .xlsx, .xlsm, .xls, .ods or .csv. The
    form may hold the files `beside` and no others. Raises Invalid.
    """
    require_type(JSON, FORM)
    if request.mimetype == JSON:
        return documents.read(request.get_data(cache=False), "data.json")
    require_parts("data", *beside)
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
