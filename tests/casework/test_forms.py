"""Forms handed out: whose they are, for which state of the case, all units' at once."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from service import workbook
from service.casework import Upload
from service.casework.form_notes import form_notes
from service.dataset import units_with_indicators
from tests.casework.office import Office

UNIT = "SEKSI-TRANTIB"


def test_a_form_says_of_which_case_and_event_it_was_made(office: Office) -> None:
    office.order_format()
    view = office.view()
    known = workbook.tag_in(office.desk.form(office.case, UNIT).content)
    assert known is not None
    assert (known.case, known.unit, known.event) == (office.case, UNIT, view.seen)
    assert known.history == view.progress.events[0].hash
    assert known.made is not None
    assert known.made.isoformat() == "2026-10-09"


def test_all_units_get_their_own_form_in_one_zip(office: Office) -> None:
    stored = office.desk.forms(office.case)
    with ZipFile(BytesIO(stored.content)) as archive:
        found = {workbook.tag_in(archive.read(name)).unit for name in archive.namelist()}
        names = archive.namelist()
    assert found == {unit.code for unit in units_with_indicators(office.view().dataset)}
    assert "formulir-data-kinerja-seksi-pemerintahan-tw3-2026.xlsx" in names
    assert stored.name == "formulir-data-kinerja-semua-unit-tw3-2026.zip"
    assert office.desk.forms(office.case) == stored


def test_the_budgets_form_has_no_sheet_but_its_own(office: Office) -> None:
    book = load_workbook(BytesIO(office.desk.budget_form(office.case).content))
    assert [one.title for one in book if one.sheet_state == "visible"] == ["Petunjuk", "Anggaran"]


@pytest.fixture
def handed(office: Office) -> Office:
    office.order_format()
    office.hand_out(UNIT)
    return office


def test_a_form_older_than_what_is_on_file_is_noted_with_the_version(handed: Office) -> None:
    old = handed.desk.form(handed.case, UNIT).content
    assert form_notes(handed.view(), UNIT, old) == ()
    handed.gather(UNIT)
    (note,) = form_notes(handed.view(), UNIT, old)
    assert note.code == "workbook_note_form_before"
    assert "diunduh pada 9 Oktober 2026, sebelum versi" in note.message
    fresh = handed.desk.form(handed.case, UNIT).content
    assert form_notes(handed.view(), UNIT, fresh) == ()


def test_what_another_unit_sent_makes_no_form_old(handed: Office) -> None:
    old = handed.desk.form(handed.case, UNIT).content
    handed.hand_out("SEKSI-PEM")
    handed.gather("SEKSI-PEM")
    assert form_notes(handed.view(), UNIT, old) == ()
    handed.gather(UNIT, upload=Upload(old, "formulir.xlsx"))


def test_a_form_of_another_store_is_noted(handed: Office) -> None:
    old = workbook.tag_for(
        handed.view().dataset, "unit", UNIT, case=handed.case, history="f" * 64, event=2
    )
    content = workbook.write(handed.view().dataset, UNIT, old)
    (note,) = form_notes(handed.view(), UNIT, content)
    assert note.code == "workbook_note_form_foreign"
