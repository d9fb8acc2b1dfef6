"""Draws the figure that compares achievement with absorption for each objective."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from textwrap import fill
from threading import Lock
from typing import Any

from service.indonesian import decimal_text, percent_text

FONTS = ("Arial", "Arimo", "Liberation Sans", "DejaVu Sans")
NAME_WIDTH = 34  # characters per line of an objective's name
BAR = 0.34
SOLID, HATCHED = "#404040", "////"
ABSENT = "belum"

_drawing = Lock()  # the style is one for the whole process


@dataclass(frozen=True)
class Bars:
    """One objective: its name and two percentages, None where there is none yet."""

    name: str
    achievement: Decimal | None
    absorption: Decimal | None


@lru_cache(maxsize=32)
def achievement_chart(
    rows: tuple[Bars, ...],
    labels: tuple[str, str] = ("Capaian terhadap target tahunan (%)", "Penyerapan anggaran (%)"),
) -> bytes:
    """Return a PNG of grouped bars, 165 mm wide at 200 dpi, the same bytes for the same figures.

    Solid against hatched, so that a photocopy keeps them apart; a value that is not there yet
    is a dashed outline with "belum".
    """
    import matplotlib as mpl  # noqa: PLC0415 - half a second that only this document needs

    style: Any = {
        "font.family": "sans-serif",
        "font.sans-serif": _present(FONTS),
        "font.size": 8,
        "hatch.linewidth": 0.7,
        "axes.unicode_minus": True,
    }
    with _drawing, mpl.rc_context(style):
        return _draw(rows, labels)


def _present(names: Sequence[str]) -> list[str]:
    from matplotlib.font_manager import fontManager  # noqa: PLC0415 - as above

    known = {font.name for font in fontManager.ttflist}
    return [name for name in names if name in known] or ["DejaVu Sans"]


def _draw(rows: Sequence[Bars], labels: tuple[str, str]) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - as above
    from matplotlib.figure import Figure  # noqa: PLC0415

    names = [fill(row.name, NAME_WIDTH) for row in rows]
    lines = sum(max(2, name.count("\n") + 1) for name in names)
    figure = Figure(figsize=(6.5, 0.65 + 0.165 * lines), dpi=200, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    top = _scale_end(rows)
    for place, row in enumerate(rows):
        _bar(axes, place - BAR / 2, row.achievement, top, {"facecolor": SOLID})
        _bar(axes, place + BAR / 2, row.absorption, top, {"facecolor": "white", "hatch": HATCHED})
    axes.axvline(100, color="black", linewidth=0.8, linestyle=(0, (4, 3)), zorder=0)
    axes.set_yticks(range(len(rows)), names)
    axes.set_ylim(len(rows) - 0.45, -0.55)
    axes.set_xlim(0, top * 1.08)
    axes.xaxis.set_major_formatter(lambda value, _: decimal_text(Decimal(round(value)), 0))
    axes.tick_params(axis="y", length=0)
    axes.spines[["top", "right"]].set_visible(False)
    _legend(figure, labels)
    png = BytesIO()
    figure.savefig(png, format="png", metadata={"Software": None})
    return png.getvalue()


def _scale_end(rows: Sequence[Bars]) -> float:
    values = [value for row in rows for value in (row.achievement, row.absorption) if value]
    return max(110.0, *(float(value) for value in values)) if values else 110.0


def _bar(axes: Any, place: float, value: Decimal | None, top: float, look: dict[str, str]) -> None:
    if value is None:
        axes.barh(
            place,
            top * 0.09,
            BAR * 0.9,
            facecolor="none",
            edgecolor="black",
            linestyle="--",
            linewidth=0.6,
        )
        axes.text(top * 0.1, place, ABSENT, va="center", fontsize=7.5, style="italic")
        return
    axes.barh(place, float(value), BAR * 0.9, edgecolor="black", linewidth=0.7, **look)
    axes.text(
        float(value) + top * 0.01,
        place,
        percent_text(value),
        va="center",
        fontsize=7.5,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
    )


def _legend(figure: Any, labels: tuple[str, str]) -> None:
    from matplotlib.patches import Patch  # noqa: PLC0415 - as above

    keys = [
        Patch(facecolor=SOLID, edgecolor="black", label=labels[0]),
        Patch(facecolor="white", edgecolor="black", hatch=HATCHED, label=labels[1]),
    ]
    figure.legend(handles=keys, loc="outside lower center", ncols=2, frameon=False, fontsize=8)
