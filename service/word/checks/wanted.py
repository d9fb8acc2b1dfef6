"""What a template wants of one value, and what filters make of it."""

from dataclasses import dataclass, field
from typing import Any

from jinja2 import nodes

SAME_LIST = {"sort", "reverse", "unique", "list", "selectattr", "rejectattr", "select", "reject"}
ONE_OF_LIST = {"first", "last", "min", "max"}
OPTIONAL = {"default", "d"}
OF_MAPPING = {"items", "dictsort"}
OF_LIST = {"join", "gabung", "sum", "batch", "slice", "groupby", "map", *SAME_LIST, *ONE_OF_LIST}
MEASURED = {"length", "count"}
OF_NUMBER = {"abs", "round"}


_PICTURE: dict[str, Any] = {
    "title": "Gambar",
    "description": (
        "Gambar PNG, JPEG, atau SVG sebagai base64 ($gambar), atau teks untuk kode QR ($qr); "
        "null mengosongkan bingkainya."
    ),
    "type": ["object", "string", "null"],
    "properties": {"$gambar": {"type": "string"}, "$qr": {"type": "string"}},
}


@dataclass
class Wanted:
    """What is known of one value: its members, its items, and whether it must be there."""

    required: bool = False
    printed: bool = False
    picture: bool = False
    members: "dict[str, Wanted]" = field(default_factory=dict)
    items: "Wanted | None" = None
    number: bool = False
    measured: bool = False  # only its length is asked for
    mapping: bool = False  # all its members are used, whatever their names; `items` is each
    keyed: bool = False  # by a name or a number that another value holds

    def member(self, name: str) -> "Wanted":
        """Return the member of that name, known from now on."""
        return self.members.setdefault(name, Wanted())

    def each(self) -> "Wanted":
        """Return what every item of this list is."""
        self.items = self.items or Wanted()
        return self.items

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of this value."""
        if self.picture:
            return _PICTURE
        if self.mapping:
            each = self.items.schema() if self.items else {}
            return {**self._object(), "additionalProperties": each}
        if self.items is not None:
            return self._list(self.items.schema())
        return self._object() if self.members else self._single()

    def _single(self) -> dict[str, Any]:
        if self.number:
            return {"type": "number"}
        if self.measured and not self.printed:
            return {"type": ["array", "string", "object"]}
        if self.printed:
            return {"type": ["string", "number", "boolean", "null", "object"]}
        return {}

    def _list(self, each: dict[str, Any]) -> dict[str, Any]:
        if self.keyed:
            return {"type": ["object", "array"], "items": each, "additionalProperties": each}
        return {"type": "array", "items": each}

    def _object(self) -> dict[str, Any]:
        names = sorted(self.members)
        made: dict[str, Any] = {
            "type": "object",
            "properties": {name: self.members[name].schema() for name in names},
        }
        if required := [name for name in names if self.members[name].required]:
            made["required"] = required
        return made


def follows(name: str) -> bool:
    """Tell whether a filter leads on to a value that was given."""
    return name in OF_LIST or name in OF_MAPPING or name in OPTIONAL


def through(value: Wanted, node: nodes.Filter) -> Wanted | None:
    """Return what a filter makes of a value, None where that is no value of the template's."""
    if node.name in ONE_OF_LIST:
        return value.each()
    if node.name in ("join", "gabung", "sum"):
        return None
    if node.name in ("batch", "slice"):
        value.each()
        return Wanted(items=value)
    if node.name == "groupby":
        group = Wanted(members={"0": attribute(value.each(), node), "1": value})
        group.members |= {"grouper": group.members["0"], "list": value}
        return Wanted(items=group)
    if node.name == "map":
        return Wanted(items=attribute(value.each(), node))
    if node.name in SAME_LIST:
        attribute(value.each(), node)
    return value


def attribute(each: Wanted, node: nodes.Filter) -> Wanted:
    """Return the member of each item that a filter looks at, the item itself without one."""
    named = [one.value for one in node.kwargs if one.key == "attribute"]
    if node.name in ("selectattr", "rejectattr", "groupby"):
        named = [*node.args[:1], *named]
    if not named or not isinstance(named[0], nodes.Const) or not isinstance(named[0].value, str):
        return each
    for step in named[0].value.split("."):
        each = each.member(step)
        each.required |= node.name in ("map", "sum", "groupby", "sort")
    return each


def pair(mapping: Wanted) -> Wanted:
    """Return the pairs of name and value that a loop over a mapping runs over."""
    mapping.mapping = True
    return Wanted(members={"0": Wanted(), "1": mapping.each()})
