"""One part of a template, compiled: evaluated as fast as the values at hand allow."""

from collections.abc import Mapping, Set
from typing import Any

import minijinja
from jinja2 import nodes

from service.errors import Invalid, Problem, problem
from service.word.checks import hints, prints, syntax, unlike
from service.word.filling.writer import Writer
from service.word.scanning import captured
from service.word.scanning.source import DRAWING, FILTER, WRITER, Slot, Source, shown
from service.word.values.filters import environment
from service.word.values.plain import FORBIDDEN

_MOST_VARIANTS = 8


class Part:
    """The source of a part and its compiled variants.

    In each variant other tags print through the writer: those alone that may meet a value which
    can't be printed as it is. Values of one kind meet the same tags, so few variants are needed.
    """

    def __init__(self, source: Source, tree: nodes.Template, fuel: int) -> None:
        self.source = source
        self._as_text, self._fuel = captured.as_text(source), fuel
        bindings = prints.bindings_of(tree)
        self._printed = prints.printed(source, tree, bindings)
        self._always = frozenset(
            at
            for at, names in self._printed.items()
            if names is None or source.slots[at].where != "text"
        )
        self._comparisons = unlike.ordered(tree, bindings)
        self._names = frozenset().union(*filter(None, self._printed.values()))
        self._variants = {frozenset[str](): self._compiled(self._always)}
        self._spanning = captured.spanning(source)
        self._makers = [slot for slot in source.slots if slot.makes_characters]

    def evaluated(self, plain: Mapping[str, Any], writer: Writer, odd: Set[str]) -> str:
        """Return the XML for plain values, those called by an `odd` name through the writer.

        Raises minijinja.TemplateError and writer.Missing.
        """
        own = {WRITER: writer.write, DRAWING: writer.number, FILTER: writer.filtered}
        return self._variant(odd).render_template(self.source.name, **plain, **own)

    def may_compare_unlike(self, plain: Mapping[str, Any]) -> bool:
        """Tell whether a comparison by order may be one of a text with a number."""
        return unlike.suspected(self._comparisons, plain)

    def is_text_only(self, odd: Set[str]) -> bool:
        """Tell whether nothing in the part needs the writer for values odd by these names."""
        return not self._always and self._names.isdisjoint(odd)

    def refuse_unsound(self, xml: str) -> None:
        """Refuse what tags made of sound values: characters XML can't carry, torn elements."""
        blamed = self._spanning if self._spanning and captured.is_torn(xml) else []
        if not blamed and self._makers and FORBIDDEN.search(xml):
            blamed = self._makers
        if blamed:
            raise Invalid("template_invalid", [_tag_failed(slot) for slot in blamed])

    def _variant(self, odd: Set[str]) -> minijinja.Environment:
        met = self._names & odd
        if found := self._variants.get(met):
            return found
        if len(self._variants) >= _MOST_VARIANTS:
            met = self._names
        slots = {at for at, names in self._printed.items() if names and not names.isdisjoint(met)}
        return self._variants.setdefault(met, self._compiled(self._always | slots))

    def _compiled(self, through_writer: frozenset[int]) -> minijinja.Environment:
        made = environment(self.source.brackets)
        made.fuel = self._fuel
        try:
            made.add_template(self.source.name, self._as_text.written(through_writer))
        except minijinja.TemplateError as fault:
            raise failed(self.source, fault) from fault
        return made


def failed(source: Source, fault: Exception | None, naming: str = "") -> Invalid:
    """Return what to tell of a fault: the tag on its line, or the first that names a filter."""
    if getattr(fault, "kind", "") == "OutOfFuel":
        return Invalid("template_too_costly")
    slot = syntax.slot_at(source, getattr(fault, "line", None))
    if naming:
        slot = next((one for one in source.slots if naming in one.body), slot)
    return Invalid("template_invalid", [_tag_failed(slot, hints.failed(slot.body))])


def _tag_failed(slot: Slot, hint: str = "") -> Problem:
    return problem("word_tag_failed", slot.place, tag=shown(slot), hint=hint)
