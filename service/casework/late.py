"""Files that came too late for their task: nothing is lost, and they can be applied."""

import secrets
from datetime import datetime, timedelta

from service import gate
from service.casework.model import Upload
from service.errors import Conflict, Invalid, NotFound
from service.progress import Actor
from service.store import KeptUpload, Store
from service.store.files import sha256

DAYS = 7
# Every kind of file that some task takes.
_TAKEN: tuple[gate.Kind, ...] = ("xlsx", "xls", "ods", "csv", "json", "pdf", "png", "jpeg")
# Other conflicts are about what was typed, and the page still shows that.
_KEPT_FOR = {"state_moved_on", "already_used_downstream", "task_locked", "task_waits"}


def kept_for(store: Store, fault: Conflict, sent: KeptUpload, content: bytes) -> Conflict:
    """Keep what was sent when `fault` came between; return the fault that says so.

    Its detail `kept` is what was kept. A file that could never be applied is not.
    """
    if fault.code not in _KEPT_FOR or not _may_be_read(content):
        return fault
    keep(store, sent, content)
    return Conflict(fault.code, fault.problems, **{**fault.details, "kept": sent})


def _may_be_read(content: bytes) -> bool:
    try:
        gate.admit(content, _TAKEN)
    except Invalid:
        return False
    return True


def keep(store: Store, sent: KeptUpload, content: bytes) -> None:
    """Keep a file for who sent it; those nobody asked for in a week are dropped."""
    store.forget_uploads(before=sent.at - timedelta(days=DAYS))
    store.keep(content)
    store.keep_upload(sent)


def note(of: tuple[str, str], actor: Actor, upload: Upload, at: datetime) -> KeptUpload:
    """Return what would be noted of an upload of `actor` for the task `of` (case, task key)."""
    case, task = of
    mark, sha = secrets.token_urlsafe(18), sha256(upload.content)
    return KeptUpload(mark, case, task, actor.role, actor.unit, actor.person, upload.name, sha, at)


def kept(store: Store, actor: Actor, case: str, task: str, upload: str) -> KeptUpload:
    """Return the kept upload, to whoever sent it and for its own task. Raises NotFound."""
    found = store.kept_upload(upload)
    whose = Actor(found.role, found.unit, "", "", found.person)
    if (found.case, found.task, whose.holder) != (case, task, actor.holder):
        raise NotFound("kept_upload_gone")
    return found
