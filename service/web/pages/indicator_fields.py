"""One indicator of a unit's form as the page shows it: its fields, in words and sizes."""

from collections.abc import Mapping
from dataclasses import dataclass

from service.dataset import Indicator
from service.workbook.typed import Field

FIGURES = {"x", "y", "realisasi_tw", "bukti_dukung"}
HINTS = {  # where the sheet's own words speak of cells and keys
    "realisasi_tw": "Tulis koma untuk desimal, misalnya 98,5. Isi 0 hanya bila hasilnya nol; "
    "kosongkan bila belum ada data.",
    "bukti_dukung": "Satu bukti tiap baris, misalnya nama dan nomor dokumen.",
}


@dataclass(frozen=True)
class Shown:
    """One field as the page shows it; `saved` is what somebody else put there meanwhile."""

    id: str
    key: str
    code: str
    label: str
    hint: str
    text: str
    problems: tuple[str, ...]
    saved: str | None
    choices: tuple[str, ...]
    lines: int
    figure: bool

    @property
    def wide(self) -> bool:
        """Tell whether the field takes the whole width where two stand side by side."""
        return self.key in {"bukti_dukung", "sebelumnya_keterangan"}


@dataclass(frozen=True)
class Row:
    """One indicator: what is known of it, and its fields."""

    indicator: Indicator
    figures: tuple[Shown, ...]
    narratives: tuple[Shown, ...]


def row_of(
    indicator: Indicator,
    listed: tuple[Field, ...],
    texts: Mapping[str, str],
    problems: Mapping[str, tuple[str, ...]],
    saved: Mapping[str, str],
) -> Row:
    """Return an indicator with its fields: what was typed, what is wrong, what another saved."""
    shown = [
        _shown(indicator, one, texts[one.key], problems.get(one.id, ()), saved.get(one.key))
        for one in listed
    ]
    return Row(
        indicator,
        tuple(one for one in shown if one.key in FIGURES),
        tuple(one for one in shown if one.key not in FIGURES),
    )


def _shown(
    indicator: Indicator, field: Field, text: str, problems: tuple[str, ...], saved: str | None
) -> Shown:
    column = field.column
    return Shown(
        field.id, field.key, field.code, _label(indicator, field),
        HINTS.get(field.key, column.help), text, problems, saved, _choices(field, text),
        {"long": 3, "list": 3}.get(column.kind, 0), column.kind == "decimal",
    )  # fmt: skip


def _label(indicator: Indicator, field: Field) -> str:
    """Return the column's heading; X and Y by what they count, where the office says so."""
    if field.key in {"x", "y"} and indicator.part_labels:
        return f"{field.column.header}: {indicator.part_labels['xy'.index(field.key)]}"
    return field.column.header


def _choices(field: Field, text: str) -> tuple[str, ...]:
    """Return the words to choose from, and what was typed elsewhere though it is none."""
    words = tuple(field.column.choices)
    return (*words, text) if words and text and text not in words else words
