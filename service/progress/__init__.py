"""What is done, open or waiting in a case, read out of its events; and who may act."""

from service.progress.model import (
    Actor,
    Event,
    FileRef,
    OutputFile,
    Progress,
    RequirementProgress,
    StepProgress,
    TaskProgress,
    TaskState,
)
from service.progress.permission import require_may_do, require_may_open
from service.progress.reading import output_files, output_key, read

__all__ = [
    "Actor",
    "Event",
    "FileRef",
    "OutputFile",
    "Progress",
    "RequirementProgress",
    "StepProgress",
    "TaskProgress",
    "TaskState",
    "output_files",
    "output_key",
    "read",
    "require_may_do",
    "require_may_open",
]
