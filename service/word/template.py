"""A Word template, compiled once and filled many times."""

import hashlib
import itertools
import re
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any

import minijinja

from service import package
from service.errors import Invalid, Problem, problem
from service.word import archive, breaks, contract, hints, missing, scan, schema, syntax
from service.word.additions import Additions
from service.word.filters import environment
from service.word.parts import templated
from service.word.places import part_name
from service.word.plain import FORBIDDEN, Copy
from service.word.source import DRAWING, WRITER, Source, Style, shown
from service.word.subdocument import styles
from service.word.writer import Missing, Writer

_DRAWING_ID = re.compile(r'docPr id="(\d+)"')


class Template:
    """A compiled template: immutable, usable from several threads at once."""

    def __init__(self, docx: bytes, *, fuel: int | None = None) -> None:
        self.sha256 = hashlib.sha256(docx).hexdigest()
        self._members = package.read(docx, "docx")
        self._sources = sources(self._members)
        problems = [fault for source in self._sources for fault in syntax.faults(source)]
        if problems:
            raise Invalid("template_invalid", problems)
        self._fast = {part.name: _compiled(part, "fast", fuel) for part in self._sources}
        self._careful = {part.name: _compiled(part, "careful", fuel) for part in self._sources}
        replaced = {part.name for part in self._sources}
        self._kept = {
            name: archive.kept(member)
            for name, member in self._members.items()
            if name not in replaced
        }
        self._first_drawing = _first_drawing(self._members, self._sources)

    def fill(self, values: Mapping[str, Any]) -> bytes:
        """Return the document. Raises Invalid: every missing name and unusable value at once."""
        copy = Copy()
        plain = copy.of(values, "")
        if copy.problems:
            raise Invalid("values_invalid", copy.problems)
        exact = copy.writings()
        additions = Additions(self._members)
        numbers = itertools.count(self._first_drawing)
        entries = {}
        for source in self._sources:
            writer = Writer(source, exact, additions, self._styles, numbers)
            xml = self._rendered(source, plain, writer, careful=copy.careful)
            entries[source.name] = archive.deflated(source.name, xml.encode())
        return archive.write(archive.in_order({**self._kept, **entries, **additions.entries()}))

    def fields(self) -> dict[str, Any]:
        """Return the JSON Schema of the values the template asks for."""
        return schema.of([syntax.tree(source) for source in self._sources])

    def problems(self, values: Mapping[str, Any]) -> list[Problem]:
        """Return what keeps these values from filling the template; empty when nothing does."""
        try:
            self.fill(values)
        except Invalid as fault:
            return list(fault.problems) or [problem(fault.code, "", **fault.details)]
        return []

    def _rendered(
        self, source: Source, plain: Mapping[str, Any], writer: Writer, *, careful: bool
    ) -> str:
        chosen = (self._careful if careful else self._fast)[source.name]
        context = {**plain, WRITER: writer.write, DRAWING: writer.number}
        try:
            xml = chosen.render_template(source.name, **context)
        except (minijinja.TemplateError, Missing) as fault:
            if writer.missing or getattr(fault, "kind", "") == "UndefinedError":
                raise self._missing(plain, source, fault) from fault
            raise _failed(source, fault) from fault
        if writer.problems:
            raise Invalid("values_invalid", writer.problems)
        xml = breaks.resolved(xml)
        _refuse_forbidden(source, xml)
        return xml

    def _missing(self, plain: Mapping[str, Any], first: Source, fault: Exception) -> Invalid:
        """Look through every part for what is missing."""
        found: list[Problem] = []
        for source in self._sources:
            try:
                found.extend(missing.names(source, plain))
            except missing.Unevaluated:
                continue
        if not found:
            slot = syntax.slot_at(first, getattr(fault, "line", None))
            found = [problem("values_missing_name", slot.place, found=slot.body)]
        found = hints.with_near_names(found, plain)
        return Invalid("values_missing", found, names=_listed(found))

    def _styles(self) -> frozenset[str]:
        return self._known_styles

    @cached_property
    def _known_styles(self) -> frozenset[str]:
        return frozenset(styles(self._members))


def sources(members: Mapping[str, package.Member]) -> tuple[Source, ...]:
    """Read every part that holds tags. Raises Invalid for XML that can't be read."""
    return tuple(_sources(members))


def _sources(members: Mapping[str, package.Member]) -> Iterator[Source]:
    for name in templated(members):
        content = members[name].content()
        if b"{" in content or b"\0" in content:
            source = scan.read(name, package.xml(members[name]), part_name(name))
            if source.slots or source.problems:
                yield source


def _compiled(source: Source, style: Style, fuel: int | None) -> minijinja.Environment:
    made = environment(source.brackets)
    if fuel is not None:
        made.fuel = fuel
    try:
        made.add_template(source.name, source.written(style))
    except minijinja.TemplateError as fault:
        raise _failed(source, fault) from fault
    return made


def _refuse_forbidden(source: Source, xml: str) -> None:
    """Refuse characters XML can't carry; values were looked at, what tags make was not."""
    makers = [slot for slot in source.slots if slot.makes_characters]
    if makers and FORBIDDEN.search(xml):
        problems = [problem("word_tag_failed", slot.place, tag=shown(slot)) for slot in makers]
        raise Invalid("template_invalid", problems)


def _failed(source: Source, fault: Exception) -> Invalid:
    kind = getattr(fault, "kind", "")
    if kind == "OutOfFuel":
        return Invalid("template_too_costly")
    slot = syntax.slot_at(source, getattr(fault, "line", None))
    found = problem("word_tag_failed", slot.place, tag=shown(slot))
    return Invalid("template_invalid", [found])


def _listed(problems: list[Problem]) -> str:
    return ", ".join(sorted({found.found or "" for found in problems}))


def _first_drawing(members: Mapping[str, package.Member], sources: tuple[Source, ...]) -> int:
    """Return a number above every drawing's in the template."""
    texts = ["".join(source.literals) for source in sources]
    known = {source.name for source in sources}
    for name in templated(members):
        if name not in known:
            texts.append(members[name].content().decode("utf-8", "replace"))
    return max((int(found) for text in texts for found in _DRAWING_ID.findall(text)), default=0) + 1


@lru_cache(maxsize=16)
def compile(docx: bytes) -> Template:
    """Compile a template, or return it compiled before. Raises Invalid with every fault."""
    return Template(docx)


def check(docx: bytes, values: Mapping[str, Any] | None = None) -> list[Problem]:
    """Return everything wrong with a template, and with filling it from `values` if given.

    With values, data that no tag uses comes last: hints (`is_hint`), which hinder nothing.
    """
    try:
        template = Template(docx)
    except Invalid as fault:
        return list(fault.problems) or [problem(fault.code, "", **fault.details)]
    if values is None:
        return []
    return [*template.problems(values), *contract.data_hints(template.fields(), values)]
