"""Figures and where they come from, in the words of the pages."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from flask import url_for

from service import indonesian
from service.casework.tracing import Trace
from service.casework.tracing.printing import Print
from service.casework.tracing.provenance import Origin, Origins, Shift, Source
from service.dataset import Indicator, Path, Value, indicators
from service.measurement import Derivation
from service.progress import OutputFile
from service.values.printed import MONEY
from service.web import labels

FIELDS = {
    "realisasi": "Realisasi",
    "pembilang": "Pembilang (X)",
    "penyebut": "Penyebut (Y)",
    "target": "Target",
    "faktor_pendorong": "Faktor pendorong",
    "faktor_penghambat": "Faktor penghambat",
    "tindak_lanjut": "Rencana tindak lanjut",
    "bukti_dukung": "Bukti dukung",
    "tindak_lanjut_sebelumnya": "Status tindak lanjut triwulan sebelumnya",
    "pagu": "Pagu",
    "realisasi_anggaran": "Realisasi anggaran",
}
COMPUTED = {
    "target_sd": "Target s.d. Triwulan {tw}",
    "realisasi_sd": "Realisasi s.d. Triwulan {tw}",
    "realisasi_tw": "Realisasi Triwulan {tw}",
    "capaian": "Capaian",
    "capaian_tahunan": "Capaian terhadap target tahunan",
    "penyerapan": "Penyerapan",
    "sisa": "Sisa anggaran",
    "pagu": "Pagu",
}
ACTIONS = {
    "opened": "dibawa saat triwulan dibuka",
    "amended": "diubah pada data kantor",
    "skipped": "dikosongkan karena unit dilewati",
    "passed_over": "dikosongkan karena unit belum melaporkan",
}
_WORDS = {"faktor_pendorong", "faktor_penghambat", "tindak_lanjut", "bukti_dukung",
          "tindak_lanjut_sebelumnya"}  # fmt: skip
_BLANKS = {
    "realisasi": "belum dilaporkan",
    "realisasi_anggaran": "belum dilaporkan",
    "target": "tidak diukur",
    "bukti_dukung": "belum ada",
}
_MEASURED = {"realisasi", "pembilang", "penyebut"}  # blank is no debt where there is no target
_MAIN = {"realisasi_sd", "capaian", "penyerapan"}  # of the computed ones
_STATUSES = {"belum": "Belum", "proses": "Dalam proses", "selesai": "Selesai"}
_OF_QUARTER = re.compile(r"(realisasi_tw|target_tw)([1-4])", re.ASCII)


@dataclass(frozen=True)
class Place:
    """Where a value stands in what was sent: the cell and its page, the file, who and when."""

    cell: str | None
    address: str | None
    file: str | None
    file_address: str | None
    told: str
    by: str
    at: str


@dataclass(frozen=True)
class Paper:
    """A document that prints a figure: its name, version and address, and what it prints."""

    name: str
    address: str
    names: str
    value: str | None


@dataclass(frozen=True)
class Row:
    """One typed figure: its anchor, words, value, place and papers; `since` when it differs."""

    anchor: str
    label: str
    value: str
    place: Place
    papers: tuple[Paper, ...]
    since: Place | None


@dataclass(frozen=True)
class Sum:
    """One computed figure with its arithmetic and the papers that print it."""

    name: str
    anchor: str
    label: str
    value: str
    formula: str
    papers: tuple[Paper, ...]


@dataclass(frozen=True)
class Change:
    """A value that was changed during the quarter."""

    label: str
    old: str
    new: str
    place: Place


@dataclass(frozen=True)
class Difference:
    """A figure as a document prints it, and as it stands now, with both places."""

    code: str
    label: str
    printed: str
    now: str
    place: Place
    place_now: Place


def anchor(*parts: object) -> str:
    """Return the id of a figure within a page."""
    return re.sub(r"\s+", "-", ".".join(map(str, parts)))


def label(path: Path) -> str:
    """Return "Realisasi Triwulan III"."""
    _, field, quarter = path
    if field == "target" and quarter == 0:
        return "Target tahunan"
    return FIELDS[field] + (f" Triwulan {indonesian.roman(quarter)}" if quarter else "")


def name_words(name: str, quarter: int) -> str:
    """Return a name in the documents' values as people say it: "realisasi s.d. Triwulan III"."""
    numbered = _OF_QUARTER.fullmatch(name)
    if numbered:
        kind = "Realisasi" if numbered[1] == "realisasi_tw" else "Target"
        return f"{kind} Triwulan {indonesian.roman(int(numbered[2]))}"
    known = {"bukti": FIELDS["bukti_dukung"], "target_tahunan": "Target tahunan"}
    words = COMPUTED.get(name) or known.get(name) or FIELDS.get(name, name)
    return words.format(tw=indonesian.roman(quarter))


def shown(value: Value, path: Path, decimals: int) -> str:
    """Return a typed value as the pages write it; a blank says what it means, never 0."""
    field = path[1]
    if value is None:
        return _BLANKS.get(field, "kosong")
    if isinstance(value, tuple):
        return "; ".join(value)
    if field in MONEY:
        return indonesian.rupiah(int(value))
    if isinstance(value, str):
        return _STATUSES.get(value, value) if field == "tindak_lanjut_sebelumnya" else value
    if field in {"pembilang", "penyebut"}:
        places = max(0, -int(Decimal(value).normalize().as_tuple().exponent))
        return indonesian.decimal_text(Decimal(value), places)
    return indonesian.decimal_text(Decimal(value), decimals)


def computed(one: Derivation, name: str, decimals: int) -> str:
    """Return a computed value as the pages write it."""
    if one.value is None:
        return "–"
    if isinstance(one.value, int):
        return indonesian.rupiah(one.value)
    if name in {"capaian", "capaian_tahunan", "penyerapan", "rata_rata"}:
        return labels.percent(one.value)
    return indonesian.decimal_text(one.value, decimals)


class Sheet:
    """Writes the figures of one traced case as rows of tables."""

    def __init__(self, trace: Trace) -> None:
        self.trace, self.view = trace, trace.view
        self._by_code = {one.code: one for one in indicators(self.view.dataset)}
        self._paths: dict[str, list[Path]] = {}
        for path in trace.origins:
            self._paths.setdefault(path[0], []).append(path)
        self._places: dict[Source, Place] = {}
        self._papers: dict[str, tuple[str, str]] = {}

    def indicator(self, code: str) -> Indicator | None:
        """Return the indicator of that code, None for a budget line or nothing."""
        return self._by_code.get(code)

    def rows(self, code: str) -> list[Row]:
        """Return the typed figures of an indicator or budget line but blanks of later quarters."""
        return [self._row(self.trace.origins[path]) for path in self.typed(code)]

    def main_rows(self, code: str) -> list[Row]:
        """Return the typed figures of this quarter without the narratives."""
        return [
            self._row(self.trace.origins[path])
            for path in self.typed(code)
            if path[2] in (0, self.view.quarter) and path[1] not in _WORDS
        ]

    def main_sums(self, code: str) -> list[Sum]:
        """Return the computed figures that tables of the pages show."""
        return [one for one in self.sums(code) if one.name in _MAIN]

    def typed(self, code: str) -> Iterator[Path]:
        """Yield the typed figures of a code that a reader may ask for."""
        for path in self._paths.get(code, ()):
            _, field, quarter = path
            blank = self.trace.origins[path].value is None
            if blank and (quarter > self.view.quarter or field in {"tindak_lanjut_sebelumnya"}):
                continue
            yield path

    def sums(self, code: str) -> list[Sum]:
        """Return the computed figures of an indicator or budget line, in their order."""
        one = self._by_code.get(code)
        kind, lines = "indikator", self.trace.derived.indicators.get(code)
        if one is None or lines is None:
            kind, lines = "anggaran", self.trace.derived.budget.get(code, {})
        return [
            self._sum(kind, code, name, found, one.decimals if one else 0)
            for name, found in lines.items()
        ]

    def average(self) -> Sum:
        """Return the average of the whole office."""
        return self._sum("ringkasan", "", "rata_rata", self.trace.derived.average, 2)

    def objective(self, code: str) -> Sum:
        """Return the average of an objective."""
        return self._sum("sasaran", code, "rata_rata", self.trace.derived.objectives[code], 2)

    def changes(self, code: str) -> list[Change]:
        """Return every change of the figures of a code during the quarter, oldest first."""
        found = [
            (shift.source.at, path, shift)
            for path in self._paths.get(code, ())
            for shift in self.trace.origins[path].shifts
        ]
        found.sort(key=lambda one: one[0])
        return [self.change(path, shift) for _, path, shift in found]

    def change(self, path: Path, shift: Shift) -> Change:
        """Return one change in words."""
        return Change(
            label(path), self.text(shift.old, path), self.text(shift.new, path),
            self.place(path, shift.source),
        )  # fmt: skip

    def differences(self, then: Origins) -> list[Difference]:
        """Return the figures that a document was filled with and that are others now."""
        found = []
        for path, now in self.trace.origins.items():
            before = then.get(path)
            if before is not None and before.value != now.value:
                found.append(
                    Difference(
                        path[0], label(path), self.text(before.value, path),
                        self.text(now.value, path), self.place(path, before.source),
                        self.place(path, now.source),
                    )
                )  # fmt: skip
        return found

    def text(self, value: Value, path: Path) -> str:
        """Return a value of the figure `path` in words."""
        one = self._by_code.get(path[0])
        if value is None and one and path[1] in _MEASURED and one.targets[path[2] - 1] is None:
            return _BLANKS["target"]
        return shown(value, path, one.decimals if one else 0)

    def place(self, path: Path, source: Source) -> Place:
        """Return where a source has the value."""
        cell = file = address = file_address = None
        told = ACTIONS.get(source.action, "tanpa berkas")
        if source.file is not None:
            file = source.file.name
            page = url_for("origin.upload", case=source.case, event=source.event)
            cell, address = source.place, f"{page}#{anchor(*path)}"
            file_address = url_for("origin.sent", case=source.case, event=source.event)
        by = source.actor.position or source.actor.name
        return Place(cell, address, file, file_address, told, by, labels.moment(source.at))

    def papers(self, path: Path) -> tuple[Paper, ...]:
        """Return the current documents that print a typed figure, itself or in computed ones."""
        now = self.trace.origins[path].value if path in self.trace.origins else None
        return tuple(self._paper(path, one, now) for one in self.trace.prints.of(path))

    def _paper(self, path: Path, one: Print, now: Value) -> Paper:
        name, address = self._document(one.file)
        names = [name_words(word, self.view.quarter) for word in (*one.names, *one.computed)]
        other = None if one.value == now else self.text(one.value, path)
        return Paper(name, address, ", ".join(dict.fromkeys(names)), other)

    def _document(self, file: OutputFile) -> tuple[str, str]:
        if file.key not in self._papers:
            name = self.view.procedure.output(file.output).name
            address = url_for("document.show", case=self.view.id, key=file.key, versi=file.version)
            self._papers[file.key] = (f"{name} versi {file.version}", address)
        return self._papers[file.key]

    def _row(self, origin: Origin) -> Row:
        path = origin.path
        since = None
        if origin.since != origin.source:
            since = self.place(path, origin.since)
        return Row(
            anchor(*path), label(path), self.text(origin.value, path),
            self.place(path, origin.source), self.papers(path), since,
        )  # fmt: skip

    def _sum(self, kind: str, code: str, name: str, one: Derivation, decimals: int) -> Sum:
        files: Iterable[OutputFile] = self.trace.prints.of_name(kind, code, name)
        papers = tuple(Paper(*self._document(file), "", None) for file in files)
        words = "Rata-rata capaian" if name == "rata_rata" else name_words(name, self.view.quarter)
        return Sum(
            name, anchor(code, name), words, computed(one, name, decimals), one.formula, papers
        )
