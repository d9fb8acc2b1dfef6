"""A store in one archive and back, whole or not at all."""

import tarfile
import threading
from pathlib import Path

import pytest

from service.errors import Conflict, Invalid, ToolFailed
from service.store import Store, backup, fsck, restore
from tests.store.history import CASE, ROW, event, kept, three_events


def test_a_backup_made_while_others_write_is_restored_whole(store: Store, tmp_path: Path) -> None:
    store.create_case(ROW, event("opened"))
    stop = threading.Event()

    def write() -> None:
        number = 1
        while not stop.is_set():
            store.append(event("done", kept(store, str(number).encode())), number)
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    while store.head(CASE)[0] < 5:
        pass
    backup(store, tmp_path / "cadangan.tar.gz")
    stop.set()
    writer.join()
    restore(tmp_path / "cadangan.tar.gz", tmp_path / "baru")
    again = Store(tmp_path / "baru", "kantor")
    assert fsck(again) == []
    restored = again.events(CASE)
    assert len(restored) >= 5
    assert restored == store.events(CASE)[: len(restored)]
    assert again.file(restored[1].files[0].sha256) == b"1"
    again.close()
    assert not list(tmp_path.rglob(".*"))


def test_a_backup_into_a_folder_that_is_not_there_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ToolFailed, match="store_backup_unwritable"):
        backup(store, tmp_path / "tidak-ada" / "cadangan.tar.gz")


def test_a_backup_does_not_overwrite_a_file(store: Store, tmp_path: Path) -> None:
    (tmp_path / "ada.tar.gz").write_bytes(b"precious")
    with pytest.raises(Conflict, match="store_backup_exists"):
        backup(store, tmp_path / "ada.tar.gz")
    assert (tmp_path / "ada.tar.gz").read_bytes() == b"precious"


def test_a_store_is_never_restored_over(store: Store, tmp_path: Path) -> None:
    three_events(store)
    backup(store, tmp_path / "cadangan.tar.gz")
    with pytest.raises(Conflict, match="store_not_empty"):
        restore(tmp_path / "cadangan.tar.gz", store.folder)
    assert len(store.events(CASE)) == 3


def test_a_broken_archive_is_refused_and_leaves_nothing(store: Store, tmp_path: Path) -> None:
    three_events(store)
    whole = tmp_path / "cadangan.tar.gz"
    backup(store, whole)
    content = whole.read_bytes()
    flipped = bytearray(content)
    flipped[len(content) // 2] ^= 0xFF
    for name, broken in {
        "cut": content[: len(content) // 2],
        "flipped": bytes(flipped),
        "empty": b"",
        "text": b"bukan arsip",
    }.items():
        (tmp_path / name).write_bytes(broken)
        with pytest.raises(Invalid, match="store_backup_invalid"):
            restore(tmp_path / name, tmp_path / "baru")
        assert list((tmp_path / "baru").iterdir()) == []
    restore(whole, tmp_path / "baru")


def test_a_store_with_a_missing_file_is_not_backed_up_and_the_file_is_named(
    store: Store, tmp_path: Path
) -> None:
    three_events(store)
    sha = store.events(CASE)[1].files[0].sha256
    store.files.path(sha).unlink()
    with pytest.raises(ToolFailed, match="store_unsound") as caught:
        backup(store, tmp_path / "cadangan.tar.gz")
    assert sha in caught.value.problems[0].message
    assert not (tmp_path / "cadangan.tar.gz").exists()


def test_an_archive_without_one_of_its_files_is_refused_by_name(
    store: Store, tmp_path: Path
) -> None:
    three_events(store)
    sha = store.events(CASE)[1].files[0].sha256
    whole, lacking = tmp_path / "cadangan.tar.gz", tmp_path / "kurang.tar.gz"
    backup(store, whole)
    with tarfile.open(whole) as source, tarfile.open(lacking, "w:gz") as target:
        for member in source:
            if not member.name.endswith(sha):
                target.addfile(member, source.extractfile(member))
    with pytest.raises(Invalid) as caught:
        restore(lacking, tmp_path / "baru")
    assert sha in caught.value.problems[0].message
    assert list((tmp_path / "baru").iterdir()) == []


def test_an_archive_cannot_write_outside_the_data_folder(store: Store, tmp_path: Path) -> None:
    three_events(store)
    whole, hostile = tmp_path / "cadangan.tar.gz", tmp_path / "jahat.tar.gz"
    backup(store, whole)
    with tarfile.open(whole) as source, tarfile.open(hostile, "w:gz") as target:
        for member in source:
            target.addfile(member, source.extractfile(member))
        for name in ("../keluar", str(tmp_path / "mutlak"), "files/../../keluar"):
            target.addfile(tarfile.TarInfo(name), None)
    restore(hostile, tmp_path / "baru")
    assert not (tmp_path / "keluar").exists()
    assert not (tmp_path / "mutlak").exists()
    assert sorted(one.name for one in (tmp_path / "baru").iterdir()) == [
        "files", "heads", "store.sqlite3"
    ]  # fmt: skip
