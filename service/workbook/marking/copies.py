"""The marked copy, written in the child process in which workbooks are read."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from service.confined import parted
from service.errors import Problem
from service.workbook.grids.grid import POOL


def marked(content: bytes, problems: Sequence[Problem], name: str) -> tuple[bytes, str]:
    """Return what `marked_copy.marked` does, under the ceilings of reading.

    Raises Invalid, and ToolFailed when too many files wait.
    """
    asked = {"name": name, "problems": [asdict(one) for one in problems]}
    copy, named = parted(POOL.ask("marked", content, json.dumps(asked).encode()))
    return copy, named.decode()
