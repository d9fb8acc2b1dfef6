"""One indicator beside the same in the quarter before; its figures as a reader sees them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from service.dataset import Indicator, Reference
from service.examination import words
from service.examination.model import Finding, Path
from service.indonesian import decimal_text, plain_number, roman
from service.measurement import IndicatorResult

_QUARTERLY = ("realisasi", "pembilang", "penyebut", "target")


@dataclass(frozen=True)
class Subject:
    """What is known of one indicator in `quarter`.

    `earlier` is the indicator as the previous quarter had it, from that quarter's own data set
    where it is on file, and from this one otherwise; `on_file` only from the former.
    """

    year: int
    quarter: int
    indicator: Indicator
    result: IndicatorResult
    earlier: Indicator | None = None
    earlier_result: IndicatorResult | None = None
    on_file: Indicator | None = None
    on_file_quarter: int = 0
    references: tuple[Reference, ...] = ()

    @property
    def code(self) -> str:
        """Return the indicator's code."""
        return self.indicator.code

    @property
    def realization(self) -> Decimal | None:
        """Return what was reported for this quarter alone."""
        return self.indicator.realizations[self.quarter - 1]

    @property
    def earlier_realization(self) -> Decimal | None:
        """Return what was reported for the quarter before alone."""
        if self.earlier is None or self.quarter == 1:
            return None
        return self.earlier.realizations[self.quarter - 2]

    def figure(self, value: Decimal | None) -> str:
        """Return a figure with its unit: "6 kejadian", "80,00%"; no decimal of it is hidden."""
        if value is None:
            return words.word("unreported")
        text = decimal_text(value, max(self.indicator.decimals, len(_decimals(value))))
        measure = self.indicator.measure.strip()
        if measure.casefold() in ("%", "persen"):
            return f"{text}%"
        if words.is_unitless(measure):
            return text
        return f"{text} {measure if measure.isupper() else measure[:1].lower() + measure[1:]}"

    def reported(self, indicator: Indicator, quarter: int) -> str:
        """Return the realization of one quarter, X and Y behind it: "80,00% (4 dari 5)"."""
        text = self.figure(indicator.realizations[quarter - 1])
        pair = indicator.parts[quarter - 1] if indicator.parts else None
        if pair is None or indicator.realizations[quarter - 1] is None:
            return text
        x, y = (plain_number(part) for part in pair)
        return f"{text} ({words.word('of', numerator=x, denominator=y)})"

    def target(self, indicator: Indicator, quarter: int) -> str:
        """Return the target of one quarter, "tidak ada" where it has none."""
        value = indicator.targets[quarter - 1]
        return words.word("none") if value is None else self.figure(value)

    def found(self, kind: str, field: str, quarter: int | None = None, **details: Any) -> Finding:
        """Return the finding `kind` at a field of this indicator, of this quarter by default.

        What is written about an indicator has no quarter of its own in a data set.
        """
        own = self.quarter if field in _QUARTERLY else 0
        at: Path = (self.code, field, own if quarter is None else quarter)
        known = {
            "quarter": quarter_name(self.quarter),
            "earlier": quarter_name(self.quarter - 1 or 4),
            "polarity": words.word("lower_is_better") if self.indicator.polarity == "turun" else "",
        }
        return words.finding(
            kind,
            at,
            subject=f"{self.code} {self.indicator.text}",
            unit=self.indicator.unit,
            **{**known, **details},
        )


def _decimals(value: Decimal) -> str:
    return plain_number(value).partition(",")[2]


def quarter_name(quarter: int) -> str:
    """Return "Triwulan III"."""
    return f"Triwulan {roman(quarter)}"


def percentage(value: Decimal | None) -> str:
    """Return "94,72%", "-" for None."""
    return "-" if value is None else f"{decimal_text(value, 2)}%"
