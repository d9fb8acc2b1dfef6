"""Say what values a template asks for, as JSON Schema, read from its syntax tree."""

from collections.abc import Iterable, Sequence
from typing import Any

from jinja2 import nodes

from service.word.checks.wanted import (
    MEASURED,
    OF_LIST,
    OF_MAPPING,
    OF_NUMBER,
    ONE_OF_LIST,
    OPTIONAL,
    Wanted,
    attribute,
    follows,
    pair,
    through,
)
from service.word.scanning.source import FRAMED

_BUILT_IN = {"range", "loop", "namespace", "dict", "cycler", "joiner", "caller", "varargs"}
_MAPPING_METHODS = {"items", "keys", "values", "get"}
_RECKONING = (
    nodes.Mul, nodes.Sub, nodes.Div, nodes.FloorDiv, nodes.Pow, nodes.Mod, nodes.Neg, nodes.Pos,
)  # fmt: skip
_EXPANSIONS = 1000  # of macros: one that calls another twice, and so on, must end

Scope = dict[str, Wanted]


def of(trees: Iterable[nodes.Template]) -> dict[str, Any]:
    """Return the JSON Schema of all that these trees ask for.

    A name that is only asked about (`{% if x %}`, `x is defined`, `x|default`) is not required,
    nor is what is printed only where it was asked about before.
    """
    root = Wanted()
    for tree in trees:
        _Reader(root).block(tree.body, {}, frozenset())
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object"}
    return {**schema, **root.schema()}


class _Reader:
    """Walks one tree, keeping which loop variable stands for which value."""

    def __init__(self, root: Wanted) -> None:
        self._root = root
        self._asked: frozenset[int] = frozenset()  # what the conditions around have asked about
        self._only_looks = False
        self._macros: dict[str, tuple[nodes.Macro, Scope]] = {}
        self._expanding: list[str] = []
        self._expansions = 0

    def block(self, body: list[nodes.Node], scope: Scope, asked: frozenset[int]) -> None:
        for node in body:
            self._node(node, scope, asked)

    def _node(self, node: nodes.Node, scope: Scope, asked: frozenset[int]) -> None:
        if isinstance(node, nodes.For):
            self._for(node, scope, asked)
        elif isinstance(node, (nodes.If, nodes.CondExpr)):
            self._if(node, scope, asked)
        elif isinstance(node, nodes.Assign):
            self._assign(node, scope, asked)
        elif isinstance(node, nodes.Macro):
            self._macros[node.name] = (node, scope)
        elif isinstance(node, nodes.CallBlock):
            self._print(node.call, scope, asked)
            inner = {**scope, **{arg.name: Wanted() for arg in node.args}}
            self.block(node.body, inner, asked)
        elif isinstance(node, nodes.With):
            self._with(node, scope, asked)
        elif isinstance(node, nodes.Expr):
            self._print(node, scope, asked)
        else:
            for child in node.iter_child_nodes():
                self._node(child, scope, asked)

    def _for(self, node: nodes.For, scope: Scope, asked: frozenset[int]) -> None:
        inner = {**scope, "loop": Wanted()}
        self._bind(node.target, self._iterated(node.iter, scope, asked), inner)
        if node.test is not None:
            self._ask(node.test, inner)
        self.block(node.body, inner, asked)
        self.block(node.else_, scope, asked)

    def _iterated(self, node: nodes.Node, scope: Scope, asked: frozenset[int]) -> Wanted:
        """Return what each item is of that which an expression lets a loop run over."""
        if isinstance(node, nodes.CondExpr):
            self._ask(node.test, scope)
            found = [part for part in (node.expr1, node.expr2) if part is not None]
        elif isinstance(node, (nodes.Add, nodes.Or, nodes.And)):
            found = [node.left, node.right]
        else:
            return self._items(node, scope, asked)
        first = self._iterated(found[0], scope, asked)
        for other in found[1:]:
            value = self._value(other, scope)
            if value is not None and value.items is None:
                value.items = first
            self._iterated(other, scope, asked)
        return first

    def _items(self, node: nodes.Node, scope: Scope, asked: frozenset[int]) -> Wanted:
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr):
            return self._of_mapping(node.node, scope, asked)
        listed = self._value(node, scope) if isinstance(node, nodes.Expr) else None
        if isinstance(node, nodes.Filter) and node.name in OF_MAPPING and listed is not None:
            self._require(listed, asked)
            return pair(listed)
        if listed is None:
            self._print(node, scope, asked)
            return Wanted()
        if not _defaulted(node):
            self._require(listed, asked)
        return listed.each()

    def _of_mapping(self, node: nodes.Getattr, scope: Scope, asked: frozenset[int]) -> Wanted:
        """Return what a loop over {{ x.items() }}, x.keys() or x.values() runs over."""
        owner = self._value(node.node, scope)
        if owner is None:
            return Wanted()
        self._require(owner, asked)
        both = pair(owner)
        return {"items": both, "values": both.members["1"]}.get(node.attr, Wanted())

    def _bind(self, target: nodes.Node, value: Wanted, scope: Scope) -> None:
        if isinstance(target, nodes.Name):
            scope[target.name] = value
        elif isinstance(target, (nodes.Tuple, nodes.List)):
            for number, part in enumerate(target.items):
                self._bind(part, value.members.get(str(number), Wanted()), scope)

    def _if(self, node: nodes.If | nodes.CondExpr, scope: Scope, asked: frozenset[int]) -> None:
        self._ask(node.test, scope)
        there, absent = self._known(node.test, scope)
        if isinstance(node, nodes.CondExpr):
            self._under(there, [node.expr1], scope, asked)
            self._under(absent, [node.expr2] if node.expr2 is not None else [], scope, asked)
            return
        self._under(there, node.body, scope, asked)
        self._under(absent, [*node.elif_, *node.else_], scope, asked)

    def _under(
        self, sure: frozenset[int], body: Sequence[nodes.Node], scope: Scope, asked: frozenset[int]
    ) -> None:
        """Read a block in which these values are there, as a condition has made sure."""
        before, self._asked = self._asked, self._asked | sure
        self.block(list(body), scope, asked | sure)
        self._asked = before

    def _ask(self, test: nodes.Node, scope: Scope) -> None:
        """Note what a condition mentions: to compare a value, it must be there."""
        if isinstance(test, nodes.Compare):
            for part in [test.expr, *(operand.expr for operand in test.ops)]:
                value = self._value(part, scope) if not isinstance(part, nodes.Filter) else None
                if value is None:
                    self._print(part, scope, self._asked)
                else:
                    self._require(value, self._asked)
        elif isinstance(test, (nodes.And, nodes.Or)):
            self._ask(test.left, scope)
            sure = self._known(test.left, scope)[isinstance(test, nodes.Or)]
            before, self._asked = self._asked, self._asked | sure
            self._ask(test.right, scope)
            self._asked = before
        elif not isinstance(test, nodes.Expr) or self._value(test, scope) is None:
            for child in test.iter_child_nodes():
                self._ask(child, scope)

    def _known(self, test: nodes.Node, scope: Scope) -> tuple[frozenset[int], frozenset[int]]:
        """Return what a condition makes sure, without wanting anything because of the question."""
        self._only_looks = True
        sure = self._sure(test, scope)
        self._only_looks = False
        return sure

    def _sure(self, test: nodes.Node, scope: Scope) -> tuple[frozenset[int], frozenset[int]]:
        """Return which values are surely there when a condition holds, and when it does not."""
        none: frozenset[int] = frozenset()
        if isinstance(test, nodes.Not):
            holds, fails = self._sure(test.node, scope)
            return fails, holds
        if isinstance(test, (nodes.And, nodes.Or)):
            left, right = self._sure(test.left, scope), self._sure(test.right, scope)
            if isinstance(test, nodes.And):
                return left[0] | right[0], left[1] & right[1]
            return left[0] & right[0], left[1] | right[1]
        tested = test.node if isinstance(test, nodes.Test) else test
        value = self._value(tested, scope) if isinstance(tested, nodes.Expr) else None
        there = frozenset({id(value)}) if value is not None else none
        if isinstance(test, nodes.Test) and test.name in ("undefined", "none"):
            return none, there if test.name == "undefined" else none
        return there, none

    def _assign(self, node: nodes.Assign, scope: Scope, asked: frozenset[int]) -> None:
        value = self._value(node.node, scope)
        if value is None:
            self._print(node.node, scope, asked)
        self._bind(node.target, value or Wanted(), scope)

    def _with(self, node: nodes.With, scope: Scope, asked: frozenset[int]) -> None:
        inner = dict(scope)
        for target, given in zip(node.targets, node.values, strict=True):
            value = self._value(given, scope)
            if value is None:
                self._print(given, scope, asked)
            self._bind(target, value or Wanted(), inner)
        self.block(node.body, inner, asked)

    def _print(self, node: nodes.Node, scope: Scope, asked: frozenset[int]) -> None:
        """Require what an expression needs to be there."""
        if isinstance(node, nodes.Filter) and node.name == FRAMED and node.node is not None:
            self._want_picture(node.node, scope)
            node = node.node
        if isinstance(node, nodes.CondExpr):
            self._if(node, scope, asked)
            return
        if isinstance(node, (nodes.Test, nodes.Compare)) or _defaulted(node):
            self._ask(node, scope)
            return
        if isinstance(node, nodes.Call) and self._called(node, scope, asked):
            return
        if isinstance(node, nodes.Filter) and self._filtered(node, scope, asked):
            return
        value = self._value(node, scope) if isinstance(node, nodes.Expr) else None
        if value is not None:
            value.printed = True
            self._require(value, asked)
            return
        if isinstance(node, _RECKONING):
            self._reckon(node, scope)
        for child in node.iter_child_nodes():
            self._print(child, scope, asked)

    def _want_picture(self, node: nodes.Node, scope: Scope) -> None:
        """Note that a value, or each of those an expression chooses from, shall be a picture."""
        if isinstance(node, nodes.CondExpr):
            self._want_picture(node.expr1, scope)
            if node.expr2 is not None:
                self._want_picture(node.expr2, scope)
        elif isinstance(node, nodes.Filter) and _defaulted(node) and node.node is not None:
            self._want_picture(node.node, scope)
        elif isinstance(node, nodes.Expr) and (value := self._value(node, scope)) is not None:
            value.picture = True

    def _reckon(self, node: nodes.Expr, scope: Scope) -> None:
        """Note that numbers are reckoned with, unless the sum is one of texts."""
        parts = [part for part in node.iter_child_nodes() if isinstance(part, nodes.Expr)]
        if isinstance(node, nodes.Mod) and isinstance(parts[0], nodes.Const):
            return
        for part in parts:
            if (value := self._value(part, scope)) is not None:
                value.number = True

    def _filtered(self, node: nodes.Filter, scope: Scope, asked: frozenset[int]) -> bool:
        """Note what a filter wants, where that is more than something to print."""
        if node.node is None or node.name not in {*MEASURED, *OF_NUMBER, *OF_LIST, *OF_MAPPING}:
            return False
        value = self._value(node.node, scope)
        if value is None:
            return False
        self._require(value, asked)
        value.measured |= node.name in MEASURED
        value.number |= node.name in OF_NUMBER
        if node.name in OF_MAPPING:
            pair(value)
        elif node.name in OF_LIST and node.name not in ONE_OF_LIST:
            each = attribute(value.each(), node)
            each.number |= node.name == "sum"
            each.printed = True
        elif node.name in ONE_OF_LIST:
            value.each().printed = True
        for argument in node.args:
            self._print(argument, scope, asked)
        return True

    def _called(self, node: nodes.Call, scope: Scope, asked: frozenset[int]) -> bool:
        """Read a macro's body for the values it is called with."""
        if isinstance(node.node, nodes.Getattr):
            return self._method(node, node.node, scope, asked)
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if name == "loop":  # a recursive loop goes on with a list of the same kind
            for argument in node.args:
                if (listed := self._value(argument, scope)) is not None:
                    listed.each()
                    self._require(listed, asked)
            return True
        known = self._macros.get(name) if name not in scope else None
        if known is None or name in self._expanding or self._expansions >= _EXPANSIONS:
            return False
        self._expansions += 1
        self._expanding.append(name)
        macro, around = known
        self.block(macro.body, {**around, **self._arguments(macro, node, scope, asked)}, asked)
        self._expanding.pop()
        return True

    def _method(
        self, node: nodes.Call, called: nodes.Getattr, scope: Scope, asked: frozenset[int]
    ) -> bool:
        """Note what {{ x.items() }}, x.get('name') or x.upper() want of x."""
        owner = self._value(called.node, scope)
        if owner is None:
            return False
        self._require(owner, asked)
        if called.attr in ("items", "keys", "values"):
            pair(owner)
        elif called.attr == "get":
            if node.args and isinstance(node.args[0], nodes.Const):
                owner.member(str(node.args[0].value))
        else:
            owner.printed = True
        for argument in node.args:
            self._print(argument, scope, asked)
        return True

    def _arguments(
        self, macro: nodes.Macro, node: nodes.Call, scope: Scope, asked: frozenset[int]
    ) -> Scope:
        """Return the values a macro's names stand for in one call."""
        bound = {argument.name: Wanted() for argument in macro.args}
        bound |= {name: Wanted() for name in ("caller", "varargs", "kwargs")}
        by_place = zip((argument.name for argument in macro.args), node.args, strict=False)
        for name, given in [*by_place, *((one.key, one.value) for one in node.kwargs)]:
            value = self._value(given, scope)
            if value is None:
                self._print(given, scope, asked)
            else:
                bound[name] = value
                self._require(value, asked)
        return bound

    def _require(self, value: Wanted, asked: frozenset[int]) -> None:
        if not self._only_looks and id(value) not in asked | self._asked:
            value.required = True

    def _value(self, node: nodes.Node, scope: Scope) -> Wanted | None:
        """Return the value an expression leads to, or None when it leads to none."""
        if isinstance(node, nodes.Name):
            return self._named(node.name, scope)
        if isinstance(node, nodes.Getattr):
            return self._member(node.node, node.attr, scope)
        if isinstance(node, nodes.Getitem):
            return self._getitem(node, scope)
        if isinstance(node, nodes.Filter) and node.node is not None:
            inner = self._value(node.node, scope) if follows(node.name) else None
            return inner and through(inner, node)
        return None

    def _named(self, name: str, scope: Scope) -> Wanted | None:
        if name in scope:
            return scope[name]
        return None if name in _BUILT_IN or name.startswith("_") else self._root.member(name)

    def _member(self, node: nodes.Node, name: str, scope: Scope) -> Wanted | None:
        owner = self._value(node, scope)
        if owner is None or name in _MAPPING_METHODS:
            return owner
        self._require(owner, frozenset())
        return owner.member(name)

    def _getitem(self, node: nodes.Getitem, scope: Scope) -> Wanted | None:
        owner = self._value(node.node, scope)
        if owner is None or isinstance(node.arg, nodes.Slice):
            return owner
        self._require(owner, frozenset())
        number = node.arg.node if isinstance(node.arg, nodes.Neg) else node.arg
        if isinstance(number, nodes.Const) and isinstance(number.value, int):
            return owner.each()
        if not isinstance(node.arg, nodes.Const):
            owner.keyed = True
            self._print(node.arg, scope, frozenset())
            return owner.each()
        return owner.member(str(node.arg.value))


def _defaulted(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Filter) and node.name in OPTIONAL
