"""Read the tags of a part as a syntax tree and name everything that is wrong with them.

The tree is Jinja2's, whose language the tags are written in; the evaluator's own syntax is the
same but for what is refused here. Each tag stands on its own line, so a line names its place.
"""

import difflib
from collections.abc import Iterator

import jinja2
from jinja2 import nodes

from service.errors import Problem, problem
from service.word import balance, captured
from service.word.balance import ENDS, INSIDE, PAIRS, sets_inline, word
from service.word.source import Brackets, Slot, Source, shown

_STATEMENTS = {*PAIRS, *ENDS, *INSIDE, "do"}
_IMPLIED = {"_sel", "_tabel"}

FILTERS = frozenset({
    "abs", "attr", "batch", "bool", "capitalize", "chain", "count", "d", "default", "dictsort",
    "e", "escape", "first", "float", "format", "groupby", "indent", "int", "items", "join",
    "last", "length", "lines", "list", "lower", "map", "max", "min", "reject", "rejectattr",
    "replace", "reverse", "round", "select", "selectattr", "slice", "sort", "split", "string",
    "striptags", "sum", "title", "trim", "truncate", "unique", "upper", "urlencode", "wordwrap",
    "zip",
})  # fmt: skip
TESTS = frozenset({
    "boolean", "defined", "divisibleby", "endingwith", "eq", "equalto", "even", "false",
    "float", "ge", "greaterthan", "gt", "in", "integer", "iterable", "le", "lessthan", "lower",
    "lt", "mapping", "ne", "none", "number", "odd", "sameas", "sequence", "startingwith",
    "string", "true", "undefined", "upper",
})  # fmt: skip


def tree(source: Source) -> nodes.Template:
    """Return the syntax tree. Raises jinja2.TemplateSyntaxError, with the line of the tag."""
    return environment(source.brackets).parse(source.written("plain"))


def environment(brackets: Brackets) -> jinja2.Environment:
    """Return a Jinja2 environment that reads tags between these brackets."""
    left, right = brackets.opening, brackets.closing
    return jinja2.Environment(
        autoescape=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"],
        block_start_string=left + "%",
        block_end_string="%" + right,
        variable_start_string=left + "{",
        variable_end_string="}" + right,
        comment_start_string=left + "#",
        comment_end_string="#" + right,
    )


def faults(source: Source) -> list[Problem]:
    """Return everything wrong with the tags of a part: unknown, unbalanced, unreadable."""
    found = [*source.problems, *_unknown_statements(source)]
    if found:
        return found
    found = [*balance.faults(source), *captured.faults(source)]
    try:
        parsed = tree(source)
    except jinja2.TemplateSyntaxError as fault:
        slot = slot_at(source, fault.lineno)
        return [*_unreadable(source), *found] or [_wrong(slot)]
    except RecursionError:
        return [_wrong(source.slots[0])]
    return [*found, *_unknown_names(source, parsed)]


def _wrong(slot: Slot) -> Problem:
    return problem("word_tag_wrong", slot.place, tag=shown(slot))


def slot_at(source: Source, line: int | None) -> Slot:
    """Return the tag on a line of the source: every tag but comments adds one line end."""
    at = min(max((line or 0) - 2, 0), len(source.slots) - 1)
    return source.slots[at]


def _unknown_statements(source: Source) -> Iterator[Problem]:
    for slot in source.slots:
        if slot.opening == "{%" and word(slot) not in _STATEMENTS:
            found = word(slot) or slot.body[:20]
            hint = _hint(found, _STATEMENTS)
            yield problem("word_tag_unknown", slot.place, tag=shown(slot), name=found, hint=hint)
        elif slot.opening == "{{" and not slot.body:
            yield problem("word_tag_empty", slot.place, tag=shown(slot))


def _hint(name: str, known: set[str] | frozenset[str]) -> str:
    near = difflib.get_close_matches(name, sorted(known), 1)
    return f' Mungkin maksudnya "{near[0]}".' if near else ""


def _unreadable(source: Source) -> Iterator[Problem]:
    """Read every tag by itself, so that one fault does not hide the next."""
    env = jinja2.Environment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])  # noqa: S701
    for slot in source.slots:
        alone = _alone(slot)
        try:
            if alone:
                env.parse(alone)
        except (jinja2.TemplateSyntaxError, RecursionError):
            yield _wrong(slot)


def _alone(slot: Slot) -> str:
    """Return a source in which this tag is whole, or "" for one that only makes sense inside."""
    if slot.opening == "{{":
        return f"{{{{ {slot.body} }}}}"
    if slot.opening != "{%":
        return ""
    name = word(slot)
    tag = f"{{% {slot.body} %}}"
    if name == "elif":
        return f"{{% if x %}}{tag}{{% endif %}}"
    if name in PAIRS and not sets_inline(slot):
        return f"{tag}{{% {PAIRS[name]} %}}"
    return tag if name in ("set", "do") else ""


def _unknown_names(source: Source, parsed: nodes.Template) -> Iterator[Problem]:
    for used in parsed.find_all(nodes.Filter):
        if used.name not in FILTERS | _IMPLIED:
            yield _unknown("word_filter_unknown", slot_at(source, used.lineno), used.name, FILTERS)
    for test in parsed.find_all(nodes.Test):
        if test.name not in TESTS:
            yield _unknown("word_test_unknown", slot_at(source, test.lineno), test.name, TESTS)
    for named in parsed.find_all(nodes.Name):
        slot = slot_at(source, named.lineno)
        if named.name.startswith("_") and not slot.implied:
            yield problem("word_name_reserved", slot.place, tag=shown(slot), name=named.name)


def _unknown(code: str, slot: Slot, name: str, known: frozenset[str]) -> Problem:
    return problem(code, slot.place, tag=shown(slot), name=name, hint=_hint(name, known))
