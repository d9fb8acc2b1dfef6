"""A whole Word document as a value, put in where a paragraph stands."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SubDocument:
    """The bytes of a .docx whose body is inserted."""

    content: bytes
