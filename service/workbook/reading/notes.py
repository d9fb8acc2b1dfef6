"""What was read from an unusual place or in an unusual way, said once for each kind of thing."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from service.errors import Problem, problem

_MOST = 6  # places that are listed one by one; of more, the rest is counted


@dataclass
class _Said:
    code: str
    sheet: str
    details: tuple[tuple[str, str], ...]
    places: list[str] = field(default_factory=list)
    things: list[int | str] = field(default_factory=list)


class Notes:
    """Gathers notes; those of one kind about one sheet become a single sentence."""

    def __init__(self) -> None:
        self._said: dict[tuple[str, str, tuple[tuple[str, str], ...]], _Said] = {}

    def say(self, code: str, place: str, thing: int | str, **details: str) -> None:
        """Note `code` about `thing` at `place`: the number of a row, or words for a cell."""
        sheet = place.rpartition("!")[0] or place
        key = (code, sheet, tuple(details.items()))
        said = self._said.setdefault(key, _Said(*key))
        if thing not in said.things:
            said.places.append(place)
            said.things.append(thing)

    def forget(self, places: Container[str]) -> None:
        """Take back what was said about single cells that are not of this reader's concern."""
        for said in self._said.values():
            kept = [
                (place, thing)
                for place, thing in zip(said.places, said.things, strict=True)
                if place not in places
            ]
            said.places = [place for place, _ in kept]
            said.things = [thing for _, thing in kept]

    def told(self) -> tuple[Problem, ...]:
        """Return the notes as sentences, each at the first of its places."""
        return tuple(_told(said) for said in self._said.values() if said.things)


def _told(said: _Said) -> Problem:
    details = dict(said.details)
    where = listed(said.things)
    return problem(
        said.code,
        said.places[0],
        expected=details.pop("expected", None),
        found=details.pop("found", where),
        sheet=said.sheet,
        where=where,
        count=len(said.things),
        **details,
    )


def listed(things: Iterable[int | str]) -> str:
    """Return rows as "7–18, 20", words as "a; b; c dan 4 lagi"."""
    every = list(things)
    numbers = sorted(thing for thing in every if isinstance(thing, int))
    if len(numbers) == len(every):
        return ", ".join(_runs(numbers))
    shown = "; ".join(str(thing) for thing in every[:_MOST])
    rest = len(every) - _MOST
    return f"{shown}; dan {rest} lagi" if rest > 0 else shown


def _runs(numbers: list[int]) -> list[str]:
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return [str(first) if first == last else f"{first}–{last}" for first, last in runs]
