"""Asks the API everything its contract allows and much that it does not (schemathesis).

`make probe` does it for minutes, with another seed each time; a test for seconds, with one seed.
"""

import argparse
import logging
import secrets
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.casework.office import Office
from tests.web.every_state import STATES
from tests.web.offices import Peopled, peopled

CONTRACT = "/api/v1/openapi.json"
# What the sample office has; made-up names lead to 404 before anything is looked at.
KNOWN: Mapping[str, tuple[Any, ...]] = {
    "case": ("2026-tw3",),
    "task": ("1", "3.SEKSI-YAN", "7"),
    "template": ("rekap-data",),
    "question": ("kertas", "instansi-penerima"),
    "output": ("D1.docx", "D2.SEKSI-YAN.json"),
    "name": ("D4.docx",),
    "year": (2026,),
    "mark": ("0" * 32,),
}
# The contract says what a body looks like; whether its figures are right, only the service knows.
BEYOND_THE_CONTRACT = [positive_data_acceptance]


@dataclass
class Findings:
    """What came back: how often each operation answered with each status, and what was wrong."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    wrong: dict[str, str] = field(default_factory=dict)

    def answered(self, *statuses: int) -> set[str]:
        """Return the operations that answered with one of these statuses, or with any."""
        return {name for name, status in self.answers if status in statuses or not statuses}


def probe(
    app: Flask, headers: Mapping[str, str], examples: int, number: int, *only: str
) -> Findings:
    """Ask every operation with sound and with unsound requests, `examples` of each kind.

    The seed `number` makes it ask the same again; `only` some paths are asked where they are told.
    """
    found = Findings()
    often = settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    schema = schemathesis.openapi.from_wsgi(CONTRACT, app)
    for result in schema.get_all_operations():
        operation = result.ok()
        kinds = product(GenerationMode, _known(operation))
        for mode, known in kinds if not only or operation.path in only else ():

            def ask(case: Case) -> None:
                _judge(case, dict(headers), found)

            cases = operation.as_strategy(mode, path_parameters=known or None)
            # Nothing can be wrong in a request that has neither a body nor a parameter.
            with suppress(Unsatisfiable):
                seed(number)(often(given(case=cases)(ask)))()
    return found


def _known(operation: APIOperation) -> Iterator[dict[str, Any]]:
    """Yield path parameters to keep: none, and each choice of those the office has."""
    names = [one.name for one in operation.path_parameters]
    yield {}
    if names:
        for values in product(*(KNOWN[name] for name in names)):
            yield dict(zip(names, values, strict=True))


def _judge(case: Case, headers: dict[str, str], found: Findings) -> None:
    answer, label = case.call(headers=headers), case.operation.label
    found.answers[label, answer.status_code] += 1
    try:
        case.validate_response(
            answer,
            excluded_checks=BEYOND_THE_CONTRACT,
            headers=headers,
            transport_kwargs={"headers": headers},
        )
    except FailureGroup as group:
        for one in group.exceptions:
            told = f"{one.message}\n{case.as_curl_command()}"
            found.wrong.setdefault(f"{label}: {one.title}", told[:2000])


@contextmanager
def office(folder: Path) -> Iterator[Peopled]:
    """Give an office whose people sign in and whose units have their forms."""
    with peopled(folder) as there:
        played = Office(there.store)
        for state in ("opened", "ordered", "handed out"):
            STATES[state](played)
        played.desk.close()
        yield there


def bearing(token: str) -> Mapping[str, str]:
    """Return the headers of a program that has a token."""
    return {"Authorization": f"Bearer {token}"}


def main() -> int:
    """Probe an office for a long time; tell what is wrong, and the seed that finds it again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=400)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    asked = parser.parse_args()
    logging.disable()
    with tempfile.TemporaryDirectory() as folder, office(Path(folder)) as there:
        bearer = bearing(there.token("kasubbag"))
        found = probe(there.app, bearer, asked.examples, asked.seed)
    print(f"seed {asked.seed}: {found.answers.total()} requests, {len(found.wrong)} findings")
    for kind, told in sorted(found.wrong.items()):
        print(f"\n{kind}\n{told}")
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
