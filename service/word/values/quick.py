"""Copy values in one sweep, as long as nothing in them needs to be told by its path.

Nearly all values are text, whole numbers and lists of such rows: they are looked at together, which
takes a tenth of the time that looking at each one does. Where something is wrong, or only unusual,
the sweep gives up and Copy walks through the values one by one.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import chain
from types import NoneType
from typing import Any

from service.word.values.plain import MAX_DEPTH, MOST, Copy

_ODD = {float, bool, NoneType}
_FEW = 8  # rows: fewer are copied faster one by one
_BLOCK = 1_000  # rows that stay in the processor's cache from one look to the next
_FLAT = {str, int, *_ODD}
_CONTROLS = bytes(set(range(0x20)) - set(b"\n\t"))
_NONCHARACTERS = ("\ufffe".encode(), "\uffff".encode())


def copied(values: Mapping[str, Any], *, shared: bool) -> tuple[dict[str, Any], Copy]:
    """Return the plain copy of the values, and what was noticed while copying.

    `shared`: rows of text and numbers are handed on as they are, for a template that can call none
    of their methods and so can't change them.
    """
    sweep = _Sweep(shared)
    try:
        return sweep.all_of(values), sweep
    except _CloserLook:
        copy = Copy()
        return {name: copy.of(value, name, name) for name, value in values.items()}, copy


class _CloserLook(Exception):
    """Something is wrong or unusual."""


class _Sweep(Copy):
    def __init__(self, shared: bool) -> None:
        super().__init__()
        self._shared = shared
        self._texts: list[str] = []
        self._known: dict[tuple[int, str], Any] = {}

    def all_of(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the plain copy of all values. Raises _CloserLook."""
        plain = self._mapping_of(dict(values), 0)
        types = list(map(type, self._texts))
        if types.count(str) < len(types):
            raise _CloserLook
        joined = "".join(self._texts)
        if not _is_sound(joined):
            raise _CloserLook
        self.slashes = "/" in joined
        return plain

    def _mapping_of(self, values: dict[Any, Any], depth: int) -> dict[str, Any]:
        self._texts.extend(values)
        note = self._texts.append
        plain = {}
        for name, value in values.items():
            if type(value) is str:
                note(value)
                plain[name] = value
            else:
                plain[name] = self._value(value, name, depth + 1)
        return plain

    def _value(self, value: Any, name: str, depth: int) -> Any:
        kind = type(value)
        if kind is int and -MOST < value < MOST:
            self.whole.add(value)
            return value
        if kind is bool:
            self.odd.add(name)
            return value
        if kind is dict or kind is list or kind is tuple:
            return self._container(value, name, depth)
        if kind is str:
            self._texts.append(value)
            return value
        plain = self.special(value, "", name)
        if self.problems:
            raise _CloserLook
        return plain

    def _container(self, value: Any, name: str, depth: int) -> Any:
        """Copy a mapping or list once, however often it stands in the values."""
        self.odd.add(name)
        key = (id(value), name)  # what is odd in a list has the list's name
        if (known := self._known.get(key)) is not None:
            return known
        if depth >= MAX_DEPTH:
            raise _CloserLook
        if type(value) is dict:
            plain: Any = self._mapping_of(value, depth)
        else:
            plain = self._sequence_of(value, name, depth)
        self._known[key] = plain
        return plain

    def _sequence_of(self, values: Sequence[Any], name: str, depth: int) -> tuple[Any, ...]:
        if len(values) > _FEW and set(map(type, values)) == {dict} and (rows := self._rows(values)):
            return rows
        return tuple([self._value(value, name, depth + 1) for value in values])

    def _rows(self, rows: Sequence[dict[Any, Any]]) -> tuple[dict[str, Any], ...] | None:
        """Copy mappings of text and numbers all at once; None when they hold anything else."""
        for at in range(0, len(rows), _BLOCK):
            if not self._looked_at(rows[at : at + _BLOCK]):
                return None
        return tuple(rows if self._shared else map(dict.copy, rows))

    def _looked_at(self, rows: Sequence[dict[Any, Any]]) -> bool:
        cells = list(chain.from_iterable(map(dict.values, rows)))
        types = list(map(type, cells))
        texts = cells
        if types.count(str) < len(types):
            kinds = set(types)
            if not kinds <= _FLAT:
                return False
            texts = [cell for cell in cells if type(cell) is str]
            self._note_numbers([cell for cell in cells if type(cell) in (int, float)])
            if kinds & _ODD:
                self.odd.update(name for row in rows for name in row if type(row[name]) in _ODD)
        self._texts.extend(set().union(*rows))
        self._texts.append("".join(texts))
        return True

    def _note_numbers(self, numbers: list[int | float]) -> None:
        whole = {number for number in numbers if type(number) is int}
        if any(not -MOST < number < MOST for number in whole):
            raise _CloserLook
        self.whole |= whole
        for number in {number for number in numbers if type(number) is float}:
            if not math.isfinite(number):
                raise _CloserLook
            self.real(number, "")


def _is_sound(text: str) -> bool:
    """Tell whether all of a text can stand in XML as it is, in a third of a search's time."""
    try:
        raw = text.encode()
    except UnicodeEncodeError:
        return False
    if len(raw.translate(None, _CONTROLS)) < len(raw):
        return False
    return text.isascii() or not any(found in raw for found in _NONCHARACTERS)
