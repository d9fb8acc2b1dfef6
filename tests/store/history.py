"""A short history of one case, for tests of the store."""

import sqlite3
from datetime import UTC, date, datetime

from service.progress import Actor, Event, FileRef
from service.store import CaseRow, Store, fsck

CASE = "2026-tw3"
ROW = CaseRow(CASE, "pengukuran-kinerja", 2026, 3, "Kecamatan Mentebah", datetime.now(UTC))
CLERK = Actor("staf_program", None, "NAMA STAF", "Pengelola Data Kinerja")


def event(action: str = "done", *files: FileRef, note: str | None = None) -> Event:
    """Return an event that is not numbered yet."""
    at = datetime(2026, 10, 9, 8, 40, tzinfo=UTC)
    return Event(CASE, 0, at, CLERK, action, 1, None, note, files, {"checks": {"1.1": "é"}})


def kept(store: Store, content: bytes) -> FileRef:
    """Keep `content` and return what an event says of it."""
    return FileRef(
        kind="output",
        key="D1",
        state="kosong",
        sha256=store.keep(content),
        name="01.docx",
        media_type="application/octet-stream",
        size=len(content),
        number="000.8.6.3/1/2026",
        date=date(2026, 10, 5),
    )


def three_events(store: Store) -> None:
    """Open the case and record two events, each with a file."""
    store.create_case(ROW, event("opened"))
    store.append(event("done", kept(store, b"first")), 1)
    store.append(event("done", kept(store, b"second")), 2)


def tampered(store: Store, *statements: str) -> list[str]:
    """Change the database behind the store's back and return what fsck says."""
    store.close()
    with sqlite3.connect(store.folder / "store.sqlite3") as connection:
        for change in ("update", "delete"):
            connection.execute(f"DROP TRIGGER events_no_{change}")
        for statement in statements:
            connection.execute(statement)
    connection.close()
    again = Store(store.folder, "kantor")
    found = fsck(again)
    again.close()
    return found
