"""Drafts: on disk before the answer, one for each task, gone with the event of their file."""

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.errors import Conflict, ToolFailed
from service.progress import FileRef
from service.store import Draft, Store, backup, fsck, restore
from tests.store.history import CASE, CLERK, ROW, event

TASK = "3.SEKSI-PEM"
AT = datetime(2026, 10, 9, 8, 31, tzinfo=UTC)
FIRST = Draft(CASE, TASK, 1, {"1.1": {"realisasi_tw": "98.5"}}, {"1.1": 1}, CLERK, AT)


@pytest.fixture
def opened(store: Store) -> Store:
    """Give a store whose quarter is open and has one draft."""
    store.create_case(ROW, event("opened"))
    store.drafts.change(CASE, TASK, lambda _: FIRST)
    return store


def handed_in(sha256: str) -> FileRef:
    return FileRef("upload", "", "", sha256, "isian.xlsx", "x", 1)


def test_a_draft_comes_back_exactly_as_it_was_typed(opened: Store) -> None:
    typed = {"1.1": {"realisasi_tw": " 98.5 %", "bukti_dukung": "a\nb\t“é” {{ 7*7 }}"}}
    second = replace(FIRST, number=2, entries=typed, changed={"1.1": 2})
    opened.drafts.change(CASE, TASK, lambda _: second)
    assert opened.drafts.get(CASE, TASK) == second
    assert opened.drafts.get(CASE, "3.SEKSI-YAN") is None


def test_who_changes_a_draft_sees_the_one_before_and_a_fault_changes_nothing(
    opened: Store,
) -> None:
    def refuse(before: Draft | None) -> Draft:
        assert before == FIRST
        raise Conflict("case_exists", year=2026, quarter=3)

    with pytest.raises(Conflict):
        opened.drafts.change(CASE, TASK, refuse)
    assert opened.drafts.get(CASE, TASK) == FIRST


def test_the_event_of_its_file_ends_a_draft_and_no_other_event_does(opened: Store) -> None:
    opened.drafts.note_sent(FIRST, "a" * 64)
    opened.append(event("done", handed_in("b" * 64)), 1)
    assert opened.drafts.get(CASE, TASK) == replace(FIRST, sent="a" * 64)
    opened.append(event("done", handed_in("a" * 64)), 2)
    assert opened.drafts.get(CASE, TASK) is None


def test_a_draft_changed_after_it_was_sent_stays(opened: Store) -> None:
    second = replace(FIRST, number=2)
    opened.drafts.change(CASE, TASK, lambda _: second)
    opened.drafts.note_sent(FIRST, "a" * 64)
    opened.append(event("done", handed_in("a" * 64)), 1)
    assert opened.drafts.get(CASE, TASK) == second


def test_a_draft_is_no_part_of_the_history(opened: Store) -> None:
    before = opened.head(CASE)
    opened.drafts.change(CASE, TASK, lambda _: replace(FIRST, number=2))
    assert opened.head(CASE) == before
    assert fsck(opened) == []


def test_a_draft_is_in_the_backup_and_comes_back_with_it(opened: Store, tmp_path: Path) -> None:
    backup(opened, tmp_path / "cadangan.tar.gz")
    restore(tmp_path / "cadangan.tar.gz", tmp_path / "lain")
    with closing(Store(tmp_path / "lain", "kantor")) as again:
        assert again.drafts.get(CASE, TASK) == FIRST


@pytest.mark.parametrize(
    "body", ["{", "[]", '{"1.1": {"entries": 3, "number": 1}}', '{"1.1": "98,5"}']
)
def test_a_damaged_draft_is_named_by_fsck_and_when_it_is_asked_for(
    opened: Store, body: str
) -> None:
    with closing(sqlite3.connect(opened.folder / "store.sqlite3")) as other:
        other.execute("UPDATE drafts SET body = ?", (body,))
        other.commit()
    assert [TASK in sentence and "Draf" in sentence for sentence in fsck(opened)] == [True]
    with pytest.raises(ToolFailed, match="store_draft_damaged"):
        opened.drafts.get(CASE, TASK)


def test_a_store_from_before_drafts_gets_their_table(tmp_path: Path) -> None:
    with closing(Store(tmp_path, "kantor")) as store:
        store.create_case(ROW, event("opened"))
    with closing(sqlite3.connect(tmp_path / "store.sqlite3")) as older:
        for later in LATER:
            older.execute(f"DROP TABLE {later}")
        older.execute("ALTER TABLE kept_uploads DROP COLUMN person")
        older.execute("UPDATE alembic_version SET version_num = 'v0002'")
        older.commit()
    with closing(Store(tmp_path, "kantor")) as again:
        again.drafts.change(CASE, TASK, lambda _: FIRST)
        assert again.drafts.get(CASE, TASK) == FIRST
        assert fsck(again) == []


LATER = (
    "drafts",
    "trail",
    "identities",
    "tokens",
    "devices",
    "codes",
    "sessions",
    "grants",
    "people",
)

KILLED = """
import sys
from dataclasses import replace
from pathlib import Path
from service.store import Store
from tests.store.test_drafts import CASE, FIRST, TASK

store = Store(Path(sys.argv[1]), "kantor")
for number in range(2, 1000):
    entries = {"1.1": {"realisasi_tw": str(number)}}
    draft = replace(FIRST, number=number, entries=entries, changed={"1.1": number})
    store.drafts.change(CASE, TASK, lambda _: draft)
    print(number, flush=True)
"""


@pytest.mark.parametrize("acknowledged", [1, 4, 9])
def test_a_kill_loses_no_draft_that_was_acknowledged(opened: Store, acknowledged: int) -> None:
    opened.close()
    saving = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(opened.folder)],
        cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert saving.stdout is not None
    for _ in range(acknowledged):
        saving.stdout.readline()
    saving.send_signal(signal.SIGKILL)
    told = [1 + acknowledged, *map(int, saving.stdout)]
    saving.stdout.close()
    saving.wait()
    with closing(Store(opened.folder, "kantor")) as again:
        found = again.drafts.get(CASE, TASK)
        assert found is not None
        assert found.number >= told[-1]
        assert found.entries == {"1.1": {"realisasi_tw": str(found.number)}}
        assert fsck(again) == []
