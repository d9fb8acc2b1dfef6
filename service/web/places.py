"""Where a finding stands: in words, and in which cells of what was sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from service.casework import CaseView
from service.examination import Path
from service.web import current, figures

_PARTS = ("pembilang", "penyebut")  # what a percentage was computed from


@dataclass(frozen=True)
class Standing:
    """A place in words ("Realisasi Triwulan III") and its cells, each with file, who and when."""

    words: str
    cells: tuple[figures.Place, ...]


def standings(view: CaseView, paths: Iterable[Path]) -> Mapping[Path, Standing]:
    """Return where each path stands; a computed percentage leads to its X and Y.

    What no upload of this case held has no cell: sums of the budget, figures typed nowhere.
    """
    wanted = tuple(paths)
    if not wanted:
        return {}
    sheet = figures.Sheet(current.casework().tracing.of(view.id))
    return {path: _standing(sheet, path) for path in wanted}


def _standing(sheet: figures.Sheet, path: Path) -> Standing:
    code, field, quarter = path
    origins = sheet.trace.origins
    typed = [path]
    if path not in origins and field == "realisasi":
        typed = [(code, part, quarter) for part in _PARTS]
    places = (sheet.place(one, origins[one].source) for one in typed if one in origins)
    return Standing(figures.label(path), tuple(place for place in places if place.cell))
