"""Letters beside the steps: written at will, holding nothing and held by nothing."""

from datetime import date

import pytest

from service.errors import Conflict
from tests.casework.office import Office, docx_text


def state(office: Office, step: int, unit: str | None = None) -> str:
    return office.view().progress.task(step, unit).state


def test_a_letter_alone_leaves_its_task_as_it_was(office: Office) -> None:
    office.act("kasubbag_program", 1, action="letter", number="17/2026")
    assert state(office, 1) == "terbuka"
    office.act("kasubbag_program", 1)
    assert state(office, 1) == "selesai"
    (letter,) = [one for one in office.view().progress.outputs if one.output == "D6"]
    assert (letter.state, letter.ref.number) == ("perintah", "17/2026")


def test_a_step_is_done_without_its_letter_and_takes_it_afterwards(office: Office) -> None:
    office.act("kasubbag_program", 1)
    assert state(office, 1) == "selesai"
    view = office.act("kasubbag_program", 1, action="letter")
    assert view.progress.task(1).state == "selesai"
    again = office.act("kasubbag_program", 1, action="letter")
    versions = [one.version for one in again.progress.outputs if one.output == "D6"]
    assert versions == [1, 2]


def test_what_a_letter_tells_of_can_still_be_made_again(office: Office) -> None:
    office.act("kasubbag_program", 1)
    office.act("kasubbag_program", 1, action="letter")
    office.act("staf_program", 2, "SEKSI-PEM", action="letter")
    view = office.act("kasubbag_program", 1)
    assert [one.version for one in view.progress.outputs if one.key == "D1"] == [1, 2]


def test_a_letter_waits_for_what_its_step_waits_for(office: Office) -> None:
    with pytest.raises(Conflict, match="langkah 1"):
        office.act("staf_program", 2, "SEKSI-PEM", action="letter")


def test_letters_are_written_after_the_approval_and_the_delivery(delivered: Office) -> None:
    delivered.act("kasubbag_program", 7, action="letter")
    view = delivered.act("staf_program", 8, action="letter", date=date(2026, 10, 13))
    assert view.progress.done
    told = docx_text(delivered.desk.document(view.id, "D7").content)
    assert told.count("Nanga Mentebah, 13 Oktober 2026") == len(view.dataset.receivers) == 3


def test_a_letter_names_the_day_what_it_hands_out_is_due_back(office: Office) -> None:
    office.act("kasubbag_program", 1, action="letter")
    office.order_format()
    office.act("staf_program", 2, "SEKSI-PEM", action="letter")
    order, handed = (
        docx_text(office.desk.document(office.case, key).content) for key in ("D6", "D9.SEKSI-PEM")
    )
    assert "paling lambat tanggal 5 Oktober 2026, dengan rincian" in order
    assert "paling lambat tanggal 6 Oktober 2026." in handed
