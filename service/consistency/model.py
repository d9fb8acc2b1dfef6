"""What is read back from a produced document, and what the documents say of each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from service.errors import Problem

Value = Decimal | str | None  # None: printed as having no value ("-")
Kind = Literal["figure", "state", "text"]
Sort = Literal["differs", "sum", "notice"]


@dataclass(frozen=True)
class KnownOfficial:
    """A person who may be printed as a signer."""

    name: str
    nip: str | None
    position: str
    role: str


@dataclass(frozen=True)
class Known:
    """What to look for in documents, never what it should be there.

    `indicators` are (code, text, code of the objective), `objectives` and `lines` (of the
    budget) (code, text); `cap` is the bound on members of an average, None without one.
    """

    office: str
    government: str
    place: str
    indicators: tuple[tuple[str, str, str], ...]
    objectives: tuple[tuple[str, str], ...]
    lines: tuple[tuple[str, str], ...]
    officials: tuple[KnownOfficial, ...]
    cap: Decimal | None = None


@dataclass(frozen=True)
class Printed:
    """One thing a document prints: `notion` of `subject`, as `text`, worth `value`, at `place`.

    `subject` is "indikator 3.2", "sasaran 1", "anggaran 7.01.02", a name, a NIP or a document's
    key; `quarter` is the one a figure belongs to (None: of the year, or of no quarter). `kind`
    "state" is a word in place of a figure ("Belum dilaporkan"). `within` names the table.
    """

    document: str
    notion: str
    subject: str
    quarter: int | None
    text: str
    value: Value
    place: str
    kind: Kind = "figure"
    within: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing the documents do not agree on, with everything they print of it.

    `sort` is "differs", "sum" (printed parts do not give a printed total) or "notice" (told, but
    no reason to hold the documents back).
    """

    sort: Sort
    label: str
    printed: tuple[Printed, ...]
    problem: Problem

    @property
    def variants(self) -> tuple[tuple[Printed, ...], ...]:
        """Return what is printed, by value, the one found most often first; of a sum the total."""
        if self.sort == "sum":
            return (self.printed[:1],)
        found: dict[Value, list[Printed]] = {}
        for one in self.printed:
            found.setdefault(one.value, []).append(one)
        return tuple(map(tuple, sorted(found.values(), key=len, reverse=True)))

    @property
    def documents(self) -> tuple[str, ...]:
        """Return the keys of the documents concerned, each once."""
        return tuple(dict.fromkeys(one.document for one in self.printed))


@dataclass(frozen=True)
class Comparison:
    """What came of reading documents side by side.

    `read` holds everything read, by document; `compared` counts the things printed twice or more.
    """

    read: Mapping[str, tuple[Printed, ...]]
    findings: tuple[Finding, ...]
    compared: int

    @property
    def disagreements(self) -> tuple[Finding, ...]:
        """Return what holds the documents back."""
        return tuple(one for one in self.findings if one.sort != "notice")

    @property
    def notices(self) -> tuple[Finding, ...]:
        """Return what is only told."""
        return tuple(one for one in self.findings if one.sort == "notice")
