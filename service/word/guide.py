"""How templates are written, with examples that are tests: guide.yaml and filters.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from service import yaml_text


@dataclass(frozen=True)
class Example:
    """What a tag prints with these values."""

    tag: str
    values: Mapping[str, Any]
    prints: str


@dataclass(frozen=True)
class Filter:
    """What a filter does; `accepts` says what a value must be, where it is not any."""

    name: str
    does: str
    examples: tuple[Example, ...]
    accepts: str = ""


@dataclass(frozen=True)
class Group:
    """Filters for one kind of thing."""

    title: str
    filters: tuple[Filter, ...]


@dataclass(frozen=True)
class Piece:
    """A piece of a template, paragraphs or the rows of a table, and the same filled."""

    values: Mapping[str, Any]
    prints: tuple[Any, ...]
    lines: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Topic:
    """One thing a template can do; `tags` are shown where no example can be."""

    title: str
    text: str
    examples: tuple[Piece, ...]
    tags: tuple[str, ...] = ()


class _Loader(yaml_text.Loader):
    """Reads 83.50 as the decimal it is."""


def _decimal(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(loader.construct_scalar(node))


_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)


@cache
def _read(name: str) -> Any:
    source = files("service.word").joinpath(name).read_text("utf-8")
    return yaml_text.read(source, _Loader)


@cache
def topics() -> tuple[Topic, ...]:
    """Return what the tags can do, in the order to learn it."""
    return tuple(
        Topic(
            topic["title"],
            topic["text"],
            tuple(_piece(one) for one in topic.get("examples", ())),
            tuple(topic.get("tags", ())),
        )
        for topic in _read("guide.yaml")
    )


def _piece(entry: Mapping[str, Any]) -> Piece:
    return Piece(
        entry["values"],
        tuple(entry["prints"]),
        tuple(entry.get("lines", ())),
        tuple(tuple(row) for row in entry.get("table", ())),
    )


@cache
def groups() -> tuple[Group, ...]:
    """Return every filter a template may use."""
    return tuple(
        Group(group["title"], tuple(_filter(entry) for entry in group["filters"]))
        for group in _read("filters.yaml")["groups"]
    )


def _filter(entry: Mapping[str, Any]) -> Filter:
    examples = tuple(Example(**one) for one in entry["examples"])
    return Filter(entry["name"], entry["does"], examples, entry.get("accepts", ""))


@cache
def entry(name: str) -> Filter:
    """Return what is told of a filter. Raises KeyError for one that is not told of."""
    return {one.name: one for group in groups() for one in group.filters}[name]


def instead(name: str) -> str:
    """Return what to do instead of a filter known from elsewhere, nothing for any other."""
    return str(_read("filters.yaml")["absent"].get(name, ""))


def kinds() -> Mapping[str, str]:
    """Return what a value is called by the name of its type, when it can't be shown."""
    named: Mapping[str, str] = _read("filters.yaml")["kinds"]
    return named
