"""Name every value a template asks for and was not given, or that a filter can't use.

The evaluator stops at the first one. Only then the part is evaluated once more, slowly, by
Jinja2's sandbox with values that note that they are missing and let the evaluation go on, and
with filters that do the same.
"""

import itertools
import re
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from service.errors import Problem, problem
from service.word.checks import syntax, unfit
from service.word.scanning.source import Slot, Source, shown
from service.word.values import indonesian_filters
from service.word.values.indonesian_filters import Exact, Misused
from service.word.values.kinds import WrongKind

_OPTIONS = (
    "block_start_string", "block_end_string", "variable_start_string", "variable_end_string",
    "comment_start_string", "comment_end_string", "keep_trailing_newline",
)  # fmt: skip


@dataclass
class _Noted:
    """What was found while a part was evaluated, each by its line and in its order."""

    names: dict[tuple[int, str], None] = field(default_factory=dict)
    unfit: dict[tuple[int, str, str], Any] = field(default_factory=dict)
    misused: dict[tuple[int, str], None] = field(default_factory=dict)
    unlike: dict[int, None] = field(default_factory=dict)

    def problems(self, source: Source, values: Mapping[str, Any]) -> list[Problem]:
        """Return a problem for each, in the order of the tags."""
        asked = [(line, syntax.slot_at(source, line), name) for line, name in self.names]
        found = [(line, _missing(slot, name)) for line, slot, name in asked if not slot.implied]
        for (line, name, _), given in self.unfit.items():
            found.append((line, unfit.value(syntax.slot_at(source, line), name, given, values)))
        for line, name in self.misused:
            found.append((line, unfit.arguments(syntax.slot_at(source, line), name)))
        for line in self.unlike:
            slot = syntax.slot_at(source, line)
            found.append((line, problem("word_compared_unlike", slot.place, tag=shown(slot))))
        return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def problems(source: Source, values: Mapping[str, Any], exact: Exact) -> list[Problem]:
    """Return a problem for each missing name and unfit value in each place of a part.

    `exact` is how numbers are written. Raises Unevaluated.
    """
    noted = _Noted()
    environment = _environment(source, noted, exact)
    try:
        template = environment.from_string(source.written())
        for _ in template.generate(values):
            pass
    except Exception as fault:
        if isinstance(fault, TypeError) and "not supported between" in str(fault):
            noted.unlike[_line_of(fault)] = None
        if noted == _Noted():
            raise Unevaluated from fault
    return list(dict.fromkeys(noted.problems(source, values)))  # one picture may be there twice


class Unevaluated(Exception):
    """The slow evaluation failed for another reason than a missing name."""


def _environment(source: Source, noted: _Noted, exact: Exact) -> jinja2.Environment:
    plain = syntax.environment(source.brackets)
    options: dict[str, Any] = {name: getattr(plain, name) for name in _OPTIONS}
    made = ImmutableSandboxedEnvironment(
        autoescape=True,
        extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"],
        undefined=_recording(noted.names),
        **options,
    )
    made.filters.update(_LIKE_THE_EVALUATORS)
    for name in indonesian_filters.FILTERS:
        made.filters[name] = _noting(name, noted, exact)
    for name in (*syntax.FILTERS, *syntax.IMPLIED):
        made.filters.setdefault(name, _unchanged)
    for name in syntax.TESTS:
        made.tests.setdefault(name, lambda *_: True)
    return made


_LIKE_THE_EVALUATORS: dict[str, Callable[..., Any]] = {
    "bool": bool,
    "chain": lambda *lists: list(itertools.chain(*lists)),
    "lines": lambda text: str(text).splitlines(),
    "split": lambda text, at=None, most=-1: str(text).split(at, most),
    "zip": lambda *lists: list(zip(*lists, strict=False)),
}


def _noting(name: str, noted: _Noted, exact: Exact) -> Callable[..., Any]:
    """Return a filter that notes what it can't use, prints nothing for it and goes on."""

    @jinja2.pass_context  # so that a filter of a constant, too, waits until its tag is evaluated
    def filtered(_: Any, value: Any, *arguments: Any, **named: Any) -> Any:
        value = list(value) if isinstance(value, Iterator) else value  # as map gives it
        for item in value if isinstance(value, (list, tuple)) else [value]:
            if isinstance(item, jinja2.Undefined):
                str(item)  # notes itself
                return ""
        try:
            return indonesian_filters.apply(name, value, arguments, named, exact)
        except WrongKind:
            noted.unfit.setdefault((_line(), name, repr(value)), value)
        except Misused:
            noted.misused.setdefault((_line(), name))
        return ""

    return filtered


def _unchanged(value: Any, *_: Any, **__: Any) -> Any:
    return value


def _recording(noted: dict[tuple[int, str], None]) -> type[jinja2.Undefined]:
    """Return the Undefined that notes each use of a missing value and stands in for it."""

    class Missing(jinja2.ChainableUndefined):
        __slots__ = ()

        def _note(self) -> None:
            name = self._undefined_name  # a number where an item is missing
            noted.setdefault((_line(), "" if name is None else str(name)))

        def __str__(self) -> str:
            self._note()
            return ""

        def __html__(self) -> str:
            return str(self)

        def __iter__(self) -> Iterator[Any]:
            self._note()
            return iter(())

        def __len__(self) -> int:
            self._note()
            return 0

        def __getattr__(self, name: str) -> Any:
            if name[:2] == "__":
                raise AttributeError(name)
            self._note()
            return self

        def _stand_in(self, *_: Any, **__: Any) -> Any:
            self._note()
            return self

        def _compared(self, *_: Any) -> Any:
            self._note()
            return False

        __getitem__ = __call__ = _stand_in
        __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _stand_in
        __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = _stand_in
        __mod__ = __rmod__ = __pow__ = __rpow__ = __neg__ = __pos__ = _stand_in
        __lt__ = __le__ = __gt__ = __ge__ = _compared

    return Missing


def _line() -> int:
    """Return the line of the tag that is being evaluated."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            return int(template.get_corresponding_lineno(frame.f_lineno))
        frame = frame.f_back
    return 0


def _line_of(fault: Exception) -> int:
    """Return the line of the tag whose evaluation failed."""
    lines = [
        frame.f_globals["__jinja_template__"].get_corresponding_lineno(line)
        for frame, line in traceback.walk_tb(fault.__traceback__)
        if "__jinja_template__" in frame.f_globals
    ]
    return int(lines[-1]) if lines else 0


def _missing(slot: Slot, name: str) -> Problem:
    """Name the value as the tag writes it: "r.nama" rather than "nama"."""
    if slot.bare:
        return problem("word_picture_name_missing", slot.place, found=slot.body)
    found = re.search(rf"[\w.]*\b{re.escape(name)}\b", slot.body)
    return problem("values_missing_name", slot.place, found=found.group() if found else name)
