"""The list of everything to take away: as CSV of any length, as HTML for a PDF of some pages."""

import base64
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import jinja2

from service.casework.trail.everything import ChainState
from service.casework.trail.lines import Line, case_name, kind_names
from service.dataset import DataSet
from service.indonesian import amount, long_date, time_text
from service.store import CaseRow
from service.values.office import office_values, placeholder_emblem

MOST_PRINTED = 2000  # some ten seconds of work
HEADINGS = (
    "Tanggal", "Waktu", "Nama", "Peran", "Unit", "Apa yang terjadi", "Jenis", "Triwulan",
    "Dokumen", "Alamat", "Rantai", "Nomor", "Sidik jari",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_FOLDER = Path(__file__).parents[2] / "templates_html"


def rows(lines: Iterable[Line], zone: ZoneInfo) -> Iterator[str]:
    """Yield the lines as CSV with semicolons, as a spreadsheet here expects; no cell a formula."""
    kinds = kind_names()
    yield "\ufeff" + _row(HEADINGS)
    for one in lines:
        at = one.at.astimezone(zone)
        yield _row(
            (
                at.date().isoformat(),
                at.strftime("%H:%M:%S"),
                one.name,
                one.role,
                one.unit,
                one.what,
                kinds.get(one.kind, one.kind),
                one.case,
                ", ".join(one.documents),
                one.address,
                one.chain or "jejak",
                str(one.number),
                one.hash,
            )
        )


def sheet(  # noqa: PLR0917 what stands on the sheet, from its top down
    dataset: DataSet | None,
    emblem: bytes | None,
    told: str,
    lines: Sequence[Line],
    cases: Iterable[CaseRow],
    count: int,
    chain: ChainState,
    now: datetime,
) -> str:
    """Return the list as one HTML page without scripts or outside files.

    `told` is what was looked for, in words; `count` how many lines that has, of which `lines` are
    printed; `cases` are those they may belong to. `now` is the time printed, in the
    zone all times are told in.
    """
    picture = base64.b64encode(emblem or placeholder_emblem()).decode()
    zone = now.tzinfo
    named = {one.id: case_name(one.id, one.quarter, one.year) for one in cases}
    return _template().render(
        instansi={
            **(office_values(dataset, emblem) if dataset else {}),
            "lambang": f"data:image/png;base64,{picture}",
        },
        saringan=told,
        jumlah=amount(count),
        tercetak=amount(len(lines)),
        terpotong=count > len(lines),
        rantai=chain,
        dicetak=f"{long_date(now.date())} pukul {time_text(now)}",
        baris=[
            {
                "waktu": f"{at.strftime('%d-%m-%Y')} {time_text(at)}",
                "triwulan": named.get(one.case, one.case),
                "satu": one,
            }
            for one in lines
            if (at := one.at.astimezone(zone))
        ],
    )


def _row(cells: Sequence[str]) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerow([_harmless(one) for one in cells])
    return written.getvalue()


def _harmless(cell: str) -> str:
    """Return a cell no spreadsheet reads as a formula, in one line."""
    risky = cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA)
    plain = " ".join(cell.split())
    return f"'{plain}" if risky else plain


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template("jejak.html")
