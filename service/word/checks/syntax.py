"""Read the tags of a part as a syntax tree and name everything that is wrong with them.

The tree is Jinja2's, whose language the tags are written in; the evaluator's own syntax is the
same but for what is refused here. Each tag stands on its own line, so a line names its place.
"""

from collections.abc import Iterator
from dataclasses import replace

import jinja2
from jinja2 import nodes

from service.errors import Problem, problem
from service.word import guide
from service.word.checks import balance, hints, pieces, scopes, unfit
from service.word.checks.statements import is_known, mended, neutral, suggestion, word
from service.word.scanning import captured
from service.word.scanning.source import FRAMED, Brackets, Slot, Source, shown
from service.word.values import indonesian_filters

IMPLIED = {"_sel", "_tabel", FRAMED}
_JUDGED = (nodes.Filter, nodes.Test, nodes.Name, nodes.Call, nodes.Mod)

FILTERS = frozenset(indonesian_filters.FILTERS) | frozenset({
    "abs", "attr", "batch", "bool", "chain", "count", "d", "default", "dictsort", "first", "float",
    "format", "groupby", "indent", "int", "items", "last", "length", "lines", "list", "map", "max",
    "min", "qr", "reject", "rejectattr", "replace", "reverse", "round", "select", "selectattr",
    "slice", "sort", "split", "striptags", "sum", "unique", "urlencode", "zip",
})  # fmt: skip
TESTS = frozenset({
    "boolean", "defined", "divisibleby", "endingwith", "eq", "equalto", "even", "false",
    "float", "ge", "greaterthan", "gt", "in", "integer", "iterable", "le", "lessthan", "lower",
    "lt", "mapping", "ne", "none", "number", "odd", "sameas", "sequence", "startingwith",
    "string", "true", "undefined", "upper",
})  # fmt: skip
# What may be called on a value, as in {{ x.items() }}, on `loop` or on a cycler.
METHODS = frozenset(name for kind in (dict, tuple) for name in dir(kind) if name[0] != "_") | {
    "capitalize", "count", "endswith", "find", "format", "get", "isalnum", "isalpha", "isascii",
    "isdigit", "islower", "isnumeric", "isspace", "isupper", "items", "join", "keys", "lower",
    "lstrip", "replace", "rfind", "rstrip", "split", "splitlines", "startswith", "strip", "title",
    "upper", "values", "cycle", "changed", "next", "reset", "current",
}  # fmt: skip


def tree(source: Source) -> nodes.Template:
    """Return the syntax tree. Raises jinja2.TemplateSyntaxError, with the line of the tag."""
    return environment(source.brackets).parse(source.written())


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
    """Return everything wrong with the tags of a part, in one pass: one fault hides no other."""
    meant = replace(source, slots=tuple(map(mended, source.slots)))
    found = [*source.problems, *_unknown_statements(source), *balance.faults(source)]
    found.extend(captured.faults(source))
    whole, trees = _whole(meant), []
    if whole is not None and all(map(pieces.is_readable, meant.slots)):
        trees = [(0, whole)]
    else:
        unreadable, trees = pieces.read(meant, environment(source.brackets))
        told = [
            at for at in sorted(unreadable) if meant.slots[at].body and not meant.slots[at].broken
        ]
        found.extend(_wrong(source.slots[at]) for at in told)
        kept = enumerate(meant.slots)
        slots = tuple(neutral(slot) if at in unreadable else slot for at, slot in kept)
        meant = replace(meant, slots=slots)
        whole = _whole(meant)
    if whole is None and not found:
        found.append(_wrong(source.slots[_fault_at(source)]))
    found.extend(_unknown_names(meant, trees))
    found.extend(scopes.faults(meant, whole) if whole else scopes.unknown_functions(meant, trees))
    return _in_order(source, found)


def _whole(source: Source) -> nodes.Template | None:
    try:
        return tree(source)
    except (jinja2.TemplateSyntaxError, RecursionError):
        return None


def _fault_at(source: Source) -> int:
    """Return the number of the tag at which reading the whole part fails."""
    try:
        tree(source)
    except jinja2.TemplateSyntaxError as fault:
        return min(max(fault.lineno - 2, 0), len(source.slots) - 1)
    except RecursionError:
        pass
    longest = max(source.slots, key=lambda slot: len(slot.body))
    return source.slots.index(longest)


def _in_order(source: Source, found: list[Problem]) -> list[Problem]:
    """Return each problem once, in the order of the tags."""
    order: dict[str, int] = {}
    for at, slot in enumerate(source.slots):
        steps = slot.place.split(", ")
        for end in range(len(steps), 0, -1):
            order.setdefault(", ".join(steps[:end]), at)

    def position(one: Problem) -> int:
        place = one.place
        while place and place not in order:
            place = place.rpartition(", ")[0]
        return order.get(place, 0)

    return sorted(dict.fromkeys(found), key=position)


def _wrong(slot: Slot) -> Problem:
    return problem("word_tag_wrong", slot.place, tag=shown(slot), hint=hints.unreadable(slot.body))


def slot_at(source: Source, line: int | None) -> Slot:
    """Return the tag on a line of the source: every tag but comments adds one line end."""
    at = min(max((line or 0) - 2, 0), len(source.slots) - 1)
    return source.slots[at]


def _unknown_statements(source: Source) -> Iterator[Problem]:
    for slot in source.slots:
        if slot.broken:
            continue
        if slot.opening == "{%" and not is_known(slot):
            found = word(slot) or slot.body[:20]
            hint = hints.written(suggestion(slot))
            yield problem("word_tag_unknown", slot.place, tag=shown(slot), name=found, hint=hint)
        elif slot.opening == "{{" and not slot.body:
            yield problem("word_tag_empty", slot.place, tag=shown(slot))


def _unknown_names(source: Source, trees: list[pieces.Tree]) -> Iterator[Problem]:
    for at, node in pieces.nodes_of(trees, _JUDGED):
        slot = source.slots[at]
        match node:
            case nodes.Filter(name=name) if name not in FILTERS | IMPLIED:
                yield _unknown("word_filter_unknown", slot, name, FILTERS)
            case nodes.Filter():
                yield from unfit.written(node, slot)
            case nodes.Mod():
                yield from unfit.percent_sign(node, slot)
            case nodes.Test(name=name) if name not in TESTS:
                yield _unknown("word_test_unknown", slot, name, TESTS)
            case nodes.Name(name=name) if name[0] == "_" and not (slot.implied or slot.broken):
                yield problem("word_name_reserved", slot.place, tag=shown(slot), name=name)
            case nodes.Call(node=nodes.Getattr(attr=name)) if name not in METHODS:
                yield _unknown("word_function_unknown", slot, name, METHODS | FILTERS)


def _unknown(code: str, slot: Slot, name: str, known: frozenset[str]) -> Problem:
    instead = guide.instead(name) if code == "word_filter_unknown" else ""
    hint = f" {instead}" if instead else hints.near(name, known)
    return problem(code, slot.place, tag=shown(slot), name=name, hint=hint)
