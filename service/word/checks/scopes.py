"""Find names that are used where they do not exist: after their loop, or outside any loop."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from jinja2 import nodes

from service.errors import Problem, problem
from service.word.checks import hints
from service.word.checks.pieces import Tree, nodes_of
from service.word.scanning.source import Source, shown

FUNCTIONS = frozenset({"range", "namespace", "dict", "cycler", "joiner"})
_MACRO = frozenset({"varargs", "kwargs", "caller"})


@dataclass
class _Scope:
    """The names known in one block, beside those of the blocks around it."""

    around: "_Scope | None" = None
    names: set[str] = field(default_factory=set)
    hidden: frozenset[str] = frozenset()

    def __contains__(self, name: str) -> bool:
        scope: _Scope | None = self
        while scope is not None:
            if name in scope.names:
                return True
            if name in scope.hidden:
                return False
            scope = scope.around
        return False


def faults(source: Source, whole: nodes.Template) -> list[Problem]:
    """Return the problems of names in a tree that was read whole."""
    macros = frozenset(macro.name for macro in whole.find_all(nodes.Macro))
    reader = _Reader(source, macros)
    reader.block(whole.body, _Scope())
    return reader.problems


def unknown_functions(source: Source, trees: Sequence[Tree]) -> list[Problem]:
    """Return the calls of functions that are nowhere, where scopes can't be told."""
    kept = [macro.name for _, macro in nodes_of(trees, nodes.Macro)]
    kept += [name.name for _, name in nodes_of(trees, nodes.Name) if name.ctx != "load"]
    known = _Scope(names={*kept, "loop", "caller"})
    found: list[Problem] = []
    for first, tree in trees:
        reader = _Reader(source, frozenset(), first)
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name):
                reader.call(call.node, known)
        found.extend(reader.problems)
    return found


@dataclass
class _Reader:
    source: Source
    macros: frozenset[str]  # of the whole part: a macro may call one that comes after it
    first: int = 0  # the number of the first tag
    problems: list[Problem] = field(default_factory=list)

    def block(self, body: Sequence[nodes.Node], scope: _Scope) -> None:
        """Read statements one after another; what is set in a block is known to its end."""
        for node in body:
            self._statement(node, scope)

    def _statement(self, node: nodes.Node, scope: _Scope) -> None:
        match node:
            case nodes.For():
                self._for(node, scope)
            case nodes.If():
                self._expression(node.test, scope)
                for body in (node.body, node.elif_, node.else_):
                    self.block(body, scope)
            case nodes.Macro():
                self._macro(node, scope)
                scope.names.add(node.name)
            case nodes.CallBlock():
                self._expression(node.call, scope)
                self._macro(node, scope)
            case nodes.With():
                for value in node.values:
                    self._expression(value, scope)
                self.block(node.body, _Scope(scope, set().union(*map(_bound, node.targets))))
            case nodes.FilterBlock():
                self.block(node.body, _Scope(scope))
            case nodes.Assign() | nodes.AssignBlock():
                self._set(node, scope)
            case _:
                self._expression(node, scope)

    def _set(self, node: nodes.Assign | nodes.AssignBlock, scope: _Scope) -> None:
        if isinstance(node, nodes.Assign):
            self._expression(node.node, scope)
        else:
            self.block(node.body, _Scope(scope))
        scope.names |= _bound(node.target)

    def _for(self, node: nodes.For, scope: _Scope) -> None:
        self._expression(node.iter, scope)
        inner = _Scope(scope, {*_bound(node.target), "loop"})
        if node.test is not None:
            self._expression(node.test, inner)
        self.block(node.body, inner)
        self.block(node.else_, scope)

    def _macro(self, node: nodes.Macro | nodes.CallBlock, scope: _Scope) -> None:
        for value in node.defaults:
            self._expression(value, scope)
        names = {argument.name for argument in node.args} | _MACRO
        later = _Scope(scope, set(), frozenset({"loop"}))
        self.block(node.body, _Scope(later, names))

    def _expression(self, node: nodes.Node, scope: _Scope) -> None:
        for used in [node, *node.find_all((nodes.Name, nodes.Call))]:
            if isinstance(used, nodes.Name) and used.name == "loop" and "loop" not in scope:
                self._tell("word_loop_outside", used)
            elif isinstance(used, nodes.Call) and isinstance(used.node, nodes.Name):
                self.call(used.node, scope)

    def call(self, called: nodes.Name, scope: _Scope) -> None:
        """Tell of a function that does not exist."""
        name = called.name
        is_later_macro = "caller" in scope and name in self.macros
        if name not in FUNCTIONS and name not in scope and not is_later_macro:
            hint = hints.near(name, FUNCTIONS | self.macros)
            self._tell("word_function_unknown", called, name=name, hint=hint)

    def _tell(self, code: str, node: nodes.Node, **details: str) -> None:
        slot = self.source.slots[self.first + node.lineno - 2]
        if not slot.broken and not slot.implied:
            self.problems.append(problem(code, slot.place, tag=shown(slot), **details))


def _bound(target: nodes.Node) -> set[str]:
    found = {target.name} if isinstance(target, nodes.Name) else set()
    return found | {name.name for name in target.find_all(nodes.Name)}
