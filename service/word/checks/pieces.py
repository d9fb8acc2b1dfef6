"""Read each tag by itself, so that one that can't be read hides no fault of the others."""

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

import jinja2
from jinja2 import nodes

from service.word.checks.statements import PAIRS, sets_inline, word
from service.word.scanning.source import Brackets, Slot, Source

_AT_ONCE = 50  # tags
MAX_LETTERS = 1500  # a chain of some thousand names is more than a reader's stack holds
MAX_BRACKETS = 40  # the evaluator's own limit lies between 50 and 80
_OF_EACH = re.compile(r"\w\[\]")  # as the list of values writes "of each": no expression
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")

Node = TypeVar("Node", bound=nodes.Node)
Tree = tuple[int, nodes.Template]  # and the number of its first tag


def is_readable(slot: Slot) -> bool:
    """Tell whether quotes pair, and neither length nor nesting is beyond reason.

    One that fails here would swallow the tags after it, or be more than a parser's stack holds.
    """
    if len(slot.body) > MAX_LETTERS:
        return False
    plain = _QUOTED.sub("''", slot.body)
    if _OF_EACH.search(plain):
        return False
    if plain.count('"') or plain.replace("''", "").count("'"):
        return False
    deep = 0
    for letter in plain:
        deep += (letter in "([{") - (letter in ")]}")
        if deep > MAX_BRACKETS:
            return False
    return True


def read(source: Source, environment: jinja2.Environment) -> tuple[set[int], list[Tree]]:
    """Return the numbers of the tags that can't be read, and the trees of all others."""
    pieces = [_alone(source.brackets, slot) for slot in source.slots]
    wrong = {at for at, slot in enumerate(source.slots) if not is_readable(slot)}
    for at in wrong:
        pieces[at] = "\n"
    trees: list[Tree] = []
    at = 0
    while at < len(pieces):
        end = _sound_until(pieces, at, min(at + _AT_ONCE, len(pieces)), environment, trees)
        if not trees or trees[-1][0] != at:
            wrong.add(end)
            end += 1
        at = end
    return wrong, trees


def _sound_until(
    pieces: list[str], at: int, end: int, environment: jinja2.Environment, trees: list[Tree]
) -> int:
    """Read the pieces from `at` up to `end`, or to the first that can't be read; return where."""
    while at < end:
        try:
            trees.append((at, environment.parse("".join(pieces[at:end]))))
        except jinja2.TemplateSyntaxError as fault:
            end = max(min(at + fault.lineno - 2, end - 1), at)
        except RecursionError:
            end = (at + end) // 2
        else:
            break
    return end


def _alone(brackets: Brackets, slot: Slot) -> str:
    """Return a text of one line end in which this tag is whole: what only closes is left out."""
    name = word(slot)
    if slot.opening == "{{":
        return f"{brackets.opening}{{\n{slot.body} }}{brackets.closing}"
    if slot.opening != "{%" or name not in (*PAIRS, "elif", "do"):
        return "\n"
    if name == "elif":
        return _statement(brackets, f"\n{slot.body[2:]}") + _statement(brackets, "endif")
    begin = _statement(brackets, f"\n{slot.body}")
    closes = name in PAIRS and not sets_inline(slot)
    return begin + _statement(brackets, PAIRS[name]) if closes else begin


def _statement(brackets: Brackets, body: str) -> str:
    return f"{brackets.opening}%{body} %{brackets.closing}"


def nodes_of(
    trees: Iterable[Tree], kind: type[Node] | tuple[type[Node], ...]
) -> Iterator[tuple[int, Node]]:
    """Yield the nodes of one kind, each with the number of the tag it stands in."""
    for first, tree in trees:
        for node in tree.find_all(kind):
            yield first + node.lineno - 2, node
