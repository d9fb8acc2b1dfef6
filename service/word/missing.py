"""Name every value a template asks for and was not given, with its place.

The evaluator stops at the first one. Only then the part is evaluated once more, slowly, by
Jinja2's sandbox with values that note that they are missing and let the evaluation go on.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from types import FrameType
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from service.errors import Problem, problem
from service.word import syntax
from service.word.source import Slot, Source

_OPTIONS = (
    "block_start_string", "block_end_string", "variable_start_string", "variable_end_string",
    "comment_start_string", "comment_end_string", "keep_trailing_newline",
)  # fmt: skip


def names(source: Source, values: Mapping[str, Any]) -> list[Problem]:
    """Return one problem for each missing name in each place of a part."""
    noted: dict[tuple[int, str], None] = {}
    environment = _environment(source, noted)
    template = environment.from_string(source.written("plain"))
    try:
        for _ in template.generate(values):
            pass
    except Exception as fault:
        if not noted:
            raise Unevaluated from fault
    return [_problem(syntax.slot_at(source, line), name) for line, name in noted]


class Unevaluated(Exception):
    """The slow evaluation failed for another reason than a missing name."""


def _environment(source: Source, noted: dict[tuple[int, str], None]) -> jinja2.Environment:
    plain = syntax.environment(source.brackets)
    options: dict[str, Any] = {name: getattr(plain, name) for name in _OPTIONS}
    made = ImmutableSandboxedEnvironment(
        autoescape=True,
        extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"],
        undefined=_recording(noted),
        **options,
    )
    for name in (*syntax.FILTERS, "_sel", "_tabel"):
        made.filters.setdefault(name, _unchanged)
    for name in syntax.TESTS:
        made.tests.setdefault(name, lambda *_: True)
    return made


def _unchanged(value: Any, *_: Any, **__: Any) -> Any:
    return value


def _recording(noted: dict[tuple[int, str], None]) -> type[jinja2.Undefined]:
    """Return the Undefined that notes each use of a missing value and stands in for it."""

    class Missing(jinja2.ChainableUndefined):
        __slots__ = ()

        def _note(self) -> None:
            noted.setdefault((_line(), str(self._undefined_name or "")))

        def __str__(self) -> str:
            self._note()
            return ""

        def __html__(self) -> str:
            return str(self)

        def __iter__(self) -> Iterator[Any]:
            self._note()
            return iter(())

        def __getattr__(self, name: str) -> Any:
            if name[:2] == "__":
                raise AttributeError(name)
            self._note()
            return self

        def __getitem__(self, _: Any) -> Any:
            self._note()
            return self

        def __call__(self, *_: Any, **__: Any) -> Any:
            self._note()
            return self

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


def _problem(slot: Slot, name: str) -> Problem:
    """Name the value as the tag writes it: "r.nama" rather than "nama"."""
    found = re.search(rf"[\w.]*\b{re.escape(name)}\b", slot.body)
    return problem("values_missing_name", slot.place, found=found.group() if found else name)
