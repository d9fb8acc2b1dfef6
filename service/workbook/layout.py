"""The sheets, tables and columns of the Excel form, shared by the writer and the reader."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from service import yaml_text

Form = Literal["office", "unit", "budget"]
Kind = Literal[
    "text", "long", "list", "decimal", "integer", "rupiah", "date", "nip", "code", "choice",
    "quarter", "yesno", "unit",
]  # fmt: skip

ROMAN = ("I", "II", "III", "IV")
MOST = 10**15  # beyond any figure of an office
LEAD_ROW, HEADER_ROW = 3, 5  # title, subtitle, lead and band stand above; data below
ALL_FORMS: tuple[Form, ...] = ("office", "unit", "budget")


@dataclass(frozen=True)
class Column:
    """One column of a table, or one line of a list of fields.

    `quarter` is 0 unless the column belongs to one quarter; `choices` maps the word in the
    drop-down to the code in the data, `also` other wording that is understood; `aliases` are other
    headings that are understood; the flags are explained in form.yaml.
    """

    key: str
    header: str
    kind: Kind
    width: float = 18
    help: str = ""
    forms: tuple[Form, ...] = ALL_FORMS
    choices: Mapping[str, str] = field(default_factory=dict)
    also: Mapping[str, str] = field(default_factory=dict)
    suggest: str = ""
    quarter: int = 0
    shown: bool = False
    locked: bool = False
    optional: bool = False
    below: bool = False
    parts: bool = False
    promise: bool = False
    previous: bool = False
    sum: bool = False
    between: tuple[int, int] = (0, MOST)
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table of a sheet; `fields` is true where each column is a line "Isian | Nilai"."""

    name: str
    columns: tuple[Column, ...]
    forms: tuple[Form, ...] = ALL_FORMS
    fields: bool = False
    widths: tuple[float, ...] = (30, 50, 44)


@dataclass(frozen=True)
class Sheet:
    """One sheet; `frozen` counts the columns that stay in view."""

    name: str
    title: str
    lead: str
    forms: tuple[Form, ...]
    frozen: int
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Layout:
    """The whole form: sheets, lists of suggestions, and the instructions per kind of form.

    `version` grows when an older form would be read otherwise; `decimal_mark` are the words for a
    computer that writes decimals with a comma, and for one with a point.
    """

    version: int
    decimal_mark: tuple[str, str]
    sheets: tuple[Sheet, ...]
    suggestions: Mapping[str, list[str]]
    instructions: Mapping[str, list[str]]

    def table(self, name: str) -> tuple[Sheet, Table]:
        """Return the table called `name` and its sheet. Raises KeyError when there is none."""
        for sheet in self.sheets:
            for table in sheet.tables:
                if table.name == name:
                    return sheet, table
        raise KeyError(name)


@cache
def layout() -> Layout:
    """Return the form as form.yaml describes it."""
    data = yaml_text.read(files("service.workbook").joinpath("form.yaml").read_text("utf-8"))
    return Layout(
        data["version"],
        (data["decimal_mark"]["comma"], data["decimal_mark"]["point"]),
        tuple(_sheet(entry) for entry in data["sheets"]),
        data["suggestions"],
        data["instructions"],
    )


def columns_for(table: Table, form: Form, quarter: int) -> tuple[Column, ...]:
    """Return the columns `table` has in `form`; a unit's form ends with the current quarter."""
    kept = (c for c in table.columns if form in c.forms)
    if form == "unit":
        kept = (c for c in kept if c.quarter <= quarter)
    return tuple(_for_quarter(c, ROMAN[quarter - 1]) for c in kept)


def _for_quarter(column: Column, roman: str) -> Column:
    header, *aliases = (text.replace("{kini}", roman) for text in (column.header, *column.aliases))
    return replace(column, header=header, aliases=tuple(aliases))


def _sheet(entry: dict[str, Any]) -> Sheet:
    return Sheet(
        entry["name"],
        entry["title"],
        entry.get("lead", ""),
        tuple(entry.get("forms", ALL_FORMS)),
        entry.get("frozen", 0),
        tuple(_table(t) for t in entry["tables"]),
    )


def _table(entry: dict[str, Any]) -> Table:
    fields = "fields" in entry
    columns = entry["fields"] if fields else _quarterly(entry["columns"])
    return Table(
        entry["name"],
        tuple(_column(c) for c in columns),
        tuple(entry.get("forms", ALL_FORMS)),
        fields,
        tuple(entry.get("widths", (30, 50, 44))),
    )


def _quarterly(entries: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for entry in entries:
        if "quarters" not in entry:
            yield entry
            continue
        for quarter, roman in enumerate(ROMAN, 1):
            for column in entry["quarters"]:
                header, *aliases = (
                    text.format(tw=roman) for text in (column["header"], *column.get("aliases", ()))
                )
                yield column | {"header": header, "aliases": aliases, "quarter": quarter}


def _column(entry: dict[str, Any]) -> Column:
    known = dict(entry)
    for key in {"forms", "between", "aliases"} & known.keys():
        known[key] = tuple(known[key])
    return Column(**known)
