"""An office far larger than a kecamatan: ten years of four quarters, 30 units, 500 indicators.

Its history is written straight into a store, as if it had been played: the same events and data
sets, but each document is a few bytes, since only what is read out of the history matters here.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from service import documents
from service.casework.bringing import dataset_file
from service.casework.model import DOCX, CaseView
from service.dataset import (
    DEFAULT_SCALE,
    Activity,
    DataSet,
    Indicator,
    Objective,
    Office,
    Official,
    Parts,
    Programme,
    Quarters,
    Receiver,
    Rules,
    SubActivity,
    Unit,
)
from service.procedure import Action, OutputState, Procedure, Step
from service.progress import Actor, Event, FileRef, output_key
from service.settings import TEMPLATES
from service.store import CaseRow, Store, record
from service.store.tables import cases, events, heads

UNITS, INDICATORS, OBJECTIVES = 30, 500, 25
FIRST_YEAR, YEARS = 2017, 10
RECEIVERS = ("Bagian Organisasi", "Bappeda")
KINDS = (
    ("naik", "posisi_akhir"),
    ("turun", "posisi_akhir"),
    ("naik", "jumlah"),
    ("turun", "jumlah"),
    ("naik", "rasio_kumulatif"),
    ("naik", "tahunan"),
)


def dataset(year: int, quarter: int, reported_units: int = UNITS) -> DataSet:
    """Return the office's data as of a quarter; the first `reported_units` have reported it."""
    objectives = tuple(
        Objective(
            f"S{number}",
            f"Meningkatnya mutu layanan bidang {number}",
            tuple(
                _indicator(n, f"{number}.{n // OBJECTIVES + 1}", year, quarter, reported_units)
                for n in range(number - 1, INDICATORS, OBJECTIVES)
            ),
        )
        for number in range(1, OBJECTIVES + 1)
    )
    return DataSet(
        year=year,
        quarter=quarter,
        rules=Rules("selisih", None, DEFAULT_SCALE),
        office=_office(),
        villages=(),
        officials=tuple(_officials()),
        units=tuple(Unit(f"UNIT-{n:02}", f"Bidang Pelayanan {n}") for n in range(1, UNITS + 1)),
        objectives=objectives,
        programmes=tuple(_programme(n, quarter) for n in range(1, OBJECTIVES + 1)),
        receivers=tuple(Receiver(name, None, None) for name in RECEIVERS),
        references=(),
    )


def fill(store: Store, procedure: Procedure) -> str:
    """Write the whole history into an empty store and return the id of its newest case.

    Every quarter before the newest is delivered; in the newest half of the units are through.
    Only the newest keeps a data set for each upload: of a delivered one nothing reads the others.
    """
    *delivered, newest = [
        (year, quarter)
        for year in range(FIRST_YEAR, FIRST_YEAR + YEARS)
        for quarter in (1, 2, 3, 4)
    ]
    for year, quarter in delivered:
        _write(store, procedure, year, quarter, UNITS)
    return _write(store, procedure, *newest, UNITS // 2)


def change_figure(store: Store, view: CaseView, turn: int) -> None:
    """Record another realization of the first indicator, as an upload of its unit would."""
    ds = view.dataset
    first, *others = ds.objectives
    one, *rest = first.indicators
    figures = (*one.realizations[: ds.quarter - 1], Decimal(50 + turn))
    changed = replace(one, realizations=(*figures, *one.realizations[ds.quarter :]))  # type: ignore[arg-type]
    objective = replace(first, indicators=(changed, *rest))
    _amend(store, view, replace(ds, objectives=(objective, *others)))


def rename_official(store: Store, view: CaseView, turn: int) -> None:
    """Record another name of an official: it is printed on every document."""
    first, *others = view.dataset.officials
    officials = (replace(first, name=f"NAMA BARU {turn}"), *others)
    _amend(store, view, replace(view.dataset, officials=officials))


def _amend(store: Store, view: CaseView, ds: DataSet) -> None:
    row = store.case(view.id)
    files = (dataset_file(ds).keep(store),)
    facts: dict[str, object] = {"because": "Perubahan data"}
    role, at = view.procedure.open_roles[0], row.opened_at + timedelta(days=2)
    store.append(_event(row, at, role, None, None, "amended", files, facts), view.seen)


def _write(store: Store, procedure: Procedure, year: int, quarter: int, through: int) -> str:
    case = f"{year}-tw{quarter}"
    at = datetime(year + quarter // 4, quarter % 4 * 3 + 1, 2, 1, tzinfo=UTC)
    row = CaseRow(case, procedure.code, year, quarter, _office().name, at)
    lines, previous = [], record.BEFORE_FIRST
    for number, event in enumerate(_history(store, procedure, row, through), 1):
        text = record.body(replace(event, number=number))
        previous = record.chained(previous, text)
        lines.append({"case_id": case, "number": number, "body": text, "hash": previous})
    with store.database.writing() as connection:
        connection.execute(cases.insert().values({**row.__dict__, "opened_at": at.isoformat()}))
        connection.execute(events.insert(), lines)
        connection.execute(heads.insert().values(case_id=case, number=len(lines), hash=previous))
    return case


def _history(store: Store, procedure: Procedure, row: CaseRow, through: int) -> Iterator[Event]:
    def kept(reported_units: int) -> FileRef:
        return dataset_file(dataset(row.year, row.quarter, reported_units)).keep(store)

    papers = _Papers(store, procedure, kept(0))
    at = row.opened_at
    facts: dict[str, object] = {"procedure": procedure.code, "version": procedure.version}
    yield _event(row, at, procedure.open_roles[0], None, None, "opened", (papers.now,), facts)
    units = [one.code for one in dataset(row.year, row.quarter).units]
    for step in procedure.steps:
        for n, unit, action, receiver in _deeds(step, units, through):
            at += timedelta(minutes=7)
            brought: tuple[FileRef, ...] = ()
            if action.brings == "unit_form" and (through < UNITS or n == through):
                papers.now = kept(n)
                brought = (papers.now,)
            files = (*papers.made(action, unit), *brought)
            facts = {"receiver": receiver} if receiver else {}
            yield _event(row, at, action.by[0], step.number, unit, action.name, files, facts)


def _deeds(
    step: Step, units: list[str], through: int
) -> Iterator[tuple[int, str | None, Action, str]]:
    """Yield what was done in a step: how many units are through with it, unit, action, receiver."""
    if step.per == "unit":
        for n, unit in enumerate(units[:through], 1):
            for action in step.actions:
                yield n, unit, action, ""
    elif through == len(units) or not step.needs:
        for action in step.actions:
            if not getattr(action, "optional", False):
                for receiver in RECEIVERS if action.per_receiver else ("",):
                    yield through, None, action, receiver


class _Papers:
    """Makes the files of an action: a few bytes each, from the data set in force."""

    def __init__(self, store: Store, procedure: Procedure, now: FileRef) -> None:
        self.store, self.procedure, self.now = store, procedure, now

    def made(self, action: Action, unit: str | None) -> tuple[FileRef, ...]:
        """Return what `action` makes for `unit`."""
        return tuple(self._paper(wanted, unit) for wanted in action.makes)

    def _paper(self, wanted: OutputState, unit: str | None) -> FileRef:
        output = self.procedure.output(wanted.output)
        key = output_key(output, unit)
        content = f"{key} {wanted.state} {self.now.sha256}".encode()
        return FileRef(
            kind="output",
            key=key,
            state=wanted.state,
            sha256=self.store.keep(content),
            name=f"{key}-{wanted.state}.docx",
            media_type=DOCX,
            size=len(content),
            template=documents.version(TEMPLATES, output.template, "F4") or "",
            dataset=self.now.sha256,
        )


_DONE = {"do": "done", "approve": "approved", "sign": "signed", "deliver": "delivered"}


def _event(  # noqa: PLR0917
    row: CaseRow,
    at: datetime,
    role: str,
    step: int | None,
    unit: str | None,
    action: str,
    files: tuple[FileRef, ...],
    facts: dict[str, object] | None = None,
) -> Event:
    actor = Actor(role, unit if role == "operator" else None, "NAMA PEJABAT", "Jabatan")
    done = _DONE.get(action, action)
    return Event(row.id, 0, at, actor, done, step, unit, None, files, facts or {})


def _indicator(n: int, code: str, year: int, quarter: int, reported_units: int) -> Indicator:
    polarity, accumulation = KINDS[n % len(KINDS)]
    owner = n % UNITS
    last = quarter if owner < reported_units else quarter - 1
    parts = _parts(n, last) if accumulation == "rasio_kumulatif" else None
    targets: Quarters = (Decimal(40), Decimal(60), Decimal(80), Decimal(95))
    year_target = Decimal(95)
    if accumulation == "jumlah":
        targets, year_target = (Decimal(10),) * 4, Decimal(40)
    values = [_value(n, q, accumulation) if q < last else None for q in range(4)]
    return Indicator(
        code=code,
        text=f"Persentase layanan nomor {n} tahun {year} yang selesai sesuai standar pelayanan",
        measure="%" if accumulation == "rasio_kumulatif" else "Nilai",
        polarity=polarity,  # type: ignore[arg-type]
        accumulation=accumulation,  # type: ignore[arg-type]
        decimals=2,
        target_year=year_target,
        targets=targets,
        realizations=(values[0], values[1], values[2], values[3]),
        parts=parts,
        formula="Jumlah yang selesai dibagi jumlah seluruhnya dikali 100",
        source="Buku register layanan",
        responsible="Kepala Bidang",
        unit=f"UNIT-{owner + 1:02}",
        drivers="Petugas tersedia setiap hari kerja.",
        obstacles="Jaringan internet sering terputus.",
        follow_up="Menambah jaringan cadangan pada loket pelayanan.",
        evidence=("Register layanan", "Berita acara"),
    )


def _value(n: int, quarter: int, accumulation: str) -> Decimal:
    if accumulation == "jumlah":
        return Decimal(8 + (n + quarter) % 5)
    if accumulation == "rasio_kumulatif":
        x, y = _pair(n, quarter)
        return (x * 100 / y).quantize(Decimal("0.01"))
    return Decimal(38 + 19 * quarter + n % 7)


def _pair(n: int, quarter: int) -> Parts:
    return Decimal(40 + (n + quarter) % 10), Decimal(50)


def _parts(n: int, last: int) -> tuple[Parts | None, Parts | None, Parts | None, Parts | None]:
    pairs = [_pair(n, q) if q < last else None for q in range(4)]
    return (pairs[0], pairs[1], pairs[2], pairs[3])


def _programme(n: int, quarter: int) -> Programme:
    subs = tuple(
        SubActivity(
            f"7.01.{n:02}.2.01.{k:04}", f"Penyediaan layanan {k}", None, None, None, 40_000_000,
            tuple(7_000_000 + k * 1000 if q < quarter else None for q in range(4)),  # type: ignore[arg-type]
        )
        for k in range(1, 5)
    )  # fmt: skip
    activity = Activity(f"7.01.{n:02}.2.01", f"Kegiatan {n}", subs)
    return Programme(f"7.01.{n:02}", f"Program {n}", (f"S{n}",), (activity,))


def _officials() -> Iterator[Official]:
    for role in ("camat", "sekretaris", "kasubbag_program", "staf_program"):
        yield Official(f"Jabatan {role}", f"NAMA {role.upper()}", None, None, None, role)
    for n in range(1, UNITS + 1):
        for role in ("kepala_seksi", "operator"):
            position = f"{role} Bidang {n}"
            yield Official(position, f"NAMA {n}", None, None, None, role, f"UNIT-{n:02}")


def _office() -> Office:
    return Office(
        "PEMERINTAH KABUPATEN CONTOH", "DINAS PELAYANAN", "61.06", "7.01", "Asia/Pontianak",
        "Putussibau", "Jalan Contoh Nomor 1", "", "", "", "",
    )  # fmt: skip
