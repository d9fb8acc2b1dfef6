"""A procedure (SOP) as frozen values.

The dataclasses below are the shape of the YAML: every key of the file is a field here. Whatever
the SOP leaves unsure stands beside it in `unconfirmed`, as a sentence a person can read.
"""

from dataclasses import dataclass
from typing import Literal

from service.errors import NotFound

ActionName = Literal["do", "approve", "sign", "deliver"]
Brings = Literal[
    "nothing", "unit_form", "checks", "confirmation", "budget_form", "signed_file", "receipt"
]
Per = Literal["office", "unit"]
DayRule = Literal["next_working_day", "previous_working_day", "nth_working_day"]
_PAST: dict[ActionName, str] = {
    "do": "done",
    "approve": "approved",
    "sign": "signed",
    "deliver": "delivered",
}


@dataclass(frozen=True)
class Role:
    """Who acts: `code` as in the data set, `name` as the SOP writes it.

    A role `per` unit acts for its own unit only.
    """

    code: str
    name: str
    per: Per = "office"
    unconfirmed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Output:
    """A document the procedure makes: "D3", its name, its template and its states in order."""

    code: str
    name: str
    slug: str
    template: str
    per: Per
    states: tuple[str, ...]
    numbered: bool


@dataclass(frozen=True)
class OutputState:
    """An output in one state, such as D3 `diperiksa`."""

    output: str
    state: str

    @classmethod
    def from_text(cls, text: str) -> "OutputState":
        """Return "D3 diperiksa" as an output state. Raises ValueError for anything else."""
        words = text.split()
        if len(words) != 2:
            raise ValueError("output dan status, misalnya “D1 kosong”")
        return cls(*words)

    def __str__(self) -> str:
        """Return the state as the file writes it, "D3 diperiksa"."""
        return f"{self.output} {self.state}"


@dataclass(frozen=True)
class Action:
    """One thing a role does in a step: what it brings and which output states it makes.

    `name` is do, approve, sign or deliver; a task is done when each of its actions is.
    `per_receiver` asks for the action once for every receiver.
    """

    name: ActionName
    label: str
    by: tuple[str, ...]
    brings: Brings
    makes: tuple[OutputState, ...]
    per_receiver: bool = False

    @property
    def event(self) -> str:
        """Return the action in the past tense, as events are called: "do" becomes "done"."""
        return _PAST[self.name]


@dataclass(frozen=True)
class Requirement:
    """A kelengkapan of a step: its name in the SOP and the output state that proves it exists.

    Without `proof` nothing in the procedure makes it; it counts as there.
    """

    name: str
    proof: OutputState | None
    unconfirmed: str | None = None


@dataclass(frozen=True)
class Due:
    """When a step is due: day N of the next quarter, or working days after another step.

    `day_rule` says what becomes of day N on a holiday, or that the Nth working day is meant.
    """

    day_of_next_quarter: int | None = None
    after_step: int | None = None
    working_days: int = 0
    day_rule: DayRule = "next_working_day"


@dataclass(frozen=True)
class Step:
    """One line of the SOP: who acts, what it needs, what it makes, by when."""

    number: int
    title: str
    activity: str
    per: Per
    actors: str
    requirements: tuple[Requirement, ...]
    time: str
    output_name: str
    needs: tuple[OutputState, ...]
    actions: tuple[Action, ...]
    due: Due
    unconfirmed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Procedure:
    """The whole SOP. `open_roles` may open a case; `unconfirmed` is about the SOP as a whole."""

    code: str
    name: str
    owner: str
    version: str
    warning: str
    legal_bases: tuple[str, ...]
    roles: tuple[Role, ...]
    outputs: tuple[Output, ...]
    steps: tuple[Step, ...]
    open_roles: tuple[str, ...]
    unconfirmed: tuple[str, ...] = ()
    recording: str = ""
    qualifications: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()

    def step(self, number: int) -> Step:
        """Return the step. Raises NotFound."""
        for step in self.steps:
            if step.number == number:
                return step
        raise NotFound("not_found", what=f"Langkah {number}")

    def output(self, code: str) -> Output:
        """Return the output. Raises NotFound."""
        for output in self.outputs:
            if output.code == code:
                return output
        raise NotFound("not_found", what=f"Output {code}")

    def role(self, code: str) -> Role:
        """Return the role. Raises NotFound."""
        for role in self.roles:
            if role.code == code:
                return role
        raise NotFound("not_found", what=f"Peran {code}")

    def role_names(self, codes: tuple[str, ...]) -> str:
        """Return the roles' names as a sentence takes them: "Camat atau Sekretaris"."""
        return " atau ".join(self.role(code).name for code in codes)
