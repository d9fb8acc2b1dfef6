"""What the office said about its own data: answering a question of an SOP, or in its settings.

Each names values of the data set by their path ("instansi.nama", "pejabat"); what was said last
holds, in the quarters that are open and in those opened later.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from service.casework.office.answers import ANSWERED
from service.dataset import DataSet, Official, changes, to_json
from service.errors import Problem, problem
from service.indonesian import long_date
from service.procedure import Procedure, data_changes
from service.progress import Event

SET = "settings_set"
BECAUSE = {  # what the history of a quarter says of the data it then got
    ANSWERED: "Jawaban kantor atas pertanyaan yang perlu konfirmasi",
    SET: "Pengaturan kantor diubah",
}
EMBLEM_FILE = "emblem"  # kind of file of such an event
EMBLEM_PATH = "instansi.lambang"
OFFICIALS_PATH = "pejabat"
IDENTITY = (
    "pemerintah", "nama", "kode_wilayah_kemendagri", "kode_urusan", "zona_waktu", "tempat_surat",
    "alamat", "telepon", "kode_pos", "laman", "pos_el",
)  # fmt: skip
PAGES = ("margin_tegak", "margin_mendatar")
PATHS = (
    *(f"instansi.{key}" for key in (*IDENTITY, *PAGES, "rupiah", "lambang")),
    OFFICIALS_PATH,
)


@dataclass(frozen=True)
class OfficeValue:
    """A value the office gave its data, and the event in which it did."""

    value: object
    event: Event


def said(procedures: Iterable[Procedure], events: Sequence[Event]) -> dict[str, OfficeValue]:
    """Return what the office said last of each value, by its path in the data set."""
    known = tuple(procedures)
    found: dict[str, OfficeValue] = {}
    for event in events:
        told: Mapping[str, object] = {}
        if event.action == ANSWERED:
            told = data_changes(known, {event.facts["question"]: event.facts["answer"]})
        elif event.action == SET:
            told = event.facts["changes"]
        found |= {path: OfficeValue(value, event) for path, value in told.items()}
    return found


def emblems(events: Sequence[Event]) -> frozenset[str]:
    """Return the SHA-256 of every emblem the office has had."""
    return frozenset(
        ref.sha256 for event in events for ref in event.files if ref.kind == EMBLEM_FILE
    )


def value_of(ds: DataSet, path: str) -> Any:
    """Return the plain value at a path of a data set, None where it says nothing."""
    found: Any = to_json(ds)
    for key in path.split("."):
        found = found.get(key)
    return found


def overruled(sent: DataSet, holds: DataSet) -> list[Problem]:
    """Return, as one note, what a workbook says otherwise than the office did; empty for none.

    How documents are printed is no part of a workbook.
    """
    own = holds.office
    printed = replace(
        sent.office, paper=own.paper, upright=own.upright, across=own.across, money=own.money,
        emblem=own.emblem,
    )  # fmt: skip
    found = changes(replace(sent, office=printed), holds)
    told = "; ".join(one.label for one in found)
    return [problem("office_set_otherwise", "", what=told)] if found else []


def clashes(officials: Sequence[Official]) -> list[Problem]:
    """Return where two hold one role on the same day, or two act in it on the same day.

    An acting official beside the holder is no clash: that is what acting is for.
    """
    found = []
    for number, one in enumerate(officials):
        for earlier in officials[:number]:
            same = (one.role, one.unit) == (earlier.role, earlier.unit)
            if same and bool(one.acting) == bool(earlier.acting) and _together(one, earlier):
                found.append(_clash(number, one, earlier))
                break
    return found


def _clash(number: int, one: Official, earlier: Official) -> Problem:
    code = "settings_two_acting" if one.acting else "settings_two_holders"
    told = {"name": one.name, "other": earlier.name, "period": _period(earlier)}
    return problem(code, f"pejabat[{number}].mulai", **told)


def _together(one: Official, other: Official) -> bool:
    """Tell whether there is a day on which both serve."""
    begins = [day for day in (one.start, other.start) if day]
    ends = [day for day in (one.end, other.end) if day]
    return not begins or not ends or max(begins) <= min(ends)


def _period(one: Official) -> str:
    start = f"mulai {long_date(one.start)}" if one.start else ""
    end = f"sampai {long_date(one.end)}" if one.end else ""
    return " ".join(filter(None, (start, end))) or "tanpa batas tanggal"
