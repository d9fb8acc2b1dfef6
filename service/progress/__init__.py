"""What is done, open or waiting in a case, read out of its events; and who may act.

model       events and what they come to, as frozen values
history     what stands of all that was made
staleness   which outputs no longer agree with what they were made from, and why
reading     steps and tasks as they stand now
permission  who may do what now, and the sentence for who may not
detours     who may send back, let a unit go, open an approved case again
wording     what an event was, in the words of the procedure
"""

from service.progress.detours import (
    require_may_excuse,
    require_may_reopen,
    require_may_return,
    return_targets,
    units_before,
)
from service.progress.history import output_files, output_key, task_key
from service.progress.lateness import OVER
from service.progress.model import (
    Actor,
    Event,
    FileRef,
    OutputFile,
    Progress,
    Reason,
    RequirementProgress,
    StepProgress,
    TaskProgress,
    TaskState,
)
from service.progress.permission import (
    require_may_do,
    require_may_open,
    require_may_open_some,
    require_right,
    require_role,
    require_unlocked,
)
from service.progress.reading import read
from service.progress.staleness import Sources
from service.progress.wording import event_words

__all__ = [
    "OVER",
    "Actor",
    "Event",
    "FileRef",
    "OutputFile",
    "Progress",
    "Reason",
    "RequirementProgress",
    "Sources",
    "StepProgress",
    "TaskProgress",
    "TaskState",
    "event_words",
    "output_files",
    "output_key",
    "read",
    "require_may_do",
    "require_may_excuse",
    "require_may_open",
    "require_may_open_some",
    "require_may_reopen",
    "require_may_return",
    "require_right",
    "require_role",
    "require_unlocked",
    "return_targets",
    "task_key",
    "units_before",
]
