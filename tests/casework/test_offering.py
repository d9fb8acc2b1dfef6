"""A form is looked at before it is sent: nothing is recorded until then, and nothing twice."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from service.casework import Upload
from service.casework.candidates import FOLDER
from service.casework.desks.offering import Offer
from service.casework.offers import Offers
from service.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.casework.office import CASE, Office, docx_text, states

UNIT, OTHER = "SEKSI-TRANTIB", "SEKSI-PEM"
TASK = f"3.{UNIT}"


@pytest.fixture
def handed_out(office: Office) -> Office:
    office.order_format()
    office.hand_out(UNIT)
    return office


def form(office: Office) -> Upload:
    """Return the unit's form as the office handed it out."""
    made = office.desk.form(CASE, UNIT)
    return Upload(made.content, made.name)


def offer(office: Office, upload: Upload | None, **more: object) -> str:
    operator = office.someone("operator", UNIT)
    return office.desk.offer(operator, CASE, 3, UNIT, "do", upload, **more)  # type: ignore[arg-type]


def shown(office: Office, mark: str) -> Offer:
    return office.desk.offered(office.someone("operator", UNIT), CASE, TASK, mark)


def press(office: Office, mark: str, **more: object) -> None:
    office.act(("operator", UNIT), 3, UNIT, offer=mark, **more)


def test_nothing_is_recorded_until_it_is_sent(handed_out: Office) -> None:
    seen, files = handed_out.view().seen, list(handed_out.store.files.names())
    mark = offer(handed_out, handed_out.report("3.2", "5"))
    shown(handed_out, mark)
    assert handed_out.view().seen == seen
    assert list(handed_out.store.files.names()) == files
    press(handed_out, mark)
    assert handed_out.view().seen == seen + 1
    assert states(handed_out, f"D3.{UNIT}") == ["dihimpun"]


def test_each_changed_value_is_shown_with_its_cell(handed_out: Office) -> None:
    mark = offer(handed_out, handed_out.report("3.2", "5"))
    (one,) = shown(handed_out, mark).changes
    assert one.change.text == "Realisasi 3.2 berubah dari 6 menjadi 5"
    assert one.cell == "sasaran[2].indikator[1].realisasi_tw[2]"


def test_a_value_changed_in_excel_has_the_cell_it_was_typed_in(handed_out: Office) -> None:
    made = handed_out.desk.offer(
        handed_out.someone("operator", UNIT), CASE, 3, UNIT, "do", form(handed_out)
    )
    assert shown(handed_out, made).changes == ()
    handed_out.gather(UNIT, upload=handed_out.report("3.2", "5"))
    before = form(handed_out)
    handed_out.gather(UNIT, upload=handed_out.report("3.2", "4"))
    (one,) = shown(handed_out, offer(handed_out, before)).changes
    assert (one.change.old, one.change.new) == ("4", "5")
    assert one.cell is not None
    assert one.cell.startswith("Realisasi!")


def test_what_the_form_would_come_to_is_measured_before(handed_out: Office) -> None:
    found = shown(handed_out, offer(handed_out, handed_out.report("3.2", "2")))
    assert found.after.indicators["3.2"].achievement != (
        found.view.measurement.indicators["3.2"].achievement
    )
    assert found.dataset.objectives[2].indicators[1].realizations[2] == Decimal(2)
    assert found.view.dataset.objectives[2].indicators[1].realizations[2] == Decimal(6)
    assert any("Triwulan III" in one for one in found.sentences)


def test_a_value_that_was_not_reported_is_told_as_a_blank(handed_out: Office) -> None:
    upload = handed_out.report("3.2", None)  # type: ignore[arg-type]
    found = shown(handed_out, offer(handed_out, upload))
    assert ("3.2", "realisasi", 3) in found.blanks
    assert found.changes[0].change.new == "belum dilaporkan"
    assert any("Belum dilaporkan" in one for one in found.sentences)


def test_the_documents_can_be_read_before_and_are_marked(handed_out: Office) -> None:
    mark = offer(handed_out, handed_out.report("3.2", "5"), number="9/TW3")
    actor = handed_out.someone("operator", UNIT)
    found = shown(handed_out, mark)
    assert [one.key for one in found.papers] == [f"D3.{UNIT}", f"D2.{UNIT}"]
    made = handed_out.desk.offered_paper(actor, CASE, TASK, mark, f"D3.{UNIT}")
    assert made.name.startswith("pratinjau-")
    assert "PRATINJAU, belum dicatat" in docx_text(made.content)
    assert "9/TW3" in docx_text(made.content)
    pdf = handed_out.desk.offered_pdf(actor, CASE, TASK, mark, f"D3.{UNIT}")
    assert pdf.content.startswith(b"%PDF")
    with pytest.raises(NotFound):
        handed_out.desk.offered_paper(actor, CASE, TASK, mark, "D1")
    press(handed_out, mark)
    text = docx_text(handed_out.desk.document(CASE, f"D3.{UNIT}").content)
    assert "9/TW3" in text
    assert "PRATINJAU" not in text


def test_what_was_typed_beside_the_file_is_kept(handed_out: Office) -> None:
    mark = offer(handed_out, form(handed_out), number=" 9/TW3 ", note="Sudah dicek")
    found = shown(handed_out, mark)
    assert (found.number, found.note) == ("9/TW3", "Sudah dicek")
    press(handed_out, mark)
    event = handed_out.view().progress.events[-1]
    assert event.note == "Sudah dicek"
    assert event.files[0].number == "9/TW3"


def test_a_wrong_file_and_a_used_number_are_told_at_once(handed_out: Office) -> None:
    with pytest.raises(Invalid):
        offer(handed_out, Upload(b"bukan Excel", "data.xlsx"))
    handed_out.hand_out(OTHER, number="7/TW3")
    with pytest.raises(Conflict, match="number_used"):
        offer(handed_out, form(handed_out), number="7/TW3")


def test_nobody_else_sees_it_nor_may_send_it(handed_out: Office) -> None:
    handed_out.hand_out(OTHER)
    mark = offer(handed_out, form(handed_out))
    stranger = handed_out.someone("operator", OTHER)
    with pytest.raises(NotFound, match="offer_gone"):
        handed_out.desk.offered(stranger, CASE, TASK, mark)
    with pytest.raises(NotFound, match="offer_gone"):
        handed_out.desk.act(stranger, CASE, 3, UNIT, "do", offer=mark)
    with pytest.raises(NotFound, match="offer_gone"):
        handed_out.desk.offered_paper(stranger, CASE, TASK, mark, f"D3.{UNIT}")
    with pytest.raises(NotFound, match="offer_gone"):
        handed_out.desk.withdraw(stranger, CASE, TASK, mark)
    with pytest.raises(NotAllowed):
        handed_out.desk.offer(stranger, CASE, 3, UNIT, "do", form(handed_out))


def test_it_waits_an_hour_and_through_a_restart(handed_out: Office) -> None:
    mark = offer(handed_out, handed_out.report("3.2", "5"))
    handed_out.desk._offers = Offers(handed_out.store.folder)  # as a new process has it
    assert len(shown(handed_out, mark).changes) == 1
    path = handed_out.store.folder / FOLDER / mark
    os.utime(path, (time.time() - 3601,) * 2)
    with pytest.raises(NotFound, match="offer_gone"):
        shown(handed_out, mark)


def test_what_is_withdrawn_is_gone(handed_out: Office) -> None:
    mark = offer(handed_out, form(handed_out))
    handed_out.desk.withdraw(handed_out.someone("operator", UNIT), CASE, TASK, mark)
    with pytest.raises(NotFound, match="offer_gone"):
        press(handed_out, mark)


def test_two_presses_make_one_version(handed_out: Office) -> None:
    mark = offer(handed_out, handed_out.report("3.2", "5"))
    seen = handed_out.view().seen
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(press, handed_out, mark, seen=seen) for _ in range(4)]:
            done.result()
    press(handed_out, mark, seen=seen)
    assert handed_out.view().seen == seen + 1
    with pytest.raises(NotFound, match="offer_sent"):
        shown(handed_out, mark)


def test_what_happened_since_keeps_the_file(handed_out: Office) -> None:
    mark = offer(handed_out, handed_out.report("3.2", "5"))
    seen = handed_out.view().seen
    handed_out.gather(UNIT, upload=handed_out.report("3.2", "4"))
    with pytest.raises(Conflict, match="state_moved_on") as caught:
        press(handed_out, mark, seen=seen)
    kept = caught.value.details["kept"]
    again = offer(handed_out, None, kept=kept.id)
    assert shown(handed_out, again).changes[0].change.new == "5"
    press(handed_out, again)
    with pytest.raises(NotFound):
        handed_out.desk.kept_upload(handed_out.someone("operator", UNIT), CASE, TASK, kept.id)


def test_the_same_file_again_makes_no_second_version(handed_out: Office) -> None:
    sent = handed_out.report("3.2", "5")
    seen = handed_out.gather(UNIT, upload=sent).seen
    found = shown(handed_out, offer(handed_out, sent))
    assert found.made is not None
    assert (found.made.version, found.changes) == (1, ())
    assert handed_out.gather(UNIT, upload=sent).seen == seen
    assert handed_out.gather(UNIT).seen == seen  # the form holds the same data in other bytes
    assert handed_out.gather(UNIT, upload=None).seen == seen
    assert handed_out.gather(UNIT, upload=handed_out.report("3.2", "4")).seen == seen + 1


def test_the_same_form_sent_at_once_by_many_is_one_event(handed_out: Office) -> None:
    sent, seen = handed_out.report("3.2", "5"), handed_out.view().seen
    with ThreadPoolExecutor(6) as pool:
        jobs = [pool.submit(handed_out.gather, UNIT, upload=sent, seen=seen) for _ in range(6)]
        views = [one.result() for one in jobs]
    assert {one.seen for one in views} == {seen + 1}


def test_the_same_data_after_the_examination_answers_as_it_stands(handed_out: Office) -> None:
    sent = handed_out.report("3.2", "5")
    handed_out.gather(UNIT, upload=sent)
    seen = handed_out.examine(UNIT).seen
    assert handed_out.gather(UNIT, upload=sent).seen == seen
    with pytest.raises(Conflict, match="already_used_downstream"):
        handed_out.gather(UNIT, upload=handed_out.report("3.2", "4"))


def test_what_was_returned_may_be_sent_again_and_says_it_is_the_same(handed_out: Office) -> None:
    handed_out.gather(UNIT)
    handed_out.examine(UNIT)
    seen = handed_out.send_back("kasubbag_program", 4, UNIT).seen
    found = shown(handed_out, offer(handed_out, form(handed_out)))
    assert found.repeats
    assert found.made is None
    assert found.refused is None
    assert handed_out.gather(UNIT).seen == seen + 1


def test_another_number_makes_another_version(handed_out: Office) -> None:
    seen = handed_out.gather(UNIT, number="9/TW3").seen
    assert handed_out.gather(UNIT, number="9/TW3").seen == seen
    assert handed_out.gather(UNIT, number="10/TW3").seen == seen + 1


def test_the_budget_is_looked_at_before_too(reported: Office) -> None:
    staf = reported.someone("staf_program")
    made = reported.desk.budget_form(CASE)
    mark = reported.desk.offer(staf, CASE, 6, None, "do", Upload(made.content, made.name))
    found = reported.desk.offered(staf, CASE, "6", mark)
    assert {one.key for one in found.papers} == {"D1", "D4"}
    assert found.questions == () or all(one.finding.unit is None for one in found.questions)
    reported.act("staf_program", 6, offer=mark)
    assert states(reported, "D4") == ["disusun"]


def test_only_forms_are_looked_at_before(office: Office) -> None:
    with pytest.raises(NotFound):
        office.desk.offer(office.someone("kasubbag_program"), CASE, 1, None, "do", None)
