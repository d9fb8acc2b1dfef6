"""What the SOP leaves open, as questions an office can answer, and what an answer changes.

An answer changes values of the procedure by their path: "steps.2.due.day_of_next_quarter",
"roles.camat.name", "steps.6.actions.do.by". Items of a list are named by their number, code or
name. Behind a path "+" adds to a list, and "~words" replaces these words within a text. The value
may hold {answer}; "= steps.2.due" copies what stands there. A path that begins with "data." is
one of the data set's (DATA_PATHS) and changes no procedure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

AnswerKind = Literal["text", "date", "choice", "list"]
Confirms = Literal["due"]
OwnKind = Literal["text", "scale"]
Answers = Mapping[str, object]
ANSWER = "{answer}"
DATA = "data."
DATA_PATHS = (
    "aturan_hitung.polaritas_turun",
    "aturan_hitung.plafon",
    "aturan_hitung.skala",
    "instansi.kertas",
    "instansi_penerima",
)
SHAPE = "per"  # whether a step is done per unit: a case keeps the one it was opened with


@dataclass(frozen=True)
class About:
    """What a question is about: the whole SOP, the office, a role, a step or an output."""

    sop: bool = False
    office: bool = False
    role: str | None = None
    step: int | None = None
    output: str | None = None


@dataclass(frozen=True)
class Option:
    """One answer of a choice: `value` is kept, `label` shown, `effect` says what it changes.

    Without `sets` of its own it changes what the question's `sets` say.
    """

    value: str
    label: str
    effect: str = ""
    sets: Mapping[str, object] | None = None


@dataclass(frozen=True)
class Question:
    """Something only the office can answer.

    `text` says what is not certain, `meanwhile` what the service does until it is answered,
    `effect` what any answer changes. A choice may take an answer of the office's `own` (the label
    of that choice): a text, or the lines of a scale ("91 Sangat Tinggi"). `confirms` names what is
    no estimate any more once every such question is answered.
    """

    id: str
    text: str
    about: About
    kind: AnswerKind
    meanwhile: str = ""
    effect: str = ""
    options: tuple[Option, ...] = ()
    own: str | None = None
    own_kind: OwnKind = "text"
    sets: Mapping[str, object] = field(default_factory=dict)
    confirms: Confirms | None = None

    def option(self, value: object) -> Option | None:
        """Return the option with this value, None for an answer of the office's own."""
        return next((one for one in self.options if one.value == value), None)

    def takes(self, value: object) -> bool:
        """Tell whether the value is one of a choice's, or of the kind of the office's own."""
        if self.kind != "choice" or self.option(value) is not None:
            return True
        return self.own is not None and isinstance(value, list) == (self.own_kind == "scale")

    def changes(self, value: object) -> Mapping[str, object]:
        """Return what the answer `value` sets, by path, before {answer} is put in."""
        option = self.option(value)
        return self.sets if option is None or option.sets is None else option.sets

    @property
    def shapes(self) -> bool:
        """Tell whether an answer changes the shape of steps: it then holds for later cases only."""
        told = [self.sets, *(one.sets for one in self.options if one.sets is not None)]
        return any(path.endswith(f".{SHAPE}") for sets in told for path in sets)
