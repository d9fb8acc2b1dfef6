"""fsck names what was altered, removed or cut off, and nothing else."""

import threading
from dataclasses import replace

import pytest

from service.errors import ToolFailed
from service.store import Store, fsck, orphans
from service.store.files import sha256
from tests.store.history import CASE, ROW, event, kept, tampered, three_events


def test_an_altered_file_is_not_handed_out_and_fsck_names_it(store: Store) -> None:
    three_events(store)
    sha = store.events(CASE)[1].files[0].sha256
    store.files.path(sha).write_bytes(b"forged")
    with pytest.raises(ToolFailed, match=sha):
        store.file(sha)
    (told,) = fsck(store)
    assert sha in told
    assert "peristiwa ke-2" in told


def test_an_altered_file_is_told_once_with_all_it_is_used_for(store: Store) -> None:
    first = kept(store, b"first")
    template, figures = store.keep(b"template"), store.keep(b"figures")
    made = [replace(first, name=n, template=template, dataset=figures) for n in ("a", "b")]
    store.create_case(ROW, event("opened", replace(kept(store, b"data"), kind="upload")))
    store.append(event("done", *made), 1)
    for sha in (template, figures, first.sha256, sha256(b"data")):
        store.files.path(sha).write_bytes(b"forged")
    told = fsck(store)
    assert len(told) == 4
    by_sha = {sha: next(one for one in told if sha in one) for sha in (template, figures)}
    assert "templat untuk a, triwulan" in by_sha[template]
    assert "templat untuk b, triwulan" in by_sha[template]
    assert "data set untuk a" in by_sha[figures]
    assert sum("dokumen a" in one and "dokumen b" in one for one in told) == 1
    assert sum("unggahan 01.docx" in one for one in told) == 1


def test_a_missing_file_is_named_by_fsck(store: Store) -> None:
    three_events(store)
    sha = store.events(CASE)[2].files[0].sha256
    store.files.path(sha).unlink()
    (told,) = fsck(store)
    assert sha in told
    assert "tidak ada" in told


def test_a_file_no_event_names_is_an_orphan_and_no_fault(store: Store) -> None:
    three_events(store)
    sha = store.keep(b"kept before a crash")
    assert fsck(store) == []
    assert orphans(store) == [sha]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("UPDATE events SET body = replace(body, 'NAMA STAF', 'LAIN') WHERE number = 2", "ke-2"),
        ("UPDATE events SET hash = '0' WHERE number = 3", "ke-3"),
        ("DELETE FROM events WHERE number = 2", "ke-2"),
        ("DELETE FROM events WHERE number = 3", "sampai peristiwa ke-3"),
    ],
    ids=["altered", "resealed", "removed", "tail cut"],
)
def test_a_tampered_event_is_named_by_fsck(store: Store, change: str, expected: str) -> None:
    three_events(store)
    assert expected in " ".join(tampered(store, change))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events SET body = 'bukan JSON' WHERE number = 2",
        "UPDATE events SET body = '{}' WHERE number = 2",
        """UPDATE events SET body = replace(body, '"sha256":"', '"sha256":"x') WHERE number = 2""",
    ],
    ids=["no JSON", "no event", "no file's name"],
)
def test_an_event_altered_beyond_reading_is_named_too(store: Store, change: str) -> None:
    three_events(store)
    assert "Peristiwa ke-2" in " ".join(tampered(store, change))


def test_a_tail_cut_with_its_recorded_head_is_still_found(store: Store) -> None:
    three_events(store)
    cut = "DELETE FROM events WHERE number = 3"
    head = "UPDATE heads SET number = 2, hash = (SELECT hash FROM events WHERE number = 2)"
    (told,) = tampered(store, cut, head)
    assert "tercatat sampai peristiwa ke-3" in told


def test_a_cut_tail_is_found_without_the_note_beside_the_database(store: Store) -> None:
    three_events(store)
    (store.folder / "heads" / CASE).unlink()
    (told,) = tampered(store, "DELETE FROM events WHERE number = 3")
    assert "tercatat sampai peristiwa ke-3" in told


def test_swapped_events_are_found(store: Store) -> None:
    three_events(store)
    moved = (
        "UPDATE events SET number = 9 WHERE number = 2",
        "UPDATE events SET number = 2 WHERE number = 3",
        "UPDATE events SET number = 3 WHERE number = 9",
    )
    assert "ke-2" in tampered(store, *moved)[0]


def test_a_case_removed_whole_is_found(store: Store) -> None:
    three_events(store)
    removed = ("DELETE FROM events", "DELETE FROM heads", "DELETE FROM cases")
    assert CASE in tampered(store, *removed)[0]


def test_a_store_that_others_write_to_is_not_called_unsound(store: Store) -> None:
    store.create_case(ROW, event("opened"))

    def write() -> None:
        for number in range(1, 60):
            store.append(event("done", kept(store, str(number).encode())), number)

    writer = threading.Thread(target=write)
    writer.start()
    while writer.is_alive():
        assert fsck(store) == []
    writer.join()
