"""Numbers and dates of documents: each number once, each date when it was."""

from datetime import UTC, date, datetime
from functools import partial

import pytest

from service.casework import Upload
from service.errors import Conflict, NotAllowed
from tests.casework.office import (
    CASE,
    Office,
    as_upload,
    docx_text,
    sample,
    scan,
    states,
)

UNIT, OTHER = "SEKSI-PEM", "SEKSI-YAN"


def test_a_number_makes_a_new_file_of_that_document_and_nothing_else(office: Office) -> None:
    office.order_format()
    before = office.view().progress.outputs
    actor = office.someone("kasubbag_program")
    office.desk.set_number(actor, CASE, "D1", number="000.8.6.3/17/2026", date=date(2026, 10, 7))
    *kept, new = office.view().progress.outputs
    assert [one.ref for one in kept] == [one.ref for one in before]
    assert (new.key, new.state, new.version) == ("D1", "kosong", 2)
    assert new.ref.dataset == before[0].ref.dataset
    text = docx_text(office.desk.document(CASE, "D1").content)
    assert "000.8.6.3/17/2026" in text
    assert "7 Oktober 2026" in text
    assert office.view().progress.step(1).state == "selesai"


def test_a_number_stays_with_the_document_in_its_later_states(office: Office) -> None:
    office.order_format()
    office.hand_out(UNIT)
    office.gather(UNIT, number="000.8.6.3/18/2026", date=date(2026, 10, 8))
    office.examine(UNIT)
    newest = office.view().progress.outputs[-1]
    assert (newest.state, newest.ref.number) == ("diperiksa", "000.8.6.3/18/2026")
    assert states(office, f"D2.{UNIT}") == ["diserahkan", "terisi"]


def test_a_number_used_twice_is_refused_with_the_place_of_the_first(office: Office) -> None:
    office.order_format(number="000.8.6.3/17/2026")
    with pytest.raises(Conflict, match="Format Pengukuran Kinerja, Triwulan III Tahun 2026"):
        office.hand_out(UNIT, number="000.8.6.3 / 17 / 2026")
    assert states(office, f"D2.{UNIT}") == []
    assert office.desk.number_used("000.8.6.3/17/2026") is not None
    assert office.desk.number_used("000.8.6.3/99/2026") is None
    actor = office.someone("kasubbag_program")
    office.desk.open_quarter(actor, 2026, 4)
    with pytest.raises(Conflict, match="Triwulan III"):
        office.desk.act(actor, "2026-tw4", 1, None, "do", number="000.8.6.3/17/2026")


def test_a_signed_file_keeps_its_bytes_when_it_gets_its_number(reported: Office) -> None:
    reported.collect()
    reported.draft()
    reported.approve()
    reported.sign(Upload(scan("PNG"), "pindai.png"))
    actor = reported.someone("kasubbag_program")
    view = reported.desk.set_number(
        actor, CASE, "D5", number="000.8.6.3/20/2026", date=date(2026, 10, 9)
    )
    newest = view.progress.outputs[-1]
    assert (newest.state, newest.ref.number) == ("ditandatangani", "000.8.6.3/20/2026")
    assert reported.desk.document(CASE, "D5").content == scan("PNG")


def test_only_who_makes_a_document_or_opens_quarters_may_number_it(office: Office) -> None:
    office.order_format()
    with pytest.raises(NotAllowed):
        office.desk.set_number(office.someone("operator", UNIT), CASE, "D1", number="1", date=None)


def test_numbering_a_document_later_does_not_move_the_day_it_was_examined(empty: Office) -> None:
    days = iter(range(5, 28))
    today = [datetime(2026, 10, 5, 1, 40, tzinfo=UTC)]
    office = Office(empty.store, clock=lambda: today[0])
    office.open()
    for step in (office.order_format, *(
        partial(one, UNIT) for one in (office.hand_out, office.gather, office.examine)
    )):  # fmt: skip
        today[0] = today[0].replace(day=next(days))
        step()
    actor = office.someone("kasubbag_program")
    today[0] = today[0].replace(day=20)
    office.desk.set_number(actor, CASE, f"D3.{UNIT}", number="1/2026", date=None)
    today[0] = today[0].replace(day=21)
    office.recheck(UNIT)
    for version in (3, 4):
        text = docx_text(office.desk.document(CASE, f"D3.{UNIT}", version).content)
        assert "7 Oktober 2026" in text
        assert "20 Oktober 2026" not in text
    assert "8 Oktober 2026" in docx_text(office.desk.document(CASE, f"D3.{UNIT}", 2).content)


def test_a_document_takes_the_number_the_office_data_names_for_it(empty: Office) -> None:
    values = sample()
    values["nomor_dokumen"] = {"D1": "000.8.6.3/1/2026", f"D2.{UNIT}": "000.8.6.3/2/2026"}
    empty.open(as_upload(values))
    empty.order_format()
    empty.hand_out(UNIT)
    empty.hand_out(OTHER)
    numbers = {one.key: one.ref.number for one in empty.view().progress.outputs}
    assert numbers == {
        "D1": "000.8.6.3/1/2026", f"D2.{UNIT}": "000.8.6.3/2/2026", f"D2.{OTHER}": None
    }  # fmt: skip
