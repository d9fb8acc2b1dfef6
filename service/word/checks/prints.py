"""Tell which values a tag may print, so that only the tags that need it are slowed down.

Text and whole numbers print as the evaluator writes them. Everything else - nothing at all, numbers
with decimals, pictures, formatted text - has to go through the writer, one call for each value. A
value is known by the last name on its path; the syntax tree says which of these names can reach
which tag, through loop variables and assignments too.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from jinja2 import nodes

from service.word.checks import syntax
from service.word.scanning.source import DRAWING, Slot, Source
from service.word.values import indonesian_filters

Names = frozenset[str]
ANYTHING: Names | None = None
_NOTHING: Names = frozenset()

# Filters whose result is one or some of the values they are given.
_HAND_ON = {
    "default", "d", "first", "kosong", "last", "list", "max", "min", "reject", "rejectattr",
    "reverse", "select", "selectattr", "sort", "unique",
}  # fmt: skip
_MAKE_TEXT = {
    "count", "length", "replace",
    *(name for name, made in indonesian_filters.FILTERS.items() if made.makes_text),
}  # fmt: skip
_LOOP_NUMBERS = {"index", "index0", "revindex", "revindex0", "length", "depth", "depth0"}
_BINDING = (
    nodes.For, nodes.Assign, nodes.AssignBlock, nodes.With, nodes.Macro, nodes.CallBlock,
)  # fmt: skip
_FUNCTIONS = {"range", "namespace", "dict", "caller", DRAWING}
# What may be no name of a value: what the filter groupby makes, methods of what holds values.
_NO_NAMES = {"grouper", "list", *dir(dict), *dir(tuple)}


def printed(source: Source, tree: nodes.Template, bindings: "Bindings") -> dict[int, Names | None]:
    """Return for each printing tag of a part, by its number, the names whose values it may print.

    None stands for any value; tags that the language implies are left out.
    """
    numbers = {id(slot): at for at, slot in enumerate(source.slots)}
    if next(tree.find_all((nodes.NSRef, nodes.Dict)), None) is not None:
        return {at: ANYTHING for at, slot in enumerate(source.slots) if _prints(slot)}
    found: dict[int, Names | None] = {}
    for output in tree.find_all(nodes.Output):
        for node in output.nodes:
            if not isinstance(node, nodes.TemplateData):
                slot = syntax.slot_at(source, node.lineno)
                if _prints(slot):
                    found[numbers[id(slot)]] = bindings.reach(node)
    return found


def bindings_of(tree: nodes.Template) -> "Bindings":
    """Return what the names that a part gives itself may stand for."""
    bindings = Bindings()
    for binding in tree.find_all(_BINDING):
        bindings.note(binding)
    return bindings


def calls_methods(tree: nodes.Template) -> bool:
    """Tell whether a part may call a method of a value, which could change the value."""
    own = {macro.name for macro in tree.find_all(nodes.Macro)} | _FUNCTIONS
    return any(
        not (isinstance(call.node, nodes.Name) and call.node.name in own)
        for call in tree.find_all(nodes.Call)
    )


def _prints(slot: Slot) -> bool:
    return slot.opening == "{{" and not slot.implied


@dataclass
class Bindings:
    """What the names that a template gives itself may stand for, anywhere in the part."""

    given: dict[str, list[nodes.Node]] = field(default_factory=lambda: defaultdict(list))
    unknown: set[str] = field(default_factory=set)

    def note(self, node: nodes.Node) -> None:
        """Note what a loop or an assignment binds its names to."""
        if isinstance(node, nodes.For):
            self._bind(node.target, node.iter)
        elif isinstance(node, nodes.Assign):
            self._bind(node.target, node.node)
        elif isinstance(node, nodes.With):
            for target, value in zip(node.targets, node.values, strict=True):
                self._bind(target, value)
        elif isinstance(node, nodes.AssignBlock):  # what it prints has been through its own tags
            self._bind(node.target, nodes.Const(""))
        elif isinstance(node, (nodes.Macro, nodes.CallBlock)):
            self.unknown.update(argument.name for argument in node.args)

    def _bind(self, target: nodes.Node, value: nodes.Node) -> None:
        if isinstance(target, nodes.Name):
            self.given[target.name].append(value)
            return
        for name in target.find_all(nodes.Name):
            self.unknown.add(name.name)

    def reach(self, node: nodes.Node, seen: Names = _NOTHING) -> Names | None:
        """Return the names whose values an expression may hand on; None for any."""
        if isinstance(node, nodes.Name):
            return self._named(node.name, seen)
        if isinstance(node, (nodes.Getattr, nodes.Getitem)):
            return self._member(node, seen)
        if isinstance(node, nodes.Filter):
            return self._filtered(node, seen)
        if isinstance(node, nodes.Const) and isinstance(node.value, (str, int)):
            return _NOTHING
        choices = _choices(node)
        return self._all(choices, seen) if choices else ANYTHING

    def _all(self, several: list[nodes.Expr], seen: Names) -> Names | None:
        found: set[str] = set()
        for node in several:
            names = self.reach(node, seen)
            if names is None:
                return ANYTHING
            found |= names
        return frozenset(found)

    def _named(self, name: str, seen: Names) -> Names | None:
        if name in self.unknown:
            return ANYTHING
        if name in seen:
            return _NOTHING
        found: set[str] = {name}
        for value in self.given.get(name, ()):
            names = self.reach(value, seen | {name})
            if names is None:
                return ANYTHING
            found |= names
        return frozenset(found)

    def _member(self, node: nodes.Getattr | nodes.Getitem, seen: Names) -> Names | None:
        key = _key(node)
        if isinstance(node.node, nodes.Name) and node.node.name == "loop":
            return _NOTHING if key in _LOOP_NUMBERS else ANYTHING
        if isinstance(key, int):
            return self.reach(node.node, seen)
        return frozenset({key}) if key and key not in _NO_NAMES else ANYTHING

    def _filtered(self, node: nodes.Filter, seen: Names) -> Names | None:
        if node.name in _MAKE_TEXT:
            return _NOTHING
        if node.name not in _HAND_ON or node.node is None:
            return ANYTHING
        return self._all([node.node, *_defaults(node)], seen)


def _choices(node: nodes.Node) -> list[nodes.Expr]:
    """Return the expressions one of which this one hands on, if it is of that kind."""
    if isinstance(node, (nodes.Or, nodes.And)):
        return [node.left, node.right]
    if isinstance(node, nodes.CondExpr):
        return [node.expr1, *([node.expr2] if node.expr2 else [])]
    return node.items if isinstance(node, (nodes.List, nodes.Tuple)) else []


def _key(node: nodes.Getattr | nodes.Getitem) -> str | int | None:
    if isinstance(node, nodes.Getattr):
        return node.attr
    key = node.arg.value if isinstance(node.arg, nodes.Const) else None
    return key if isinstance(key, (str, int)) else None


def _defaults(node: nodes.Filter) -> Iterator[nodes.Expr]:
    """Yield what the filter prints in the place of a missing value."""
    if node.name in ("default", "d", "kosong"):
        yield from node.args[:1]
