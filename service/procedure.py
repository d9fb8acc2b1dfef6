"""A procedure (SOP) as checked, frozen values, loaded from procedures/<code>/procedure.yaml."""

from dataclasses import dataclass
from typing import Literal

Brings = Literal[
    "nothing", "unit_form", "checks", "confirmation", "budget_form", "signed_file", "receipt"
]
Per = Literal["office", "unit"]


@dataclass(frozen=True)
class Role:
    """Who acts: `code` as in the data set, `name` as the SOP writes it."""

    code: str
    name: str
    per: Per = "office"


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


@dataclass(frozen=True)
class Action:
    """One thing a role does in a step: what it brings and which output states it makes.

    `name` is do, approve, sign or deliver; a task is done when each of its actions is.
    `per_receiver` asks for the action once for every receiver.
    """

    name: str
    label: str
    by: tuple[str, ...]
    brings: Brings
    makes: tuple[OutputState, ...]
    per_receiver: bool = False


@dataclass(frozen=True)
class Requirement:
    """A kelengkapan of a step: its name in the SOP and the output state that proves it exists."""

    name: str
    proof: OutputState | None


@dataclass(frozen=True)
class Due:
    """When a step is due: day N of the next quarter, or working days after another step."""

    day_of_next_quarter: int | None = None
    after_step: int | None = None
    working_days: int = 0


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
    """The whole SOP. `unconfirmed` lists what the office has yet to confirm, by topic."""

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

    def step(self, number: int) -> Step:
        """Return the step. Raises NotFound."""
        raise NotImplementedError

    def output(self, code: str) -> Output:
        """Return the output. Raises NotFound."""
        raise NotImplementedError
