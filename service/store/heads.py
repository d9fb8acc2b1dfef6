"""The last of each chain, noted beside the database.

A database put back to an older state agrees with itself; with these notes it does not.
"""

import logging
from pathlib import Path

from service.errors import ToolFailed
from service.store.files import write_whole

log = logging.getLogger(__name__)

HEADS = "heads"


def note_head(folder: Path, chain: str, number: int, sealed: str) -> None:
    """Note the last of a chain in the data folder.

    What it names is on disk already: a note that lags behind is no reason to refuse it.
    """
    try:
        (folder / HEADS).mkdir(exist_ok=True)
        write_whole(folder / HEADS / chain, f"{number} {sealed}".encode())
    except (OSError, ToolFailed):
        log.exception("head of %s not noted", chain)


def noted_heads(folder: Path) -> dict[str, bytes]:
    """Return what is noted of each chain, as it stands on disk."""
    return {
        path.name: path.read_bytes()
        for path in sorted((folder / HEADS).glob("*"))
        if not path.name.startswith(".")
    }
