"""A Word template, compiled once and filled many times."""

import hashlib
from collections.abc import Mapping
from typing import Any

import minijinja

from service import package
from service.errors import Invalid
from service.word import archive, scan
from service.word.filters import environment
from service.word.parts import templated
from service.word.places import part_name
from service.word.plain import Copy
from service.word.source import WRITER, Source
from service.word.writer import Writer

_LINE_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TABULATOR = '</w:t><w:tab/><w:t xml:space="preserve">'


class Template:
    """A compiled template: immutable, usable from several threads at once."""

    def __init__(self, docx: bytes) -> None:
        self.sha256 = hashlib.sha256(docx).hexdigest()
        members = package.read(docx, "docx")
        self._entries = {name: archive.kept(member) for name, member in members.items()}
        self._sources = _sources(members)
        problems = [fault for source in self._sources for fault in source.problems]
        if problems:
            raise Invalid("template_invalid", problems)
        self._environments = {
            careful: _compiled(self._sources, careful=careful) for careful in (False, True)
        }

    def fill(self, values: Mapping[str, Any]) -> bytes:
        """Return the document. Raises Invalid: every missing name and unusable value at once."""
        copy = Copy()
        plain = copy.of(values, "")
        if copy.problems:
            raise Invalid("values_invalid", copy.problems)
        entries = dict(self._entries)
        for source in self._sources:
            xml = self._rendered(source, plain, copy.careful)
            entries[source.name] = archive.deflated(source.name, xml.encode())
        return archive.write(archive.in_order(entries))

    def _rendered(self, source: Source, plain: dict[str, Any], careful: bool) -> str:
        environment = self._environments[careful][source.name]
        writer = Writer(source)
        values = {**plain, WRITER: writer.write}
        try:
            xml = environment.render_template(source.name, **values)
        except minijinja.TemplateError as fault:
            raise _located(source, fault) from fault
        return xml.replace("\n", _LINE_BREAK).replace("\t", _TABULATOR)


def _sources(members: Mapping[str, package.Member]) -> tuple[Source, ...]:
    read = []
    for name in templated(members):
        content = members[name].content()
        if b"{" in content:
            source = scan.read(name, package.xml(members[name]), part_name(name))
            if source.slots or source.problems:
                read.append(source)
    return tuple(read)


def _compiled(
    sources: tuple[Source, ...], *, careful: bool
) -> dict[str, minijinja.Environment]:
    made = {}
    for source in sources:
        made[source.name] = environment(source.brackets)
        try:
            made[source.name].add_template(source.name, source.written(careful=careful))
        except minijinja.TemplateError as fault:
            raise _located(source, fault) from fault
    return made


def _located(source: Source, fault: minijinja.TemplateError) -> Invalid:
    from service.errors import problem

    slot = source.slots[min(max((fault.line or 2) - 2, 0), len(source.slots) - 1)]
    tag = f"{slot.opening} {slot.body} {slot.opening[::-1].replace('{', '}')}"
    if fault.kind == "UndefinedError":
        return Invalid("values_missing", [problem("values_missing_name", slot.place, name=slot.body)])
    found = problem("word_tag_wrong", slot.place, tag=tag, reason=fault.message)
    return Invalid("template_invalid", [found])


def compile(docx: bytes) -> Template:  # noqa: A001 - the word the interface promises
    """Compile a template. Raises Invalid with every fault and its place."""
    return Template(docx)
