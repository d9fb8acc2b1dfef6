"""What may be looked for, by what is printed of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from service.consistency.model import Known, Printed
from service.consistency.notions import has_quarter, said
from service.consistency.values import value_of
from service.consistency.writing import key

_LEADING = re.compile(r"^\d+(?:\.\d+)*[.)]?\s+")


@dataclass(frozen=True)
class Names:
    """Codes by text and texts by code, as they are compared."""

    indicators: dict[str, tuple[str, ...]]
    objective_of: dict[str, str]
    objectives: dict[str, str]
    lines: dict[str, str]
    line_codes: frozenset[str]


@lru_cache(maxsize=64)
def names_of(known: Known) -> Names:
    """Return `known` as something to look up printed texts in."""
    indicators: dict[str, tuple[str, ...]] = {}
    for code, text, _ in known.indicators:
        indicators[key(text)] = (*indicators.get(key(text), ()), code)
    return Names(
        indicators,
        {code: objective for code, _, objective in known.indicators},
        {key(text): code for code, text in known.objectives},
        {key(text): code for code, text in known.lines},
        frozenset(code for code, _ in known.lines),
    )


@dataclass(frozen=True)
class Lookup:
    """One document being read: its key, what is known, and the quarter it says it is of."""

    document: str
    known: Known
    quarter: int | None = None

    @cached_property
    def names(self) -> Names:
        """Return what is known by its text."""
        return names_of(self.known)

    def printed(
        self,
        name: str,
        subject: str,
        text: str,
        place: str,
        *,
        quarter: int | None = None,
        within: str = "",
    ) -> Printed:
        """Return a fact; a notion of a quarter is of the document's own unless told."""
        value, kind = value_of(name, text)
        belongs = (quarter or self.quarter) if has_quarter(name) else None
        return Printed(self.document, name, subject, belongs, text, value, place, kind, within)

    def said_of(self, sort: str, objective: str | None) -> str:
        """Return the subject of a sentence, "" when it is none that is known."""
        if sort == "objective":
            code = self.names.objectives.get(key(objective or ""))
            return f"sasaran {code}" if code else ""
        return str(said()["subjects"].get(sort, ""))

    def indicator_codes(self, paragraphs: Sequence[str]) -> tuple[tuple[str, ...], int]:
        """Return the codes an indicator's text may mean, and how many paragraphs it takes."""
        for count in range(1, len(paragraphs) + 1):
            text = " ".join(paragraphs[:count])
            for written in (text, _LEADING.sub("", text)):
                codes = self.names.indicators.get(key(written))
                if codes:
                    return codes, count
        return (), 1

    def code_of(self, texts: dict[str, str], text: str) -> str | None:
        """Return the code of an objective or budget line printed as `text`, with or without it."""
        return texts.get(key(text)) or texts.get(key(_LEADING.sub("", text)))
