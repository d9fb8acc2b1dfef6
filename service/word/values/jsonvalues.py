"""Values as they come in JSON: pictures and QR codes are written as small objects."""

import base64
import binascii
from dataclasses import replace
from typing import Any

from service import gate
from service.errors import Invalid, Problem, problem
from service.word.adding import qr, svg
from service.word.adding.picture import Picture

_PICTURE, _QR = "$gambar", "$qr"
_SIZES = {"lebar_mm": "width_mm", "tinggi_mm": "height_mm"}
_TEXT = "teks"


def values_from_json(values: Any) -> Any:
    """Return the values with {"$gambar": base64} and {"$qr": text} turned into Pictures.

    Beside them `lebar_mm` and `tinggi_mm` may give the size, and `teks` what there is to see.
    Raises Invalid with every fault.
    """
    problems: list[Problem] = []
    read = _read(values, "", problems)
    if problems:
        raise Invalid("values_invalid", problems)
    return read


def _read(value: Any, path: str, problems: list[Problem]) -> Any:
    if isinstance(value, list):
        return [_read(item, f"{path}[{at}]", problems) for at, item in enumerate(value)]
    if not isinstance(value, dict):
        return value
    if _PICTURE in value or _QR in value:
        return _picture(value, path, problems)
    return {
        name: _read(item, f"{path}.{name}" if path else name, problems)
        for name, item in value.items()
    }


def _picture(value: dict[str, Any], path: str, problems: list[Problem]) -> Picture | None:
    try:
        sizes = {_SIZES[name]: float(value[name]) for name in _SIZES if name in value}
        if _QR in value:
            made = qr.picture(_encodable(value[_QR]), **sizes)
        else:
            text = str(value[_PICTURE]).rpartition("base64,")[2]
            content = base64.b64decode(text, validate=True)
            if not svg.is_svg(content):  # that has a judge of its own
                gate.admit(content, ("png", "jpeg"))
            made = Picture(content, sizes.get("width_mm"), sizes.get("height_mm"))
        return made if value.get(_TEXT) is None else replace(made, text=str(value[_TEXT]))
    except Invalid as fault:
        problems.append(Problem(path, fault.code, fault.detail))
        return None
    except (ValueError, TypeError, binascii.Error, qr.NoQr):
        problems.append(problem("values_not_a_picture", path))
        return None


def _encodable(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise qr.NoQr
    return str(value)
