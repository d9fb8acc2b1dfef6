"""Say what values a template asks for, as JSON Schema, read from its syntax tree."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from jinja2 import nodes

from service.word.source import FRAMED

_BUILT_IN = {"range", "loop", "namespace", "dict", "cycler", "joiner", "caller", "varargs"}
_SAME_LIST = {"sort", "reverse", "unique", "list", "selectattr", "rejectattr", "select", "reject"}
_ONE_OF_LIST = {"first", "last", "min", "max"}
_OPTIONAL = {"default", "d"}
_MAPPING_METHODS = {"items", "keys", "values", "get"}
_PICTURE: dict[str, Any] = {
    "title": "Gambar",
    "description": (
        "Gambar PNG, JPEG, atau SVG sebagai base64 ($gambar), atau teks untuk kode QR ($qr); "
        "null mengosongkan bingkainya."
    ),
    "type": ["object", "string", "null"],
    "properties": {"$gambar": {"type": "string"}, "$qr": {"type": "string"}},
}


@dataclass
class Wanted:
    """What is known of one value: its members, its items, and whether it must be there."""

    required: bool = False
    printed: bool = False
    picture: bool = False
    members: "dict[str, Wanted]" = field(default_factory=dict)
    items: "Wanted | None" = None

    def member(self, name: str) -> "Wanted":
        """Return the member of that name, known from now on."""
        return self.members.setdefault(name, Wanted())

    def each(self) -> "Wanted":
        """Return what every item of this list is."""
        self.items = self.items or Wanted()
        return self.items

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of this value."""
        if self.picture:
            return _PICTURE
        if self.items is not None:
            return {"type": "array", "items": self.items.schema()}
        if self.members:
            return self._object()
        if self.printed:
            return {"type": ["string", "number", "boolean", "null", "object"]}
        return {}

    def _object(self) -> dict[str, Any]:
        names = sorted(self.members)
        made: dict[str, Any] = {
            "type": "object",
            "properties": {name: self.members[name].schema() for name in names},
        }
        if required := [name for name in names if self.members[name].required]:
            made["required"] = required
        return made


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
        elif isinstance(node, (nodes.Macro, nodes.CallBlock)):
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
        listed = self._value(node.iter, scope)
        inner = dict(scope)
        if listed is None:
            self._print(node.iter, scope, asked)
        else:
            self._require(listed, asked)
        self._bind(node.target, self._item(node.iter, listed), inner)
        if node.test is not None:
            self._ask(node.test, inner)
        self.block(node.body, inner, asked)
        self.block(node.else_, scope, asked)

    def _item(self, iterated: nodes.Node, listed: Wanted | None) -> Wanted:
        is_call = isinstance(iterated, nodes.Call)
        return Wanted() if listed is None or is_call else listed.each()

    def _bind(self, target: nodes.Node, value: Wanted, scope: Scope) -> None:
        if isinstance(target, nodes.Name):
            scope[target.name] = value
        elif isinstance(target, (nodes.Tuple, nodes.List)):
            for part in target.items:
                self._bind(part, Wanted(), scope)

    def _if(self, node: nodes.If | nodes.CondExpr, scope: Scope, asked: frozenset[int]) -> None:
        known = asked | frozenset(self._ask(node.test, scope))
        if isinstance(node, nodes.CondExpr):
            self._node(node.expr1, scope, known)
            if node.expr2 is not None:
                self._node(node.expr2, scope, known)
            return
        self.block(node.body, scope, known)
        self.block([*node.elif_, *node.else_], scope, known)

    def _ask(self, test: nodes.Node, scope: Scope) -> set[int]:
        """Note what a condition mentions, without requiring it; return it."""
        return {id(value) for value in self._mentioned(test, scope)}

    def _mentioned(self, node: nodes.Node, scope: Scope) -> list[Wanted]:
        if isinstance(node, nodes.Expr) and (value := self._value(node, scope)) is not None:
            return [value]
        found: list[Wanted] = []
        for child in node.iter_child_nodes():
            found.extend(self._mentioned(child, scope))
        return found

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
        value = self._value(node, scope) if isinstance(node, nodes.Expr) else None
        if value is not None:
            value.printed = True
            self._require(value, asked)
            return
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

    def _require(self, value: Wanted, asked: frozenset[int]) -> None:
        if id(value) not in asked:
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
            inner = self._value(node.node, scope) if _follows(node.name) else None
            return inner.each() if inner and node.name in _ONE_OF_LIST else inner
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
        if owner is None or not isinstance(node.arg, nodes.Const):
            return owner.each() if owner is not None else None
        if isinstance(node.arg.value, int):
            return owner.each()
        return owner.member(str(node.arg.value))


def _follows(name: str) -> bool:
    return name in _SAME_LIST or name in _ONE_OF_LIST


def _defaulted(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Filter) and node.name in _OPTIONAL
