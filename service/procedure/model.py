"""A procedure (SOP) as frozen values.

The dataclasses below are the shape of the YAML: every key of the file is a field here. Whatever
the SOP leaves unsure is one of `questions`, which the office can answer.
"""

from dataclasses import dataclass
from typing import Literal

from service.errors import NotFound
from service.procedure.questions import Question

ActionName = Literal["do", "approve", "sign", "deliver", "letter", "remake"]
Brings = Literal[
    "nothing", "unit_form", "checks", "confirmation", "budget_form", "signed_file", "receipt"
]
Per = Literal["office", "unit"]
Slice = Literal["plan", "rules", "receivers", "report", "budget"]
DayRule = Literal["next_working_day", "previous_working_day", "nth_working_day", "calendar_day"]
_PAST: dict[ActionName, str] = {
    "do": "done",
    "approve": "approved",
    "sign": "signed",
    "deliver": "delivered",
    "letter": "written",
    "remake": "remade",
}


@dataclass(frozen=True)
class Role:
    """Who acts: `code` as in the data set, `name` as the SOP writes it.

    A role `per` unit acts for its own unit only.
    """

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

    `name` is do, approve, sign, deliver or letter; a task is done when each of its actions is,
    but those that are `optional`. `per_receiver` asks for the action once for every receiver.
    `reads` names the slices of the data set that what it makes prints: the plan (office,
    officials, indicators, targets), the rules of calculation, the receivers, the units' reports,
    the budget. No procedure writes the action `remake`: it is wanted where something that was
    made has to be made again.
    """

    name: ActionName
    label: str
    by: tuple[str, ...]
    brings: Brings
    makes: tuple[OutputState, ...]
    per_receiver: bool = False
    optional: bool = False
    reads: tuple[Slice, ...] = ()

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


@dataclass(frozen=True)
class Due:
    """When a step is due: day N of the next quarter, or working days after another step.

    `day_rule` says what becomes of day N on a holiday, or that the Nth working day is meant.
    Negative `working_days` lie before the other step; with `calendar` every day counts.
    """

    day_of_next_quarter: int | None = None
    after_step: int | None = None
    working_days: int = 0
    day_rule: DayRule = "next_working_day"
    calendar: bool = False


@dataclass(frozen=True)
class Step:
    """One line of the SOP: who acts, what it needs, what it makes, by when.

    The roles `skip_by` may let a unit's task of this step go, with a reason.
    """

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
    skip_by: tuple[str, ...] = ()

    @property
    def roles(self) -> tuple[str, ...]:
        """Return the codes of the roles the step is done by, each once."""
        return tuple(dict.fromkeys(code for action in self.required for code in action.by))

    @property
    def required(self) -> tuple[Action, ...]:
        """Return the actions the step is done by, without those that are optional."""
        return tuple(action for action in self.actions if not action.optional)


@dataclass(frozen=True)
class Identity:
    """The identity page of the SOP; a line the office has not given is empty."""

    number: str = ""
    made_on: str = ""
    revised_on: str = ""
    effective_on: str = ""
    approved_by: str = ""


@dataclass(frozen=True)
class Procedure:
    """The whole SOP. `open_roles` may open a case, `reopen_roles` open an approved one again.

    `main` marks the one that is meant where no procedure is named; `questions` are those the SOP
    leaves open, after `answered` those that are open still.
    """

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
    questions: tuple[Question, ...] = ()
    identity: Identity = Identity()
    recording: str = ""
    qualifications: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    reopen_roles: tuple[str, ...] = ()
    main: bool = False

    @property
    def states(self) -> tuple[str, ...]:
        """Return the name of every state an output can have, each once."""
        named = (state for output in self.outputs for state in output.states)
        return tuple(dict.fromkeys(named))

    @property
    def letters(self) -> frozenset[str]:
        """Return the codes of the outputs that only optional actions make."""
        made = [(one.output, action) for step in self.steps for action in step.actions
                for one in action.makes]  # fmt: skip
        return frozenset(code for code, action in made if action.optional) - {
            code for code, action in made if not action.optional
        }

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

    def question(self, id: str) -> Question:
        """Return the question. Raises NotFound."""
        for question in self.questions:
            if question.id == id:
                return question
        raise NotFound("not_found", what=f"Pertanyaan {id}")

    def asked(
        self, *, step: int | None = None, role: str | None = None, output: str | None = None
    ) -> tuple[Question, ...]:
        """Return the questions about one step, role or output."""
        wanted = (step, role, output)
        return tuple(
            one
            for one in self.questions
            if (one.about.step, one.about.role, one.about.output) == wanted
        )

    def confirmed(self, what: str) -> bool:
        """Tell whether no question that confirms `what` ("due") is open."""
        return all(one.confirms != what for one in self.questions)

    def role_names(self, codes: tuple[str, ...]) -> str:
        """Return the roles' names as a sentence takes them: "Camat atau Sekretaris"."""
        return " atau ".join(self.role(code).name for code in codes)

    def maker(self, made: OutputState) -> tuple[Step, Action]:
        """Return the step and the action that make this state of an output. Raises NotFound."""
        for step in self.steps:
            for action in step.actions:
                if made in action.makes:
                    return step, action
        raise NotFound("not_found", what=f"Output {made}")

    def before(self, number: int) -> frozenset[int]:
        """Return the numbers of the steps that step `number` waits for, however far back."""
        found: set[int] = set()
        wanted = [number]
        while wanted:
            for need in self.step(wanted.pop()).needs:
                earlier = self.maker(need)[0].number
                if earlier not in found:
                    found.add(earlier)
                    wanted.append(earlier)
        return frozenset(found)
