"""A procedure (SOP) as checked, frozen values, loaded from procedures/<code>/procedure.yaml."""

from service.procedure.answering import answer_faults, answered, data_changes
from service.procedure.loading import Procedures, load, load_all, reread
from service.procedure.model import (
    Action,
    ActionName,
    Brings,
    DayRule,
    Due,
    Identity,
    Output,
    OutputState,
    Per,
    Procedure,
    Requirement,
    Role,
    Slice,
    Step,
)
from service.procedure.questions import About, Answers, Option, Question
from service.procedure.rights import Right, Rights, rights

__all__ = [
    "About",
    "Action",
    "ActionName",
    "Answers",
    "Brings",
    "DayRule",
    "Due",
    "Identity",
    "Option",
    "Output",
    "OutputState",
    "Per",
    "Procedure",
    "Procedures",
    "Question",
    "Requirement",
    "Right",
    "Rights",
    "Role",
    "Slice",
    "Step",
    "answer_faults",
    "answered",
    "data_changes",
    "load",
    "load_all",
    "reread",
    "rights",
]
