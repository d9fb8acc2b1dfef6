"""A unit's form on the page: kept as typed, handed in as the Excel file it becomes."""

from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import load_workbook

from service import workbook
from service.casework.desks.drafting import Filling, differing, problems_of, typed_form
from service.errors import Conflict, Invalid, NotAllowed, NotFound
from service.store import Draft, fsck
from tests.casework.office import CASE, Office, as_upload, sample

UNIT, OTHER = "SEKSI-YAN", "SEKSI-PEM"
TYPED = {"1.1": {"realisasi_tw": "90.5"}}


@pytest.fixture
def office(empty: Office) -> Office:
    """Give an office whose unit has its checklist and nothing reported for the quarter."""
    values = sample()
    for one in (i for s in values["sasaran"] for i in s["indikator"]):
        one["realisasi_tw"][2] = None
        one["faktor_penghambat"] = None
        if one["xy_tw"]:
            one["xy_tw"][2] = None
    empty.open(as_upload(values))
    empty.order_format()
    empty.hand_out(UNIT)
    return empty


def filling(office: Office) -> Filling:
    return office.desk.filling(office.someone("operator", UNIT), CASE, 3, UNIT)


def save(office: Office, entries: dict[str, dict[str, str]], seen: int) -> Draft:
    of = filling(office)
    texts = of.texts(entries)
    wanted = {code: texts[code] for code in entries}
    actor = office.someone("operator", UNIT)
    return office.desk.save_draft(actor, of, wanted, seen=seen)


def hand_in(office: Office, entries: dict[str, dict[str, str]]) -> None:
    draft = save(office, entries, 0)
    of = filling(office)
    made = typed_form(of, of.texts())
    office.desk.hand_over(draft, made)
    office.gather(UNIT, upload=made.upload)


def test_a_draft_keeps_what_was_typed_and_how_far_it_is(office: Office) -> None:
    assert office.desk.draft_note(CASE, 3, UNIT) is None
    save(office, {"1.1": {"realisasi_tw": "90.5 "}, "1.2": {"x": "3"}}, 0)
    save(office, {"1.2": {"x": "3", "y": "4"}, "1.3": {"faktor_penghambat": "Belum ada."}}, 1)
    texts = filling(office).texts()
    assert texts["1.1"]["realisasi_tw"] == "90.5 "
    assert (texts["1.2"]["x"], texts["1.2"]["y"]) == ("3", "4")
    note = office.desk.draft_note(CASE, 3, UNIT)
    assert note is not None
    assert (note.filled, note.total) == (3, 4)
    assert (note.actor.unit, note.at.hour) == (UNIT, 8)


def test_saving_the_same_again_changes_nothing(office: Office) -> None:
    first = save(office, TYPED, 0)
    assert save(office, TYPED, 0) == first


def test_two_people_at_different_indicators_do_not_meet(office: Office) -> None:
    save(office, TYPED, 0)
    save(office, {"1.3": {"realisasi_tw": "2"}}, 0)
    texts = filling(office).texts()
    assert (texts["1.1"]["realisasi_tw"], texts["1.3"]["realisasi_tw"]) == ("90.5", "2")


def test_the_second_of_two_people_is_told_and_overwrites_only_knowingly(office: Office) -> None:
    save(office, TYPED, 0)
    mine = {"1.1": {"realisasi_tw": "91"}}
    with pytest.raises(Conflict, match="draft_changed") as told:
        save(office, mine, 0)
    saved = told.value.details["draft"]
    assert differing(saved, mine) == TYPED
    assert filling(office).texts()["1.1"]["realisasi_tw"] == "90.5"
    save(office, mine, saved.number)
    assert filling(office).texts()["1.1"]["realisasi_tw"] == "91"


def test_a_draft_belongs_to_who_reports_for_the_unit(office: Office) -> None:
    for who in (office.someone("operator", OTHER), office.someone("staf_program")):
        with pytest.raises(NotAllowed):
            office.desk.filling(who, CASE, 3, UNIT)
    with pytest.raises(NotFound):
        office.desk.filling(office.someone("staf_program"), CASE, 2, UNIT)


def test_what_was_typed_is_handed_in_as_an_excel_file_and_the_draft_goes(office: Office) -> None:
    hand_in(office, {"1.1": {"realisasi_tw": "90,5"}, "1.2": {"x": "3", "y": "4"}})
    own = {one.code: one for one in office.view().dataset.objectives[0].indicators}
    assert str(own["1.1"].realizations[2]) == "90.5"
    assert str(own["1.2"].realizations[2]) == "75.00"
    event = office.view().progress.events[-1]
    upload = next(ref for ref in event.files if ref.kind == "upload")
    assert upload.name == "isian-data-kinerja-seksi-pelayanan-umum-tw3-2026.xlsx"
    assert load_workbook(BytesIO(office.store.file(upload.sha256)))["Realisasi"]["N6"].value == 90.5
    assert office.desk.draft_note(CASE, 3, UNIT) is None
    assert fsck(office.store) == []


def test_an_excel_file_handed_in_leaves_the_draft_readable(office: Office) -> None:
    save(office, TYPED, 0)
    office.gather(UNIT)
    assert filling(office).texts()["1.1"]["realisasi_tw"] == "90.5"


def test_who_saves_a_draft_that_was_handed_in_meanwhile_is_told(office: Office) -> None:
    hand_in(office, {"1.1": {"realisasi_tw": "90,5"}})
    with pytest.raises(Conflict, match="draft_gone"):
        save(office, TYPED, 1)
    assert save(office, TYPED, 0).number == 1


def test_wrong_entries_are_told_at_their_fields_and_stand_in_the_file(office: Office) -> None:
    save(office, TYPED, 0)
    of = filling(office)
    found = problems_of(of, of.texts())
    assert [(one.place, one.code) for one in found] == [
        ("realisasi_tw-1.1", "workbook_decimal_point")
    ]
    content = typed_form(of, of.texts()).upload.content
    assert load_workbook(BytesIO(content))["Realisasi"]["N6"].value == "90.5"


@pytest.mark.parametrize("check", [typed_form, problems_of])
def test_a_text_longer_than_a_cell_is_told_at_its_field(
    office: Office, check: Callable[..., object]
) -> None:
    of = filling(office)
    texts = of.texts({"1.1": {"faktor_pendorong": "a" * 40_000}})
    try:
        found = check(of, texts)
    except Invalid as fault:
        found = fault.problems
    assert isinstance(found, tuple)
    assert [one.place for one in found] == ["faktor_pendorong-1.1"]


def test_the_drafted_form_reads_as_what_the_unit_would_upload(office: Office) -> None:
    of = filling(office)
    made = typed_form(of, of.texts({"1.1": {"realisasi_tw": "90,5"}}))
    read = workbook.read_unit(made.upload.content, of.view.dataset, UNIT)
    assert str(read.objectives[0].indicators[0].realizations[2]) == "90.5"
