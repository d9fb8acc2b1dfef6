"""The due dates of a quarter as entries of a calendar. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from service.calendar_file import Entry
from service.casework.names import slug
from service.indonesian import roman
from service.procedure import Procedure, Step
from service.values.office import in_sentence

_UNSURE = "Tanggal ini perkiraan; aturan tenggat belum dipastikan kantor."


@dataclass(frozen=True)
class Agenda:
    """What the entries of one quarter are written from.

    `due` is the due date of each step; `stamp` when the quarter (or, not opened yet, the first
    one of its year) was opened; `address` gives the page of a step by its number.
    """

    office: str
    procedure: Procedure
    year: int
    quarter: int
    due: Mapping[int, date]
    confirmed: bool
    stamp: datetime
    address: Callable[[int], str]

    def entries(self) -> tuple[Entry, ...]:
        """Return an all-day entry for each step with a due date, in the order of the SOP."""
        return tuple(self._entry(step) for step in self.procedure.steps if step.number in self.due)

    def _entry(self, step: Step) -> Entry:
        code = f"{self.year}-tw{self.quarter}-langkah-{step.number}"
        word = "Tenggat" if self.confirmed else "Perkiraan tenggat"
        office = in_sentence(self.office)
        address = self.address(step.number)
        told = [
            step.activity.replace("{kantor}", office),
            f"Pelaksana: {step.actors}",
            f"Waktu menurut SOP: {step.time}",
            f"Output: {step.output_name}",
            *([] if self.confirmed else [_UNSURE]),
            address,
        ]
        return Entry(
            uid=f"{code}.{self.procedure.code}@{slug(self.office)}",
            day=self.due[step.number],
            summary=f"{word} langkah {step.number} TW {roman(self.quarter)} {self.year}: "
            f"{step.title}",
            description="\n".join(told),
            address=address,
            stamp=self.stamp,
        )
