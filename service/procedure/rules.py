"""What a procedure may not contradict in itself, beyond the shape of its file."""

import re
from collections.abc import Collection, Iterator, Sequence

from service.errors import Problem, problem
from service.procedure.model import Action, Due, OutputState, Procedure

LONGEST_CODE = 31  # a case is called <code>-2026-tw3, in 40 letters at the most
Place = tuple[int, int]  # where an action stands: the index of its step, its own index


def contradictions(procedure: Procedure, told: Collection[str]) -> list[Problem]:
    """Return every contradiction, but those at or around a place in `told`, judged already."""
    rules = (_empty, _twice, _words, _numbers, _roles, _states, _makers, _needs, _per, _skips, _due)
    return [
        one
        for rule in rules
        for one in rule(procedure)
        if not any(_covers(one.place, place) for place in told)
    ]


def _covers(place: str, inner: str) -> bool:
    return inner == place or inner.startswith((f"{place}.", f"{place}["))


def _actions(procedure: Procedure) -> Iterator[tuple[Place, str, Action]]:
    """Yield each action with where it stands, as numbers and as a path."""
    for s, step in enumerate(procedure.steps):
        for a, action in enumerate(step.actions):
            yield (s, a), f"steps[{s}].actions[{a}]", action


def _makes(procedure: Procedure) -> Iterator[tuple[Place, str, OutputState]]:
    for where, place, action in _actions(procedure):
        for m, made in enumerate(action.makes):
            yield where, f"{place}.makes[{m}]", made


def _mentions(procedure: Procedure) -> Iterator[tuple[str, OutputState]]:
    """Yield every output state the file names, with its path."""
    for _, place, made in _makes(procedure):
        yield place, made
    for s, step in enumerate(procedure.steps):
        for n, need in enumerate(step.needs):
            yield f"steps[{s}].needs[{n}]", need
        for r, requirement in enumerate(step.requirements):
            if requirement.proof:
                yield f"steps[{s}].requirements[{r}].proof", requirement.proof


def _empty(procedure: Procedure) -> Iterator[Problem]:
    """Without a role, a state or something made nothing could ever be done."""
    lists: list[tuple[str, Sequence[object]]] = [
        ("roles", procedure.roles),
        ("outputs", procedure.outputs),
        ("steps", procedure.steps),
        ("open_roles", procedure.open_roles),
    ]
    lists += [(f"outputs[{n}].states", one.states) for n, one in enumerate(procedure.outputs)]
    lists += [(f"steps[{n}].actions", one.actions) for n, one in enumerate(procedure.steps)]
    for _, place, action in _actions(procedure):
        lists += [(f"{place}.by", action.by), (f"{place}.makes", action.makes)]
    for place, items in lists:
        if not items:
            yield problem("procedure_empty", place)


def _twice(procedure: Procedure) -> Iterator[Problem]:
    named = [
        ("roles[{}].code", [one.code for one in procedure.roles]),
        ("outputs[{}].code", [one.code for one in procedure.outputs]),
        ("outputs[{}].slug", [one.slug for one in procedure.outputs]),
    ]
    named += [
        (f"outputs[{n}].states[{{}}]", list(one.states)) for n, one in enumerate(procedure.outputs)
    ]
    named += [
        (f"steps[{n}].actions[{{}}].name", [str(action.name) for action in one.actions])
        for n, one in enumerate(procedure.steps)
    ]
    for place, names in named:
        for n, name in enumerate(names):
            if name in names[:n]:
                yield problem("procedure_twice", place.format(n), found=name)


def _words(procedure: Procedure) -> Iterator[Problem]:
    """Codes, slugs, names of templates become parts of addresses and file names.

    Some words are the service's own.
    """
    if not re.fullmatch(rf"[a-z0-9-]{{1,{LONGEST_CODE}}}", procedure.code):
        expected = str(LONGEST_CODE)
        yield problem("procedure_code_unusable", "code", expected=expected, found=procedure.code)
    for _, place, action in _actions(procedure):
        if action.name == "remake":
            expected = "do | approve | sign | deliver | letter"
            name = f"{place}.name"
            yield problem("procedure_unknown_value", name, expected=expected, found=action.name)
    for n, output in enumerate(procedure.outputs):
        named = {"code": output.code, "slug": output.slug, "template": output.template}
        for key, word in named.items():
            if not re.fullmatch(r"[A-Za-z0-9-]+", word):
                yield problem("procedure_not_a_word", f"outputs[{n}].{key}", found=word)


def _numbers(procedure: Procedure) -> Iterator[Problem]:
    for n, step in enumerate(procedure.steps):
        if step.number != n + 1:
            yield problem(
                "procedure_step_number",
                f"steps[{n}].number",
                expected=str(n + 1),
                found=str(step.number),
            )


def _roles(procedure: Procedure) -> Iterator[Problem]:
    known = [role.code for role in procedure.roles]
    named = [(f"open_roles[{n}]", code) for n, code in enumerate(procedure.open_roles)]
    named += [(f"reopen_roles[{n}]", code) for n, code in enumerate(procedure.reopen_roles)]
    for s, step in enumerate(procedure.steps):
        named += [(f"steps[{s}].skip_by[{n}]", code) for n, code in enumerate(step.skip_by)]
    for _, place, action in _actions(procedure):
        named += [(f"{place}.by[{n}]", code) for n, code in enumerate(action.by)]
    for place, code in named:
        if code not in known:
            expected = ", ".join(known)
            yield problem("procedure_unknown_role", place, expected=expected, found=code)


def _states(procedure: Procedure) -> Iterator[Problem]:
    outputs = {output.code: output.states for output in procedure.outputs}
    for place, named in _mentions(procedure):
        if named.output not in outputs:
            expected = ", ".join(outputs)
            yield problem("procedure_unknown_output", place, expected=expected, found=named.output)
        elif named.state not in outputs[named.output]:
            expected = ", ".join(outputs[named.output])
            yield problem("procedure_unknown_state", place, expected=expected, found=named.state)


def _makers(procedure: Procedure) -> Iterator[Problem]:
    """Each state of an output is made by one action, and the states in their order."""
    makers: dict[OutputState, tuple[Place, str]] = {}
    for where, place, made in _makes(procedure):
        if made in makers:
            yield problem("procedure_made_twice", place, expected=makers[made][1], found=str(made))
        makers.setdefault(made, (where, place))
    for o, output in enumerate(procedure.outputs):
        before: tuple[Place, str] | None = None
        for n, state in enumerate(output.states):
            maker = makers.get(OutputState(output.code, state))
            if maker is None:
                found = f"{output.code} {state}"
                yield problem("procedure_nobody_makes", f"outputs[{o}].states[{n}]", found=found)
            elif before and maker[0] <= before[0]:
                yield problem("procedure_state_order", maker[1], expected=before[1], found=state)
            before = maker or before


def _needs(procedure: Procedure) -> Iterator[Problem]:
    """A step needs only what an earlier step makes, so no two steps wait for each other."""
    makers = {made: where[0] for where, _, made in _makes(procedure)}
    optional = {
        made for _, _, action in _actions(procedure) if action.optional for made in action.makes
    }
    for s, step in enumerate(procedure.steps):
        for n, need in enumerate(step.needs):
            if need in optional:
                yield problem("procedure_needs_optional", f"steps[{s}].needs[{n}]", found=str(need))
            if makers.get(need, -1) >= s:
                yield problem(
                    "procedure_needs_later",
                    f"steps[{s}].needs[{n}]",
                    expected=f"1–{s}" if s else "-",
                    found=f"{need} (langkah {makers[need] + 1})",
                )


def _per(procedure: Procedure) -> Iterator[Problem]:
    """A step done per unit makes what is made per unit; one done once may make it for all."""
    outputs = {output.code: output.per for output in procedure.outputs}
    for (s, _), place, made in _makes(procedure):
        wanted = outputs.get(made.output)
        if wanted == "office" and procedure.steps[s].per == "unit":
            yield problem(
                "procedure_per", place, expected=procedure.steps[s].per, found=f"{made} ({wanted})"
            )


def _skips(procedure: Procedure) -> Iterator[Problem]:
    """Only a unit can be let go; the whole office cannot."""
    for s, step in enumerate(procedure.steps):
        if step.skip_by and step.per == "office":
            yield problem("procedure_skip_office", f"steps[{s}].skip_by")


def _due(procedure: Procedure) -> Iterator[Problem]:
    rules = {n: step.due for n, step in enumerate(procedure.steps, 1)}
    for n, step in enumerate(procedure.steps):
        due, place = step.due, f"steps[{n}].due"
        if (due.day_of_next_quarter is None) == (due.after_step is None):
            yield problem("procedure_due_unclear", place)
        elif due.day_of_next_quarter is not None and not 1 <= due.day_of_next_quarter <= 28:
            yield _out_of(f"{place}.day_of_next_quarter", "1–28", due.day_of_next_quarter)
        elif due.after_step is not None and due.after_step not in rules:
            yield _out_of(f"{place}.after_step", f"1–{len(rules)}", due.after_step)
        elif _goes_round(n + 1, rules):
            yield problem("procedure_due_circle", f"{place}.after_step", found=str(due.after_step))
        if not -60 <= due.working_days <= 60:
            yield _out_of(f"{place}.working_days", "-60–60", due.working_days)


def _out_of(place: str, expected: str, found: int) -> Problem:
    return problem("procedure_out_of_range", place, expected=expected, found=str(found))


def _goes_round(number: int, rules: dict[int, Due]) -> bool:
    """Tell whether following `after_step` from a step comes back to it."""
    seen: set[int] = set()
    at: int | None = number
    while at in rules and at not in seen:
        seen.add(at)
        at = rules[at].after_step
    return at == number
