"""Which documents of a case print a figure, itself or inside the figures computed from it."""

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from zipfile import ZipFile

from service import documents, word
from service.casework.model import CaseView
from service.casework.reading import Reading
from service.dataset import DataSet, Path, Value, figures, indicators
from service.errors import Invalid
from service.measurement import Derivation, derive_average, derive_budget, derive_indicator
from service.progress import OutputFile
from service.store import Store
from service.values import Particulars, values_of
from service.values.printed import MONEY, Marks, Name, names_of

_REMEMBERED = 512
_BODY = "word/document.xml"


@dataclass(frozen=True)
class Print:
    """A document that prints a typed figure: under `names`, and in the `computed` figures.

    `value` is the one it was made from; it differs from the present one in a stale document.
    """

    file: OutputFile
    names: tuple[str, ...]
    computed: tuple[str, ...]
    value: Value


@dataclass(frozen=True)
class Derived:
    """How every computed figure of a case came about, by code and name."""

    indicators: Mapping[str, Mapping[str, Derivation]]
    objectives: Mapping[str, Derivation]
    average: Derivation
    budget: Mapping[str, Mapping[str, Derivation]]


def derived(view: CaseView) -> Derived:
    """Return how every computed figure of the case came about; the whole budget is under ""."""
    ds, measured = view.dataset, view.measurement
    of = {
        one.code: derive_indicator(one, ds.rules, view.quarter, measured.indicators[one.code])
        for one in indicators(ds)
    }

    def average(members: tuple[Any, ...], result: Any) -> Derivation:
        cells = (path for one in members for path in of[one.code]["capaian"].cells)
        return derive_average(members, measured.indicators, ds.rules, result, cells)

    return Derived(
        indicators=of,
        objectives={
            one.code: average(one.indicators, measured.objectives[one.code])
            for one in ds.objectives
        },
        average=average(indicators(ds), measured.summary),
        budget=derive_budget(ds, measured),
    )


class Prints:
    """The current documents of one case, asked for the figures they print."""

    def __init__(
        self,
        quarter: int,
        documents: tuple[tuple[OutputFile, frozenset[Name], Mapping[Path, Value]], ...],
        found: Derived,
    ) -> None:
        self._quarter, self._derived = quarter, found
        self._values = {file.key: values for file, _, values in documents}
        self._of_code: dict[tuple[str, str], dict[str, tuple[OutputFile, set[str]]]] = {}
        for file, printed, _ in documents:
            for kind, code, name in printed:
                of_code = self._of_code.setdefault((kind, code), {})
                of_code.setdefault(file.key, (file, set()))[1].add(name)

    def of(self, path: Path) -> tuple[Print, ...]:
        """Return the current documents that print the typed figure."""
        code, field, _ = path
        names = names_of(path, self._quarter)
        computed = self._rests_on.get(path, ())
        found = []
        for file, printed in self._files("anggaran" if field in MONEY else "indikator", code):
            direct = tuple(sorted(names & printed))
            inside = tuple(name for name in computed if name in printed and name not in names)
            if direct or inside:
                found.append(Print(file, direct, inside, self._values[file.key].get(path)))
        return tuple(found)

    def of_name(self, kind: str, code: str, name: str) -> tuple[OutputFile, ...]:
        """Return the current documents that print a computed figure."""
        return tuple(file for file, printed in self._files(kind, code) if name in printed)

    def _files(self, kind: str, code: str) -> Iterable[tuple[OutputFile, set[str]]]:
        return self._of_code.get((kind, code), {}).values()

    @cached_property
    def _rests_on(self) -> Mapping[Path, tuple[str, ...]]:
        """Return the names of the figures of the same code that each typed figure is in."""
        found: dict[Path, tuple[str, ...]] = {}
        for lines in (self._derived.indicators, self._derived.budget):
            for code, figures_of in lines.items():
                for name, one in figures_of.items():
                    for path in one.cells:
                        if path[0] == code:
                            found[path] = (*found.get(path, ()), name)
        return found


class Printing:
    """Tells what the documents of cases print; each template and state is looked at once."""

    def __init__(self, store: Store, reading: Reading) -> None:
        self._store, self._reading = store, reading
        self._known: dict[tuple[str, str, str, int], frozenset[Name]] = {}
        self._asked: dict[str, frozenset[str]] = {}  # top-level names by template
        self._figures = lru_cache(maxsize=_REMEMBERED)(self._read_figures)

    def of(self, view: CaseView, found: Derived) -> Prints:
        """Return what the current documents of the case print."""
        return self._prints(view, found, _current(view.progress.outputs))

    def of_one(self, view: CaseView, found: Derived, made: OutputFile) -> Prints:
        """Return what one version alone prints, which a template was filled for."""
        return self._prints(view, found, [(made, made)])

    def _prints(
        self, view: CaseView, found: Derived, files: Iterable[tuple[OutputFile, OutputFile]]
    ) -> Prints:
        shape = _shape(view.dataset)
        marks: list[Marks] = []
        return Prints(
            view.quarter,
            tuple(
                (file, self._printed(view, made, shape, marks), self._figures(made.ref.dataset))
                for file, made in files
            ),
            found,
        )

    def _printed(
        self, view: CaseView, file: OutputFile, shape: int, marks: list[Marks]
    ) -> frozenset[Name]:
        known = (file.ref.template, file.key, file.state, shape)
        if known not in self._known:
            if not marks:
                marks.append(
                    Marks(values_of(view.dataset, view.quarter, particulars=Particulars()))
                )
            self._known[known] = self._look(file, marks[0])
        return self._known[known]

    def _look(self, file: OutputFile, marks: Marks) -> frozenset[Name]:
        """Fill the document's template with marks and read them back."""
        values = {**marks.values, "status": file.state, **dict.fromkeys(documents.FIGURES, "")}
        if file.unit is not None:
            share = [one for one in marks.values["semua_bagian"] if one["kode"] == file.unit]
            if not share:
                return frozenset()
            values["bagian"] = share[0]
        template = word.compile(self._store.file(file.ref.template))
        if file.ref.template not in self._asked:
            self._asked[file.ref.template] = frozenset(template.fields().get("properties", ()))
        asked = values.keys() & self._asked[file.ref.template]
        try:
            filled = template.fill({name: values[name] for name in asked})
        except Invalid:  # an older template that asks for values there are no more
            return frozenset()
        with ZipFile(io.BytesIO(filled)) as archive:
            return marks.found(archive.read(_BODY).decode())

    def _read_figures(self, sha: str) -> Mapping[Path, Value]:
        return figures(self._reading.dataset(sha))


def _current(files: Iterable[OutputFile]) -> Iterator[tuple[OutputFile, OutputFile]]:
    """Yield each current document with the version its figures were filled into."""
    filled: dict[str, OutputFile] = {}
    for file in files:
        if file.ref.template and file.ref.dataset:
            filled[file.key] = file
        if file.current and file.key in filled:
            yield file, filled[file.key]


def _shape(ds: DataSet) -> int:
    """Return a number for what the documents have rows of, the same within one process."""
    lines = tuple(
        (p.code, a.code, s.code) for p in ds.programmes for a in p.activities for s in a.subs
    )
    return hash((tuple((one.code, one.unit) for one in indicators(ds)), lines))
