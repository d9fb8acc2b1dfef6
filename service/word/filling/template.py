"""A Word template, compiled once and filled many times."""

import hashlib
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

import minijinja
from jinja2 import nodes

from service import package
from service.errors import Invalid, Problem, problem
from service.word import archive
from service.word.adding.additions import Additions, Growing
from service.word.adding.subdocument import styles
from service.word.checks import contract, dummies, hints, missing, prints, schema, syntax
from service.word.filling.part import Part, failed
from service.word.filling.parts import templated
from service.word.filling.writer import Missing, Writer
from service.word.scanning import breaks, scan
from service.word.scanning.places import part_name
from service.word.scanning.source import Source
from service.word.values.indonesian_filters import Misused
from service.word.values.kinds import WrongKind
from service.word.values.plain import Copy
from service.word.values.quick import copied

# Steps of evaluation, some thirty times what a table of 10,000 rows and 10 columns takes. Approved
# templates have the bound too: what the loops in them cost depends on the values they meet.
FUEL = 15_000_000
_OF_MISSING = {"values_missing_name", "word_picture_name_missing"}
_DRAWING_ID = re.compile(r'docPr\b[^>]*? id="(\d+)"')


class Template:
    """A compiled template: immutable, usable from several threads at once."""

    def __init__(self, docx: bytes, *, fuel: int = FUEL) -> None:
        self.sha256 = hashlib.sha256(docx).hexdigest()
        self._members = package.read(docx, "docx")
        self.weight = sum(member.size for member in self._members.values())
        self._sources = sources(self._members)
        problems = [fault for source in self._sources for fault in syntax.faults(source)]
        if problems:
            raise Invalid("template_invalid", problems)
        trees = [syntax.tree(source) for source in self._sources]
        self._shares = not any(map(prints.calls_methods, trees))
        self._named = {name.name for tree in trees for name in tree.find_all(nodes.Name)}
        self._parts = [
            Part(source, tree, fuel) for source, tree in zip(self._sources, trees, strict=True)
        ]
        self._twins = _twins(self._sources)
        replaced = {part.name for part in self._sources}
        self._members = dummies.without(self._members, self._sources)
        self._kept = {
            name: archive.kept(member)
            for name, member in self._members.items()
            if name not in replaced
        }
        self._growing: dict[str, Growing] = {}
        self._first_drawing = _first_drawing(self._members, self._sources)

    def fill(self, values: Mapping[str, Any]) -> bytes:
        """Return the document. Raises Invalid: every missing name and unusable value at once."""
        asked = {name: value for name, value in values.items() if name in self._named}
        plain, copy = copied(asked, shared=self._shares)
        if copy.problems:
            raise Invalid("values_invalid", copy.problems)
        additions = Additions(self._members, self._growing)
        try:
            filled = self._entries(plain, copy, additions)
        except Invalid as fault:
            raise _suggesting(fault, values) from fault
        entries = {**self._kept, **filled, **additions.entries()}
        return archive.write(archive.in_order(entries))

    def _entries(
        self, plain: Mapping[str, Any], copy: Copy, additions: Additions
    ) -> dict[str, archive.Entry]:
        exact, numbers = copy.writings(), itertools.count(self._first_drawing)
        entries: dict[str, archive.Entry] = {}
        for part in self._parts:
            name = part.source.name
            twin = self._twins[name]
            if twin in entries and part.is_text_only(copy.odd):
                entries[name] = archive.renamed(entries[twin], name)
                continue
            writer = Writer(part.source, exact, additions, self._styles, numbers)
            xml = self._rendered(part, plain, writer, copy)
            entries[name] = archive.deflated(name, xml)
        return entries

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

    def _rendered(self, part: Part, plain: Mapping[str, Any], writer: Writer, copy: Copy) -> str:
        source = part.source
        try:
            xml = part.evaluated(plain, writer, copy.odd)
        except (minijinja.TemplateError, Missing, WrongKind, Misused) as fault:
            if getattr(fault, "kind", "") == "OutOfFuel":
                raise failed(source, fault) from fault
            raise self._unusable(plain, source, writer, fault) from fault
        unsure = writer.unsure or part.may_compare_unlike(plain)
        if unsure and _unusable_in(source, plain, writer):
            raise self._unusable(plain, source, writer, None)
        if writer.problems:
            raise Invalid("values_invalid", writer.problems)
        xml = breaks.resolved(xml, slashes=copy.slashes)
        part.refuse_unsound(xml)
        return xml

    def _unusable(
        self, plain: Mapping[str, Any], first: Source, writer: Writer, fault: Exception | None
    ) -> Invalid:
        """Look through every part for what is missing, and for what filters can't use."""
        found = [one for source in self._sources for one in _unusable_in(source, plain, writer)]
        is_missing = writer.missing or getattr(fault, "kind", "") == "UndefinedError"
        if not found and (writer.failed or not is_missing):
            return failed(first, fault, naming=writer.failed)
        if not found:
            slot = syntax.slot_at(first, getattr(fault, "line", None))
            found = [problem("values_missing_name", slot.place, found=slot.body)]
        if any(one.code not in _OF_MISSING for one in found):
            return Invalid("values_invalid", found)
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
        if any(sign in content for sign in (b"{", b"\0", b":docPr", b":imagedata")):
            source = scan.read(name, package.xml(members[name]), part_name(name))
            if source.slots or source.problems or source.changed:
                yield source


def _twins(sources: Iterable[Source]) -> dict[str, str]:
    """Return for each part the first that is the same: headers repeat from section to section."""
    first: dict[object, str] = {}
    return {
        source.name: first.setdefault(
            (source.literals, tuple((slot.opening, slot.body) for slot in source.slots)),
            source.name,
        )
        for source in sources
    }


def _unusable_in(source: Source, plain: Mapping[str, Any], writer: Writer) -> list[Problem]:
    try:
        return missing.problems(source, plain, writer.exact)
    except missing.Unevaluated:
        return []


def _suggesting(fault: Invalid, values: Mapping[str, Any]) -> Invalid:
    """Return the fault with the name beside each missing one that was perhaps meant."""
    if fault.code != "values_missing":
        return fault
    return Invalid(fault.code, hints.with_near_names(fault.problems, values), **fault.details)


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
