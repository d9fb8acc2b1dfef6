"""Data folders for tests: what was done once is copied, for a store is a folder."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from service.store import Store

Kept = Mapping[str, bytes]


def kept(folder: Path) -> Kept:
    """Return the files below the data folder of a closed store, by their names in it."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def laid(files: Kept, folder: Path) -> Path:
    """Write kept files into `folder`, which holds none of them yet, and return it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)
    return folder


@cache
def nothing_done() -> Kept:
    """Return the data folder of a real office that has just been made."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        Store(folder, "kantor").close()
        return kept(folder)
