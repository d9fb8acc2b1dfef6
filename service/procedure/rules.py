"""What a procedure may not contradict in itself, beyond the shape of its file."""

from collections.abc import Collection

from service.errors import Problem
from service.procedure.model import Procedure


def contradictions(procedure: Procedure, told: Collection[str]) -> list[Problem]:
    return []
