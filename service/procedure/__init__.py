"""A procedure (SOP) as checked, frozen values, loaded from procedures/<code>/procedure.yaml."""

from service.procedure.loading import Procedures, load, load_all, reread
from service.procedure.model import (
    Action,
    ActionName,
    Brings,
    DayRule,
    Due,
    Output,
    OutputState,
    Per,
    Procedure,
    Requirement,
    Role,
    Slice,
    Step,
)

__all__ = [
    "Action",
    "ActionName",
    "Brings",
    "DayRule",
    "Due",
    "Output",
    "OutputState",
    "Per",
    "Procedure",
    "Procedures",
    "Requirement",
    "Role",
    "Slice",
    "Step",
    "load",
    "load_all",
    "reread",
]
