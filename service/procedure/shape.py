"""Plain YAML values made into frozen dataclasses; the dataclass itself is the schema."""

import dataclasses
import types
import typing
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeVar

import yaml

from service import yaml_text
from service.errors import Problem, problem

T = TypeVar("T")

_KINDS = {str: "teks", int: "bilangan bulat", bool: "true atau false"}


class _UniqueKeys(yaml_text.Loader):
    """A safe loader that refuses a key written twice, of which YAML would keep the last."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"kunci {key.value!r} ditulis dua kali", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def read_yaml(source: bytes, place: str, problems: list[Problem]) -> dict[Any, Any] | None:
    """Return the mapping in `source`; None with the reason in `problems` when there is none."""
    try:
        data = yaml_text.read(source, _UniqueKeys)
        if isinstance(data, dict):
            return data
        reason = "isinya bukan kelompok kunci dan nilai"
    except (yaml.YAMLError, ValueError) as error:
        reason = " ".join(str(error).split())
    problems.append(problem("procedure_not_yaml", place, found=reason))
    return None


def build(kind: type[T], data: object, place: str, problems: list[Problem]) -> T:
    """Return `data` as a `kind`; everything that does not fit is put into `problems`.

    What does not fit is replaced by an empty value, so that the rest can still be judged. A
    dataclass with a `from_text` may be written as one line of text instead of a mapping.
    """
    value: T = _Builder(problems).value(kind, data, place)
    return value


class _Builder:
    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems

    def value(self, kind: Any, data: object, place: str) -> Any:
        origin = typing.get_origin(kind)
        if origin in (typing.Union, types.UnionType):
            return None if data is None else self.value(_wanted(kind), data, place)
        if origin is typing.Literal:
            return self._choice(kind, data, place)
        if origin is tuple:
            return self._items(kind, data, place)
        if origin is Mapping:
            return self._mapping(kind, data, place)
        if dataclasses.is_dataclass(kind):
            return self._record(kind, data, place)
        return self._plain(kind, data, place)

    def _choice(self, kind: Any, data: object, place: str) -> Any:
        choices = typing.get_args(kind)
        if data in choices:
            return data
        return self._refuse("procedure_unknown_value", place, " | ".join(choices), data, kind)

    def _items(self, kind: Any, data: object, place: str) -> Any:
        if not isinstance(data, list):
            return self._refuse("procedure_wrong_kind", place, "daftar", data, kind)
        inner = typing.get_args(kind)[0]
        return tuple(self.value(inner, item, f"{place}[{n}]") for n, item in enumerate(data))

    def _mapping(self, kind: Any, data: object, place: str) -> Any:
        if isinstance(data, Mapping) and all(isinstance(key, str) for key in data):
            return data
        return self._refuse("procedure_wrong_kind", place, "kelompok kunci dan nilai", data, kind)

    def _plain(self, kind: Any, data: object, place: str) -> Any:
        if type(data) is kind and data != "":
            return data
        return self._refuse("procedure_wrong_kind", place, _KINDS[kind], data, kind)

    def _record(self, kind: Any, data: object, place: str) -> Any:
        if isinstance(data, str) and hasattr(kind, "from_text"):
            return self._from_text(kind, data, place)
        if not isinstance(data, Mapping):
            expected = "kelompok kunci dan nilai"
            return self._refuse("procedure_wrong_kind", place, expected, data, kind)
        fields = {field.name: field for field in dataclasses.fields(kind)}
        for key in data:
            if key not in fields:
                self._note("procedure_unknown_key", _inside(place, key), ", ".join(fields), key)
        return self._filled(kind, fields, data, place)

    def _filled(
        self, kind: Any, fields: Mapping[str, Any], data: Mapping[str, object], place: str
    ) -> Any:
        hints = _hints(kind)
        values = {}
        for name, field in fields.items():
            if name in data:
                values[name] = self.value(hints[name], data[name], _inside(place, name))
            elif _required(field):
                self._note("procedure_missing", _inside(place, name), name, None)
                values[name] = _empty(hints[name])
        return kind(**values)

    def _from_text(self, kind: Any, data: str, place: str) -> Any:
        try:
            return kind.from_text(data)
        except ValueError as error:
            return self._refuse("procedure_wrong_kind", place, str(error), data, kind)

    def _refuse(self, code: str, place: str, expected: str, data: object, kind: Any) -> Any:
        self._note(code, place, expected, data)
        return _empty(kind)

    def _note(self, code: str, place: str, expected: str, data: object) -> None:
        found = "(tidak diisi)" if data is None or data == "" else str(data)
        self.problems.append(problem(code, place, expected=expected, found=found))


@lru_cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _required(field: Any) -> bool:
    missing = dataclasses.MISSING
    return field.default is missing and field.default_factory is missing


def _wanted(kind: Any) -> Any:
    return next(k for k in typing.get_args(kind) if k is not types.NoneType)


def _empty(kind: Any) -> Any:
    """Return the value that says nothing: "", 0, False, (), or a dataclass of such."""
    origin = typing.get_origin(kind)
    if origin in (tuple, Mapping):
        return () if origin is tuple else {}
    if origin in (typing.Union, types.UnionType):
        return None
    if origin is typing.Literal:
        return ""
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return kind(**{name: _empty(hint) for name, hint in _hints(kind).items()})
    return kind()


def _inside(place: str, name: object) -> str:
    return f"{place}.{name}" if place else str(name)
