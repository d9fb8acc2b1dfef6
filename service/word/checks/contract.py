"""What a template asks for beside what is given: an older version of it, or values."""

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from service.errors import Problem, problem
from service.word.checks import hints

_KINDS = {
    "array": "daftar",
    "object": "kelompok data",
    "string": "teks",
    "number": "bilangan",
    "integer": "bilangan",
    "boolean": "ya atau tidak",
}
_ITEMS = 100  # of a list of values: they are of one kind
_MOST = 200  # hints: more of them nobody reads
_PRINTABLE = {"string", "number", "integer", "boolean"}
Schema = Mapping[str, Any]


def breaking(old_schema: Schema, new_schema: Schema) -> list[Problem]:
    """Return why values that filled the old version may not fill the new one; empty when they do.

    The schemas are those that `Template.fields` returns. A place is the path of a value:
    "sasaran[].indikator[].kode".
    """
    return list(_compared(old_schema, new_schema, ""))


def is_hint(found: Problem) -> bool:
    """Tell whether a problem keeps nothing from being filled and is only good to know."""
    return found.code in ("values_unused", "values_letters")


def data_hints(schema: Schema, values: Mapping[str, Any]) -> list[Problem]:
    """Return a hint for each of the values that no tag of a template with this schema uses.

    What is misspelt in the data stands here; so the name is suggested that is asked for instead.
    A text in the place of a list is told too: a loop over it prints letter by letter.
    """
    found = _hints({"properties": {}, **schema}, values, "")
    return list(dict.fromkeys(itertools.islice(found, _MOST)))


def _hints(schema: Schema, value: Any, path: str) -> Iterator[Problem]:
    if isinstance(value, (list, tuple)):
        for item in value[:_ITEMS]:
            yield from _hints(schema.get("items", {}), item, f"{path}[]")
    if isinstance(value, str) and schema.get("type") == "array":
        yield problem("values_letters", path)
    if not isinstance(value, Mapping) or "properties" not in schema:
        return
    asked, all_used = schema["properties"], "additionalProperties" in schema
    for name, inner in value.items():
        place = f"{path}.{name}" if path else str(name)
        if name in asked:
            yield from _hints(asked[name], inner, place)
        elif not all_used:
            near = hints.near(str(name), [one for one in asked if one not in value])
            yield problem("values_unused", place, hint=near)


def _compared(old: Schema, new: Schema, path: str) -> Iterator[Problem]:
    if "$gambar" in new.get("properties", {}) and "object" in old.get("type", ()):
        return  # what could be printed may have been a picture
    before, now = _kinds(old), _kinds(new)
    if before and now and not before <= now:
        yield problem("contract_other_kind", path, expected=_told(now), found=_told(before))
        return
    if "items" in new and "items" in old:
        yield from _compared(old["items"], new["items"], f"{path}[]")
    yield from _members(old, new, path)


def _members(old: Schema, new: Schema, path: str) -> Iterator[Problem]:
    known = old.get("properties", {})
    for name, schema in new.get("properties", {}).items():
        place = f"{path}.{name}" if path else name
        required = name in new.get("required", ())
        if name not in known:
            if required:
                yield problem("contract_asks_more", place)
            continue
        if required and name not in old.get("required", ()):
            yield problem("contract_must_be_there", place)
        yield from _compared(known[name], schema, place)


def _kinds(schema: Schema) -> set[str]:
    """Return the kinds a value may be of, empty where any will do.

    What can be printed may be an object too, such as {"$gambar": ...}, but none with members.
    """
    named = schema.get("type", ())
    kinds = {named} if isinstance(named, str) else set(named)
    kinds |= {"integer"} if "number" in kinds else set()
    return kinds - {"object"} if "string" in kinds else kinds


def _told(kinds: set[str]) -> str:
    """Return the words for kinds of value; all that can be printed is text."""
    shown = {"string"} if kinds >= _PRINTABLE else kinds
    return " atau ".join(sorted({_KINDS[kind] for kind in shown if kind in _KINDS})) or "kosong"
