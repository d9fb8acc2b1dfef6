"""A picture as a value, and the drawing it becomes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Picture:
    """A PNG or JPEG; sizes in millimetres, the picture's own when neither is given."""

    content: bytes
    width_mm: float | None = None
    height_mm: float | None = None
