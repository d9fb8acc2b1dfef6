"""Do the documents of a case say the same thing, as they lie in the store?"""

from collections.abc import Mapping
from dataclasses import dataclass

from service.casework.model import CaseView
from service.consistency import Comparison, Printed, compare, facts_of, known_of, label
from service.errors import Conflict
from service.progress import OutputFile
from service.store import Store

SEALING = frozenset({"approve", "sign"})  # actions that a disagreeing set of documents is kept from


@dataclass(frozen=True)
class Line:
    """One figure of an indicator: what it is, and each text it is printed as with its documents."""

    label: str
    printed: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Agreement:
    """The documents held against each other: the files `read`, their `titles` by key.

    `unread` are the signed files that stand beside them.
    """

    comparison: Comparison
    titles: Mapping[str, str]
    read: tuple[OutputFile, ...]
    unread: tuple[OutputFile, ...]

    def lines(self, indicator: str) -> tuple[Line, ...]:
        """Return the figures of an indicator in the order the documents print them."""
        found: dict[str, dict[str, dict[str, None]]] = {}
        for facts in self.comparison.read.values():
            for one in facts:
                if one.subject == f"indikator {indicator}" and _is_figure(one):
                    texts = found.setdefault(label(one.notion, one.quarter), {})
                    texts.setdefault(one.text, {})[one.document] = None
        return tuple(
            Line(name, tuple((text, tuple(keys)) for text, keys in texts.items()))
            for name, texts in found.items()
        )


def agreement(store: Store, view: CaseView, sealed_in: int | None = None) -> Agreement:
    """Read the standing documents of a case back and compare them; a file is parsed once.

    For what is `sealed_in` a step, letters of later steps are left out: they are written to hand
    on what was sealed, and one from before a quarter was opened again is written anew after it.
    A signed file is a scan and is not read, but the Word file it was printed from is. Raises
    ToolFailed for a store that cannot be read.
    """
    known = known_of(view.dataset)
    words = [one for one in _word_files(view) if not _written_later(view, one, sealed_in)]
    read = {one.key: facts_of(store.file(one.ref.sha256), known, one.key) for one in words}
    titles = {one.key: title(view, one) for one in words}
    unread = tuple(
        one
        for one in view.progress.outputs
        if one.current and one.stands and one.ref.kind != "output"
    )
    return Agreement(compare(read, known, titles), titles, tuple(words), unread)


def _word_files(view: CaseView) -> list[OutputFile]:
    """Return the newest standing Word file of every output, in the order of the procedure."""
    newest = {
        one.key: one for one in view.progress.outputs if one.stands and one.ref.kind == "output"
    }
    order = [output.code for output in view.procedure.outputs]
    return sorted(newest.values(), key=lambda one: (order.index(one.output), one.key))


def _written_later(view: CaseView, file: OutputFile, step: int | None) -> bool:
    if step is None or file.output not in view.procedure.letters:
        return False
    of = next(one.step for one in view.progress.events if one.number == file.event)
    return of is not None and of > step


def require_agreement(store: Store, view: CaseView, step: int) -> None:
    """Return when all documents that `step` seals say the same.

    Raises Conflict with everything they do not.
    """
    wrong = agreement(store, view, step).comparison.disagreements
    if wrong:
        raise Conflict("documents_disagree", [one.problem for one in wrong], count=len(wrong))


def title(view: CaseView, file: OutputFile) -> str:
    """Return what a person calls a document: its name, and the unit it is of."""
    name = view.procedure.output(file.output).name
    unit = next((one.name for one in view.dataset.units if one.code == file.unit), None)
    return f"{name} {unit}" if unit else name


def _is_figure(one: Printed) -> bool:
    return one.kind != "text" or one.notion == "kategori"
