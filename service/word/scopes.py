"""Find names that are used where they do not exist: after their loop, or outside any loop."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from jinja2 import nodes

from service.errors import Problem, problem
from service.word import hints
from service.word.pieces import Tree, nodes_of
from service.word.source import Source, shown

FUNCTIONS = frozenset({"range", "namespace", "dict", "cycler", "joiner"})
_MACRO = frozenset({"varargs", "kwargs", "caller"})
_Names = frozenset[str]


def faults(source: Source, whole: nodes.Template) -> list[Problem]:
    """Return the problems of names in a tree that was read whole."""
    macros = frozenset(macro.name for macro in whole.find_all(nodes.Macro))
    reader = _Reader(source, macros)
    try:
        reader.block(whole.body, frozenset())
    except RecursionError:  # told elsewhere: no tag is that deep without another fault
        return []
    return reader.problems


def unknown_functions(source: Source, trees: Sequence[Tree]) -> list[Problem]:
    """Return the calls of functions that are nowhere, where scopes can't be told."""
    kept = [macro.name for _, macro in nodes_of(trees, nodes.Macro)]
    kept += [name.name for _, name in nodes_of(trees, nodes.Name) if name.ctx != "load"]
    found: list[Problem] = []
    for first, tree in trees:
        reader = _Reader(replace(source, slots=source.slots[first:]), frozenset())
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name):
                reader.call(call.node, frozenset({*kept, "loop", "caller"}))
        found.extend(reader.problems)
    return found


@dataclass
class _Reader:
    source: Source
    macros: _Names  # of the whole part: a macro may call one that comes after it
    problems: list[Problem] = field(default_factory=list)

    def block(self, body: Sequence[nodes.Node], names: _Names) -> None:
        """Read statements one after another; what is set in a block is known to its end."""
        for node in body:
            names = self._statement(node, names)

    def _statement(self, node: nodes.Node, names: _Names) -> _Names:
        """Read one statement; return the names known after it."""
        match node:
            case nodes.For():
                self._for(node, names)
            case nodes.If():
                self._expression(node.test, names)
                for body in (node.body, node.elif_, node.else_):
                    self.block(body, names)
                return names | _set_within(node)
            case nodes.Macro():
                self._macro(node, names)
                return names | {node.name}
            case nodes.CallBlock():
                self._expression(node.call, names)
                self._macro(node, names)
            case nodes.With():
                for value in node.values:
                    self._expression(value, names)
                self.block(node.body, names.union(*map(_bound, node.targets)))
            case nodes.Assign():
                self._expression(node.node, names)
                return names | _bound(node.target)
            case _:
                return self._other(node, names)
        return names

    def _other(self, node: nodes.Node, names: _Names) -> _Names:
        match node:
            case nodes.AssignBlock():
                self.block(node.body, names)
                return names | _bound(node.target)
            case nodes.FilterBlock():
                self.block(node.body, names)
            case _:
                self._expression(node, names)
        return names

    def _for(self, node: nodes.For, names: _Names) -> None:
        self._expression(node.iter, names)
        inner = names | _bound(node.target) | {"loop"}
        if node.test is not None:
            self._expression(node.test, inner)
        self.block(node.body, inner)
        self.block(node.else_, names)

    def _macro(self, node: nodes.Macro | nodes.CallBlock, names: _Names) -> None:
        for value in node.defaults:
            self._expression(value, names)
        arguments = {argument.name for argument in node.args}
        self.block(node.body, (names - {"loop"}) | arguments | _MACRO | self.macros)

    def _expression(self, node: nodes.Node, names: _Names) -> None:
        for used in [node, *node.find_all((nodes.Name, nodes.Call))]:
            if isinstance(used, nodes.Name) and used.name == "loop" and "loop" not in names:
                self._tell("word_loop_outside", used)
            elif isinstance(used, nodes.Call) and isinstance(used.node, nodes.Name):
                self.call(used.node, names)

    def call(self, called: nodes.Name, names: _Names) -> None:
        """Tell of a function that does not exist."""
        if called.name not in FUNCTIONS and called.name not in names:
            hint = hints.near(called.name, FUNCTIONS | names)
            self._tell("word_function_unknown", called, name=called.name, hint=hint)

    def _tell(self, code: str, node: nodes.Node, **details: str) -> None:
        slot = self.source.slots[node.lineno - 2]
        if not slot.broken and not slot.implied:
            self.problems.append(problem(code, slot.place, tag=shown(slot), **details))


def _bound(target: nodes.Node) -> set[str]:
    found = {target.name} if isinstance(target, nodes.Name) else set()
    return found | {name.name for name in target.find_all(nodes.Name)}


def _set_within(node: nodes.If) -> set[str]:
    """Return what a condition may set: Jinja keeps it afterwards."""
    found = {name for one in node.find_all(nodes.Assign) for name in _bound(one.target)}
    found |= {name for one in node.find_all(nodes.AssignBlock) for name in _bound(one.target)}
    return found | {macro.name for macro in node.find_all(nodes.Macro)}
