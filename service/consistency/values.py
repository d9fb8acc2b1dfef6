"""The value of a printed text, as its notion is compared."""

from functools import cache

from service.consistency.model import Kind, Value
from service.consistency.notions import notion, said, states
from service.consistency.writing import date_key, is_blank, key, number


def value_of(name: str, text: str) -> tuple[Value, Kind]:
    """Return the value of `text` for a notion: a number where it is one, else comparable text.

    A word in place of a figure ("Belum dilaporkan") has the kind "state", "-" the value None.
    """
    if is_blank(text):
        return None, "figure"
    for state in states():
        found = state.pattern.match(text)
        if found and name in state.notions:
            return key(found[0]), "state"
    sort = notion(name)["as"]
    if sort == "date":
        return date_key(text), "text"
    if sort == "number":
        value = number(text)
        return (key(text) if value is None else value), "figure"
    words = key(text)
    return _same().get(words, words), "text"


@cache
def _same() -> dict[str, str]:
    return dict(said()["same_words"])
