"""A marked copy waits an hour for who sent the file, and is part of no history."""

import os
import time
from io import BytesIO

import pytest
from openpyxl import load_workbook

from service.casework import Upload
from service.casework.desks.marked_copies import FOLDER, Refusal
from service.errors import Invalid, NotFound
from service.progress import Actor
from tests.casework.office import Office
from tests.workbook.books import edited

UNIT, OTHER = "SEKSI-YAN", "SEKSI-PEM"


@pytest.fixture
def ready(office: Office) -> Office:
    office.order_format()
    office.hand_out(UNIT)
    return office


def refused(office: Office, cell: str = "N6", value: object = "enam") -> tuple[Upload, Invalid]:
    """Send a wrong form of the unit."""
    form = office.desk.form(office.case, UNIT)
    content = edited(form.content, lambda book: book["Realisasi"].__setitem__(cell, value))
    sent = Upload(content, form.name)
    with pytest.raises(Invalid) as caught:
        office.gather(UNIT, upload=sent)
    return sent, caught.value


def operator(office: Office, unit: str = UNIT) -> Actor:
    return office.someone("operator", unit)


def marked(office: Office) -> Refusal:
    return office.desk.refusal(operator(office), *refused(office), "unit", 3)


def test_it_is_there_for_the_person_who_sent_the_file(ready: Office) -> None:
    found = marked(ready)
    assert found.mark is not None
    stored = ready.desk.marked_copy(operator(ready), found.mark)
    assert stored.name.endswith("-perbaikan.xlsx")
    assert load_workbook(BytesIO(stored.content)).sheetnames[0] == "Perbaikan"
    assert found.subjects == ("Realisasi TW III, indikator 1.1",)


def test_nobody_else_gets_it(ready: Office) -> None:
    mark = marked(ready).mark or ""
    others = [operator(ready, OTHER), ready.someone("camat"), ready.someone("staf_program")]
    for other in others:
        with pytest.raises(NotFound) as caught:
            ready.desk.marked_copy(other, mark)
        assert caught.value.code == "marked_copy_gone"


@pytest.mark.parametrize("mark", ["", "0" * 32, "../../kantor", "x" * 40])
def test_it_cannot_be_guessed(ready: Office, mark: str) -> None:
    marked(ready)
    with pytest.raises(NotFound):
        ready.desk.marked_copy(operator(ready), mark)


def test_it_is_gone_after_the_hour_and_removed_with_the_next(ready: Office) -> None:
    mark = marked(ready).mark or ""
    path = ready.store.folder / FOLDER / mark
    old = time.time() - 3_601
    os.utime(path, (old, old))
    with pytest.raises(NotFound):
        ready.desk.marked_copy(operator(ready), mark)
    marked(ready)
    assert not path.exists()


def test_a_refused_file_leaves_nothing_but_the_copy(ready: Office) -> None:
    def kept() -> set[str]:
        files = (path for path in ready.store.folder.rglob("*") if path.is_file())
        return {str(path.relative_to(ready.store.folder)) for path in files}

    before, seen = kept(), ready.view().seen
    found = marked(ready)
    assert kept() - before == {f"{FOLDER}/{found.mark}"}
    assert ready.view().seen == seen


def test_what_is_right_is_counted_where_every_cell_was_read(ready: Office) -> None:
    assert {one.sheet for one in marked(ready).right} == {"Realisasi", "Narasi"}
    sent, fault = refused(ready, "N5", "Judul lain")
    assert ready.desk.refusal(operator(ready), sent, fault, "unit", 3).right == ()


def test_json_has_no_copy(ready: Office) -> None:
    fault = refused(ready)[1]
    sent = Upload(b'{"tahun": 2026}', "data.json")
    assert ready.desk.refusal(operator(ready), sent, fault, "unit", 3) == Refusal()
