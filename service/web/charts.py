"""Charts as SVG drawn on the server: bars and lines on one scale, absent values as a word. Pure.

Looks are classes of the stylesheet: the pages allow no style of their own. Every chart has a
title and a description that says its figures in words; the page shows them in a table as well.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from markupsafe import Markup, escape

from service.indonesian import decimal_text, percent_text

HUNDRED = Decimal(100)
HIGHEST = Decimal(200)  # a bar above it is cut, so that one outlier doesn't flatten the others
HATCH = "garis-miring"


@dataclass(frozen=True)
class Bar:
    """One value of a group: None where there is none, `look` is "solid" or "hatched"."""

    value: Decimal | None
    look: str
    name: str


@dataclass(frozen=True)
class Group:
    """What stands above one label of the axis; `word` says why none of its bars has a value."""

    label: str
    bars: tuple[Bar, ...]
    word: str
    now: bool = False


@dataclass(frozen=True)
class Size:
    """The drawing's own units: those of the page for a chart shown at its full width."""

    width: int
    height: int
    decimals: int = 2


WIDE, SMALL = Size(520, 250), Size(260, 190, 0)
_FOOT, _HEAD = 28, 26  # room for the labels below and the figures above the bars


def scale_end(values: Iterable[Decimal | None]) -> Decimal:
    """Return the top of a scale that several charts share: at least 110, at most HIGHEST."""
    return min(HIGHEST, max([Decimal(110), *(v for v in values if v is not None)]))


def bars(name: str, title: str, groups: Sequence[Group], top: Decimal, size: Size = WIDE) -> Markup:
    """Return a chart of grouped bars; `name` makes its ids unique in the page."""
    scale = _Scale(top, size)
    width = Decimal(size.width) / len(groups)
    inside = [_reference(scale)]
    for place, group in enumerate(groups):
        inside.append(_group(group, place * width, width, scale))
    inside.append(_axis(scale))
    return _drawing(name, title, described(groups), size, inside)


def line(
    name: str, title: str, points: Sequence[tuple[str, Decimal | None, str]], top: Decimal,
    size: Size = SMALL,
) -> Markup:  # fmt: skip
    """Return a line through (label, value, word of an absent value); a gap breaks the line."""
    scale = _Scale(top, size)
    width = Decimal(size.width) / len(points)
    spots = [(place * width + width / 2, value) for place, (_, value, _) in enumerate(points)]
    inside = [_reference(scale)]
    for (x1, one), (x2, two) in pairwise(spots):
        if one is not None and two is not None:
            inside.append(_tag("path", f"M{_n(x1)} {_n(scale.y(one))}L{_n(x2)} {_n(scale.y(two))}",
                               "chart__line"))  # fmt: skip
    for (x, value), (label, _, word) in zip(spots, points, strict=True):
        if value is None:
            inside.append(_absent(x - width / 2 + 4, width - 8, word, scale))
        else:
            y = scale.y(value)
            inside.append(
                Markup('<circle cx="{}" cy="{}" r="4.5" class="chart__dot"/>').format(_n(x), _n(y))
            )
            inside.append(_text(x, y - 9, decimal_text(value, size.decimals), "chart__value"))
        inside.append(_text(x, Decimal(size.height - 8), label, "chart__label"))
    inside.append(_axis(scale))
    told = "; ".join(
        f"{label}: {word if value is None else _percent(value)}" for label, value, word in points
    )
    return _drawing(name, title, told, size, inside)


def hatch() -> Markup:
    """Return the pattern that hatched bars are filled with, once in a page."""
    return Markup(
        '<defs><pattern id="{}" width="6" height="6" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect width="6" height="6" class="chart__ground"/>'
        '<rect width="2" height="6" class="chart__stroke"/></pattern></defs>'
    ).format(HATCH)


def described(groups: Sequence[Group]) -> str:
    """Return the figures in words: "TW I: terhadap target triwulan 98,62 persen, …"."""
    told = []
    for group in groups:
        values = [
            f"{bar.name} {_percent(bar.value)}" for bar in group.bars if bar.value is not None
        ]
        told.append(f"{group.label}: {', '.join(values) or group.word}")
    return "; ".join(told)


@dataclass(frozen=True)
class _Scale:
    top: Decimal
    size: Size

    @property
    def floor(self) -> Decimal:
        return Decimal(self.size.height - _FOOT)

    def y(self, value: Decimal) -> Decimal:
        """Return how far down `value` is drawn."""
        part = min(max(value, Decimal(0)), self.top) / self.top
        return self.floor - part * (self.floor - _HEAD)


def _group(group: Group, left: Decimal, width: Decimal, scale: _Scale) -> Markup:
    gap = width / 24
    inner, x = width - 2 * gap, left + gap
    parts: list[Markup] = []
    if all(bar.value is None for bar in group.bars):
        parts.append(_absent(x, inner, group.word, scale))
    else:
        each = inner / max(2, len(group.bars))
        x += (inner - each * len(group.bars)) / 2
        for bar in group.bars:
            parts.append(_bar(bar, x, each, scale))
            x += each
    look = "chart__label chart__label--now" if group.now else "chart__label"
    parts.append(_text(left + width / 2, Decimal(scale.size.height - 8), group.label, look))
    return Markup("").join(parts)


def _bar(bar: Bar, x: Decimal, width: Decimal, scale: _Scale) -> Markup:
    middle = x + width / 2
    if bar.value is None:
        return _text(middle, scale.floor - 6, "–", "chart__word")
    y = scale.y(bar.value)
    fill = Markup(' fill="url(#{})"').format(HATCH) if bar.look == "hatched" else Markup("")
    drawn = Markup('<rect class="chart__{}" x="{}" y="{}" width="{}" height="{}"{}/>').format(
        bar.look, _n(x + 1), _n(y), _n(width - 2), _n(max(scale.floor - y, Decimal(0))), fill
    )
    if bar.value > scale.top:  # the bar goes on: its end is cut
        drawn += _tag("path", f"M{_n(x)} {_n(y + 14)}L{_n(x + width)} {_n(y + 6)}", "chart__cut")
    figure = decimal_text(bar.value, scale.size.decimals)
    return drawn + _text(middle, y - 5, figure, f"chart__value chart__value--{bar.look}")


def _absent(x: Decimal, width: Decimal, word: str, scale: _Scale) -> Markup:
    top = scale.y(min(HUNDRED, scale.top))
    box = Markup('<rect class="chart__none" x="{}" y="{}" width="{}" height="{}"/>').format(
        _n(x), _n(top), _n(width), _n(scale.floor - top)
    )
    lines = word.split(" ") if scale.size.width / 4 < 11 * len(word) else [word]
    middle, start = x + width / 2, (top + scale.floor) / 2 - 8 * (len(lines) - 1)
    return box + Markup("").join(
        _text(middle, start + 16 * number, part, "chart__word") for number, part in enumerate(lines)
    )


def _reference(scale: _Scale) -> Markup:
    y = _n(scale.y(HUNDRED))
    return _tag("path", f"M0 {y}H{scale.size.width}", "chart__ref")


def _axis(scale: _Scale) -> Markup:
    return _tag("path", f"M0 {_n(scale.floor)}H{scale.size.width}", "chart__axis")


def _tag(name: str, path: str, look: str) -> Markup:
    return Markup('<{} d="{}" class="{}"/>').format(Markup(name), path, look)  # noqa: S704


def _text(x: Decimal, y: Decimal, text: str, look: str) -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="middle" class="{}">{}</text>').format(
        _n(x), _n(y), look, text
    )


def _drawing(name: str, title: str, told: str, size: Size, inside: Iterable[Markup]) -> Markup:
    return Markup(
        '<svg viewBox="0 0 {w} {h}" role="img" aria-labelledby="{n}-judul {n}-isi">'
        '<title id="{n}-judul">{title}</title><desc id="{n}-isi">{told}</desc>{inside}</svg>'
    ).format(
        w=size.width, h=size.height, n=escape(name), title=title, told=told,
        inside=Markup("").join(inside),
    )  # fmt: skip


def _n(value: Decimal) -> str:
    """Return a coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def _percent(value: Decimal | None) -> str:
    return f"{percent_text(value)} persen"
