"""What a new version of a template asks for and the old one did not."""

from collections.abc import Iterator, Mapping
from typing import Any

from service.errors import Problem, problem

_KINDS = {
    "array": "daftar",
    "object": "kelompok data",
    "string": "teks",
    "number": "bilangan",
    "integer": "bilangan",
    "boolean": "ya atau tidak",
}
_PRINTABLE = {"string", "number", "integer", "boolean"}
Schema = Mapping[str, Any]


def breaking(old_schema: Schema, new_schema: Schema) -> list[Problem]:
    """Return why values that filled the old version may not fill the new one; empty when they do.

    The schemas are those that `Template.fields` returns. A place is the path of a value:
    "sasaran[].indikator[].kode".
    """
    return list(_compared(old_schema, new_schema, ""))


def _compared(old: Schema, new: Schema, path: str) -> Iterator[Problem]:
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
