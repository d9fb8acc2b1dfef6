"""What programs send: JSON, a workbook, a template; read strictly, never guessed."""

from typing import Any

from flask import request

from service import workbook
from service.casework import Upload
from service.dataset import DataSet, parse, read_json
from service.errors import Invalid, problem
from service.measurement import disagreements
from service.values import Particulars, values_of
from service.web import current

ZIP = b"PK"


def body() -> Any | DataSet:
    """Return the request's data: a DataSet, or values as they are.

    JSON as the body, or the part `data` (.json, .xlsx, .xlsm) of a form. Raises Invalid.
    """
    if request.mimetype == "multipart/form-data":
        return _meant(part("data").content)
    return _meant(request.get_data(cache=False))


def part(name: str) -> Upload:
    """Return the file, or the plain field, `name` of a form. Raises Invalid when it is missing."""
    sent = request.files.get(name)
    if sent is not None:
        return Upload(sent.read(), sent.filename or name)
    if name in request.form:
        return Upload(request.form[name].encode(), name)
    raise Invalid("api_part_missing", [problem("api_part", name)], part=name)


def is_data_set(sent: Any) -> bool:
    """Tell a data set from values: it has `sasaran`, and not the `ringkasan` that values have."""
    return isinstance(sent, dict) and "sasaran" in sent and "ringkasan" not in sent


def data_set(sent: Any) -> DataSet:
    """Return the data set in JSON. Raises Invalid, also for derived figures that disagree."""
    found = parse(sent)
    wrong = disagreements(sent, found)
    if wrong:
        raise Invalid("dataset_invalid", wrong, count=len(wrong))
    return found


def computed(ds: DataSet, quarter: int | None) -> dict[str, Any]:
    """Return the values a template of the office would get from `ds` (its own quarter, or one)."""
    return values_of(
        ds,
        quarter or ds.quarter,
        unit=None,
        particulars=Particulars(emblem=current.casework().emblem()),
    )


def _meant(content: bytes) -> Any | DataSet:
    if content.startswith(ZIP):
        return workbook.read(content)
    sent = read_json(content)
    return data_set(sent) if is_data_set(sent) else sent
