"""One office's year as plain, frozen values, in the shape of samples/mentebah-2026.json.

`None` means "not reported" and is never zero. Tuples of four hold the quarters I to IV.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Polarity = Literal["naik", "turun"]
Accumulation = Literal["jumlah", "posisi_akhir", "rasio_kumulatif", "tahunan"]
Quarters = tuple[Decimal | None, Decimal | None, Decimal | None, Decimal | None]
Parts = tuple[Decimal, Decimal]  # numerator X, denominator Y
Rupiah = tuple[int | None, int | None, int | None, int | None]


@dataclass(frozen=True)
class Rules:
    """The calculation rules the office chose (`aturan_hitung`).

    `scale` holds (lower bound, category) from high to low; `cap` limits averages' members only.
    """

    lower_is_better: Literal["selisih", "rasio"]
    cap: Decimal | None
    scale: tuple[tuple[Decimal, str], ...]


Money = Literal["Rp1.000", "Rp1.000,00", "Rp 1.000", "Rp. 1.000,-"]


@dataclass(frozen=True)
class Margins:
    """The four margins of a page in whole millimetres."""

    top: int
    bottom: int
    left: int
    right: int

    def __str__(self) -> str:
        return f"atas {self.top}, bawah {self.bottom}, kiri {self.left}, kanan {self.right} mm"


@dataclass(frozen=True)
class Office:
    """The office as its letterhead shows it (`instansi`), and how its documents are printed.

    `paper` is F4 or A4; `upright` and `across` are the margins of pages that stand or lie, None
    for those a template was drawn with; `money` is how sentences write a thousand rupiah;
    `emblem` is the SHA-256 of the PNG on the letterhead, None while the office has set none.
    """

    government: str
    name: str
    region_code: str
    function_code: str
    time_zone: str
    place: str
    address: str
    phone: str
    postcode: str
    website: str
    email: str
    paper: Literal["F4", "A4"] = "F4"
    upright: Margins | None = None
    across: Margins | None = None
    money: Money = "Rp1.000"
    emblem: str | None = None


@dataclass(frozen=True)
class Official:
    """A person who acts or signs; `acting` is "Plt.", "Plh.", "Pj." or "a.n.", start to end."""

    position: str
    name: str
    rank: str | None
    grade: str | None
    nip: str | None
    role: str
    unit: str | None = None
    acting: str | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class Unit:
    """A part of the office for which a step may be done separately."""

    code: str
    name: str


@dataclass(frozen=True)
class PreviousFollowUp:
    """What was promised in an earlier quarter and what became of it."""

    quarter: int
    text: str
    status: str
    note: str | None


@dataclass(frozen=True)
class Indicator:
    """One indicator with its targets, realizations, parts (X, Y) and narratives.

    `target_source` names the document the targets come from by its kind (`sumber_target`, one of
    `dokumen_rujukan`); `target_reference` is the yearly target as that document has it.
    """

    code: str
    text: str
    measure: str
    polarity: Polarity
    accumulation: Accumulation
    decimals: int
    target_year: Decimal | None
    targets: Quarters
    realizations: Quarters
    parts: tuple[Parts | None, Parts | None, Parts | None, Parts | None] | None
    formula: str
    source: str
    responsible: str
    unit: str
    part_labels: tuple[str, str] | None = None
    drivers: str | None = None
    obstacles: str | None = None
    follow_up: str | None = None
    follow_up_due: date | None = None
    evidence: tuple[str, ...] = ()
    previous_follow_up: PreviousFollowUp | None = None
    target_source: str | None = None
    target_reference: Decimal | None = None


@dataclass(frozen=True)
class Objective:
    """A strategic objective and its indicators (`sasaran`)."""

    code: str
    text: str
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True)
class SubActivity:
    """The lowest budget line, the only one with figures of its own (`sub`)."""

    code: str
    name: str
    indicator: str | None
    measure: str | None
    target: Decimal | None
    ceiling: int
    realizations: Rupiah


@dataclass(frozen=True)
class Activity:
    """A budget line of the middle level (`kegiatan`)."""

    code: str
    name: str
    subs: tuple[SubActivity, ...]


@dataclass(frozen=True)
class Programme:
    """A budget line of the highest level and the objectives it serves."""

    code: str
    name: str
    objectives: tuple[str, ...]
    activities: tuple[Activity, ...]


@dataclass(frozen=True)
class Receiver:
    """An institution the final document is delivered to (`instansi_penerima`)."""

    name: str
    via: str | None
    place: str | None


@dataclass(frozen=True)
class Reference:
    """A document the targets come from (`dokumen_rujukan`)."""

    kind: str
    title: str
    number: str | None
    date: date | None


@dataclass(frozen=True)
class DataSet:
    """Everything one office knows about one year, as of `quarter`; narratives belong to it."""

    year: int
    quarter: int
    rules: Rules
    office: Office
    villages: tuple[str, ...]
    officials: tuple[Official, ...]
    units: tuple[Unit, ...]
    objectives: tuple[Objective, ...]
    programmes: tuple[Programme, ...]
    receivers: tuple[Receiver, ...]
    references: tuple[Reference, ...]
    note: str | None = None
    document_numbers: tuple[tuple[str, str], ...] = ()
