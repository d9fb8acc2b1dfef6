"""Say how a filter is written wrong, or which value it can't use, where, and what it holds."""

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import nodes

from service.errors import Problem, problem
from service.word import guide
from service.word.scanning.source import Slot, shown
from service.word.values import indonesian_filters

_MOST_NAMED = 3  # of the places where the same wrong value stands
_NAME_AT_END = re.compile(r"[A-Za-z_][\w.\[\]]*$")
_FILTER = re.compile(r"\w+(\(.*\))?", re.DOTALL)


def value(slot: Slot, name: str, given: Any, values: Mapping[str, Any]) -> Problem:
    """Return the problem of a value that is not of the kind the filter is for."""
    entry = guide.entry(name)
    return problem(
        "word_filter_unfit",
        slot.place,
        tag=shown(slot),
        name=name,
        path=_path(slot, name, given, values),
        found=_shown(given),
        expected=entry.accepts,
    )


def written(used: nodes.Filter, slot: Slot) -> Iterator[Problem]:
    """Yield the problem of brackets that hold more, or other names, than the filter takes."""
    filter_ = indonesian_filters.FILTERS.get(used.name)
    if filter_ is None or used.dyn_args is not None or used.dyn_kwargs is not None:
        return
    if not filter_.takes(len(used.args), [str(pair.key) for pair in used.kwargs]):
        yield arguments(slot, used.name)


def percent_sign(sign: nodes.Mod, slot: Slot) -> Iterator[Problem]:
    """Yield the problem of "No. %s" % x, which the evaluator does not know."""
    if isinstance(sign.left, nodes.Const) and isinstance(sign.left.value, str):
        yield problem("word_percent_sign", slot.place, tag=shown(slot))


def arguments(slot: Slot, name: str) -> Problem:
    """Return the problem of a filter whose brackets hold what it does not take."""
    known = guide.entry(name).examples
    example = " atau ".join(dict.fromkeys((known[0].tag, known[-1].tag)))
    return problem("word_filter_misused", slot.place, tag=shown(slot), name=name, example=example)


def _shown(given: Any) -> str:
    kind = type(given).__name__
    if kind in guide.kinds() and not (kind == "Markup" and "<" not in given):
        return guide.kinds()[kind]
    text = str(given)
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"


def _path(slot: Slot, name: str, given: Any, values: Mapping[str, Any]) -> str:
    """Return where the value stands among the values, else what the tag calls it."""
    called = _called(slot.body, name)
    places = _paths(values, "", called.rpartition(".")[2], given)
    return ", ".join(itertools.islice(places, _MOST_NAMED)) or called


def _called(body: str, name: str) -> str:
    """Return the name before the bar, or before all the bars, that lead to the filter."""
    pieces = [piece.strip() for piece in body.split("|")]
    asking = (at for at, piece in enumerate(pieces) if at and re.match(rf"{name}\b", piece))
    end = next(asking, 1)
    at = end - 1
    while at and _FILTER.fullmatch(pieces[at]):
        at -= 1
    found = _NAME_AT_END.search(pieces[at][-100:])
    return found.group() if found else "|".join(pieces[:end])[:80]


def _paths(held: Any, path: str, leaf: str, given: Any) -> Iterator[str]:
    """Yield the places called `leaf` that hold what was given."""
    if isinstance(held, Mapping):
        for key, inner in held.items():
            place = f"{path}.{key}" if path else str(key)
            if key == leaf and type(inner) is type(given) and inner == given:
                yield place
            yield from _paths(inner, place, leaf, given)
    elif isinstance(held, (list, tuple)):
        for at, inner in enumerate(held):
            yield from _paths(inner, f"{path}[{at}]", leaf, given)
