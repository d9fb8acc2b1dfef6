"""A finished PDF, with what a reader should know of its making."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pdf:
    """The bytes, the engine that made them, and what it warned of, in Bahasa Indonesia."""

    content: bytes
    engine: str
    warnings: tuple[str, ...]
