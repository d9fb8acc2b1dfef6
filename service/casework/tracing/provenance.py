"""Where a figure comes from: the upload and cell that set it, since when, and what it was before.

The newest upload that held a value is its source, even when it brought the value that stood
already; `since` is the one from which on it stands. A figure of an earlier quarter leads to the
upload of that quarter's own case where one is on file and agrees.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from service import workbook
from service.casework.model import CaseView
from service.casework.reading import DATASET, Reading
from service.dataset import Path, Value, figures, units_with_indicators
from service.errors import Invalid, NotFound
from service.procedure import Brings, Procedure
from service.progress import Actor, Event, FileRef
from service.store import Store

log = logging.getLogger(__name__)

UPLOAD = "upload"
_REMEMBERED = 1024
_CARRIED = {"tindak_lanjut_sebelumnya": "tindak_lanjut"}  # a promise comes back as a follow-up


@dataclass(frozen=True)
class Source:
    """Who put a value on file in event `event` of `case`, and where it stands in what was sent.

    `place` is "Realisasi!F14", or a path in JSON; None where no upload held the value.
    """

    case: str
    event: int
    action: str
    actor: Actor
    at: datetime
    place: str | None
    file: FileRef | None


@dataclass(frozen=True)
class Shift:
    """A value that was changed during the case, and by which source."""

    old: Value
    new: Value
    source: Source


@dataclass(frozen=True)
class Origin:
    """A typed figure with its present value, source, since when it stands, and its changes."""

    path: Path
    value: Value
    source: Source
    since: Source
    shifts: tuple[Shift, ...] = ()


Origins = Mapping[Path, Origin]


@dataclass(frozen=True)
class _Folded:
    """The origins after one event, with the data set they are of."""

    number: int
    hash: str
    dataset: str
    origins: dict[Path, Origin]


@dataclass(frozen=True)
class Cell:
    """A figure an upload held: its place, the value it set, and the value that stands now."""

    path: Path
    place: str
    value: Value
    now: Value
    stands: bool


class Provenance:
    """Traces the figures of cases; uploads are read once, events folded once."""

    def __init__(self, store: Store, reading: Reading) -> None:
        self._store, self._reading = store, reading
        self._folds: dict[str, _Folded] = {}
        self._places = lru_cache(maxsize=_REMEMBERED)(self._read_places)
        self._figures = lru_cache(maxsize=_REMEMBERED)(self._read_figures)

    def origins(self, case: str, upto: int | None = None) -> Origins:
        """Return the origin of every typed figure, as of event `upto` when given.

        Raises NotFound.
        """
        view = self._reading.view(case)
        folded = self._folds.get(case)
        events = view.progress.events[:upto]
        if folded is None or not _is_of(folded, events):
            folded = _Folded(0, "", "", {})
        for event in events[folded.number :]:
            folded = self._after(view, folded, event)
        if upto is None:
            self._folds[case] = folded
        return folded.origins

    def upload(self, case: str, number: int) -> FileRef:
        """Return what was uploaded in event `number` of the case. Raises NotFound."""
        for event in self._reading.view(case).progress.events:
            for ref in event.files:
                if event.number == number and ref.kind == UPLOAD:
                    return ref
        raise NotFound("not_found", what=f"Unggahan {number}")

    def cells(self, case: str, number: int) -> tuple[Cell, ...]:
        """Return every figure taken from the upload of event `number`. Raises NotFound."""
        self.upload(case, number)
        view = self._reading.view(case)
        event = next(one for one in view.progress.events if one.number == number)
        before = _dataset_before(view.progress.events, number)
        places = self._places_of(view.procedure, event, before)
        then, now = self._figures(_dataset_of(event) or before), figures(view.dataset)
        origins = self.origins(case)
        return tuple(
            Cell(
                path, place, then.get(path), now.get(path),
                stands=path in origins
                and (origins[path].source.case, origins[path].source.event) == (case, number),
            )
            for path, place in places.items()
        )  # fmt: skip

    def _after(self, view: CaseView, folded: _Folded, event: Event) -> _Folded:
        sha = _dataset_of(event)
        if sha is None:
            return replace(folded, number=event.number, hash=event.hash)
        places = self._places_of(view.procedure, event, folded.dataset)
        uploads = [ref for ref in event.files if ref.kind == UPLOAD]
        file = uploads[0] if uploads else None
        values = self._figures(sha)
        earlier = self._earlier(view) if not folded.origins else ()
        followed: dict[Path, Origin] = {}
        for path, value in values.items():
            known = folded.origins.get(path)
            place = places.get(path)
            if known is not None and place is None and known.value == value:
                followed[path] = known
                continue
            source = Source(
                view.id, event.number, event.action, event.actor, event.at, place,
                file if place is not None else None,
            )  # fmt: skip
            if known is None:
                followed[path] = Origin(path, value, source, source)
            elif known.value == value:
                followed[path] = replace(known, source=source)
            else:
                shifts = (*known.shifts, Shift(known.value, value, source))
                followed[path] = Origin(path, value, source, source, shifts)
        if earlier:
            followed |= _carried(followed, earlier, view.quarter, opened_with_file=file is not None)
        return _Folded(event.number, event.hash, sha, followed)

    def _earlier(self, view: CaseView) -> tuple[tuple[int, Origins], ...]:
        """Return the origins of the year's earlier quarters, newest first."""
        rows = [
            row
            for row in self._store.cases()
            if (row.procedure, row.year) == (view.procedure.code, view.year)
            and row.quarter < view.quarter
        ]
        rows.sort(key=lambda row: -row.quarter)
        return tuple((row.quarter, self.origins(row.id)) for row in rows)

    def _places_of(self, procedure: Procedure, event: Event, before: str) -> Mapping[Path, str]:
        for ref in event.files:
            if ref.kind == UPLOAD:
                return self._places(
                    ref.sha256, ref.name, _brings(procedure, event), event.unit, before
                )
        return {}

    def _read_places(
        self, sha: str, name: str, brings: Brings | None, unit: str | None, before: str
    ) -> Mapping[Path, str]:
        content = self._store.file(sha)
        try:
            if brings == "unit_form":
                base = self._reading.dataset(before)
                units = [unit] if unit else [one.code for one in units_with_indicators(base)]
                return workbook.unit_origins(content, base, units)
            if brings == "budget_form":
                return workbook.budget_origins(content, self._reading.dataset(before))
            return workbook.origins(content, name)
        except Invalid:
            # Read by an earlier version under other rules: who and when are known all the same.
            log.warning("places in upload %s can no longer be read", sha, exc_info=True)
            return {}

    def _read_figures(self, sha: str) -> Mapping[Path, Value]:
        return figures(self._reading.dataset(sha))


def _carried(
    opened: Mapping[Path, Origin],
    earlier: Iterable[tuple[int, Origins]],
    quarter: int,
    *,
    opened_with_file: bool,
) -> dict[Path, Origin]:
    """Return the origins that lead to an earlier quarter's case instead of the opening.

    A workbook of the whole office that opened the case is the source of what it held, but for
    the realizations of quarters that have a case of their own.
    """
    found: dict[Path, Origin] = {}
    for path, origin in opened.items():
        code, field, of = path
        if origin.value is None or (opened_with_file and not 0 < of < quarter):
            continue
        if opened_with_file and field == "target":
            continue
        wanted = (code, _CARRIED.get(field, field), of)
        for number, origins in earlier:
            known = origins.get(wanted)
            own = not opened_with_file or number == of
            same = known is not None and (field in _CARRIED or known.value == origin.value)
            if own and same and known is not None and known.value is not None:
                found[path] = Origin(path, origin.value, known.source, known.since)
                break
    return found


def _brings(procedure: Procedure, event: Event) -> Brings | None:
    if event.step is None:
        return None
    actions = procedure.step(event.step).actions
    return next((one.brings for one in actions if one.event == event.action), None)


def _dataset_of(event: Event) -> str | None:
    return next((ref.sha256 for ref in event.files if ref.kind == DATASET), None)


def _dataset_before(events: Iterable[Event], number: int) -> str:
    found = [_dataset_of(event) for event in events if event.number < number]
    return next((sha for sha in reversed(found) if sha), "")


def _is_of(folded: _Folded, events: tuple[Event, ...]) -> bool:
    """Tell whether `folded` stands on the first of these events."""
    at = folded.number
    return at <= len(events) and (at == 0 or events[at - 1].hash == folded.hash)
