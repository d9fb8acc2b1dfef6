"""What is found while the XML tree of one part is read."""

import re
from dataclasses import dataclass, field

from lxml import etree

from service.errors import Problem, problem
from service.word.scanning import cells
from service.word.scanning.places import Places
from service.word.scanning.source import Brackets, Slot


@dataclass
class Scan:
    """What is found while a part is read."""

    root: etree._Element
    places: Places
    brackets: Brackets
    slots: list[Slot] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lifts: dict[etree._Element, list[str]] = field(default_factory=dict)
    run_level: set[str] = field(default_factory=set)
    cell_tags: dict[tuple[etree._Element, str], cells.CellTag] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)  # relationships of pictures taken out
    changed: bool = False  # there were tags, comments too, or brackets shown as such
    unfinished: tuple[etree._Element | None, str] = (None, "")  # where a tag is open at the end

    def mark(self, slot: Slot) -> str:
        """Keep a slot and return the marker that stands for it in the tree."""
        self.slots.append(slot)
        return f"{self.brackets.opening}{len(self.slots) - 1}{self.brackets.closing}"

    @property
    def marker(self) -> re.Pattern[str]:
        """Return what finds the markers, with the number of each slot as its group."""
        return re.compile(f"{self.brackets.opening}(\\d+){self.brackets.closing}")

    def wrong(self, code: str, place: str, **details: str) -> None:
        """Note a problem."""
        self.problems.append(problem(code, place, **details))
