"""Find comparisons of a text with a number, which the evaluator answers by their kinds.

{% if capaian > 100 %} would hold for every text. Which comparisons may be such is told from the
names they compare and the kinds of values these names have; whether one is, the slow evaluation
tells.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from jinja2 import nodes

from service.word.checks.prints import Bindings, Names

Kind = Literal["text", "number"]
Side = Names | Kind
_ORDERS = {"gt", "gteq", "lt", "lteq"}


def ordered(tree: nodes.Template, bindings: Bindings) -> list[tuple[Side, Side]]:
    """Return what each comparison by order in a part compares, as far as names can tell."""
    found = []
    for compared in tree.find_all(nodes.Compare):
        sides = [compared.expr, *(one.expr for one in compared.ops)]
        for left, right, operand in zip(sides, sides[1:], compared.ops, strict=False):
            pair = _side(left, bindings), _side(right, bindings)
            if operand.op in _ORDERS and pair[0] is not None and pair[1] is not None:
                found.append((pair[0], pair[1]))
    return found


def _side(node: nodes.Expr, bindings: Bindings) -> Side | None:
    if isinstance(node, nodes.Const):
        return _kind(node.value)
    if isinstance(node, nodes.Filter) and node.name in ("length", "count", "int", "float"):
        return "number"
    return bindings.reach(node) or None


def suspected(comparisons: Sequence[tuple[Side, Side]], values: Mapping[str, Any]) -> bool:
    """Tell whether a text may be compared with a number."""
    if not comparisons:
        return False
    sides = [side for pair in comparisons for side in pair if isinstance(side, frozenset)]
    kinds = dict.fromkeys(frozenset[str]().union(*sides), frozenset[str]())
    for name, kind in _kinds(values, kinds):
        kinds[name] |= {kind}
    return any(_of(left, kinds) != _of(right, kinds) for left, right in comparisons)


def _of(side: Side, kinds: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return (
        frozenset({side})
        if isinstance(side, str)
        else frozenset[str]().union(*(kinds[name] for name in side))
    )


def _kinds(values: Mapping[str, Any], names: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    waiting: list[tuple[str, Any]] = [("", values)]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, Mapping):
            waiting.extend(value.items())
        elif isinstance(value, tuple):
            waiting.extend((name, one) for one in value)
        elif name in names and (kind := _kind(value)):
            yield name, kind


def _kind(value: object) -> Kind | None:
    if isinstance(value, str):
        return "text"
    return "number" if isinstance(value, (int, float)) and not isinstance(value, bool) else None
