"""A workbook opened, changed by hand, and closed again."""

from collections.abc import Callable
from io import BytesIO

from openpyxl import Workbook, load_workbook


def edited(content: bytes, edit: Callable[[Workbook], object]) -> bytes:
    """Return the workbook after `edit`."""
    book = load_workbook(BytesIO(content))
    edit(book)
    changed = BytesIO()
    book.save(changed)
    return changed.getvalue()
