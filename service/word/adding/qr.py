"""QR codes: a text as a picture."""

import io
from dataclasses import dataclass
from functools import lru_cache

import segno

from service.word.adding.picture import Picture

_MILLIMETRES = 25.0
_READ_OUT = 200  # letters of the alternative text: what is longer was not made to be read


class NoQr(Exception):
    """A QR code can't hold this: nothing, something other than text, or too much of it."""


@dataclass(frozen=True)
class Encoded:
    """What the filter `qr` was given; the writer, who knows the place, makes it a picture."""

    value: str | int | float | None


def picture(text: str, width_mm: float | None = None, height_mm: float | None = None) -> Picture:
    """Return the QR code of a text, 25 mm wide unless told otherwise. Raises NoQr."""
    if width_mm is None and height_mm is None:
        width_mm = _MILLIMETRES
    return Picture(_png(text), width_mm, height_mm, f"Kode QR: {text[:_READ_OUT]}")


@lru_cache(maxsize=256)
def _png(text: str) -> bytes:
    if not text:
        raise NoQr
    try:
        code = segno.make(text, error="m", micro=False)
    except (segno.DataOverflowError, ValueError) as fault:
        raise NoQr from fault
    written = io.BytesIO()
    code.save(written, kind="png", scale=8)
    return written.getvalue()
