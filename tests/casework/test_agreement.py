"""A set of documents that disagrees is neither approved nor signed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from service.casework.agreement import Agreement
from service.errors import Conflict
from service.progress import Actor
from service.store import Store
from tests.casework.office import CASE, Office, Upload, scan
from tests.consistency.papers import mistaken_templates

TRANTIB = "SEKSI-TRANTIB"
BOSS = Actor("administrator", None, "NAMA ADMINISTRATOR", "Administrator")
SECRETARY = "NAMA SEKRETARIS (CONTOH), S.Sos."
TODAY = date(2026, 10, 9)


@pytest.fixture
def mistaken(tmp_path: Path) -> Iterator[Office]:
    """Give an office whose own template of the final document prints a target as the result."""
    store = Store(tmp_path / "data", "kantor")
    made = Office(store, mistaken_templates(tmp_path / "templates"))
    made.open()
    made.play_units()
    made.collect()
    made.draft()
    yield made
    made.desk.close()
    store.close()


def agreed(office: Office) -> Agreement:
    return office.desk.agreement(office.case)


def labels(office: Office) -> list[str]:
    return [one.label for one in agreed(office).comparison.findings]


def test_a_disagreeing_set_is_not_approved_and_everything_is_told(mistaken: Office) -> None:
    with pytest.raises(Conflict) as refused:
        mistaken.approve()
    fault = refused.value
    assert fault.code == "documents_disagree"
    told = {one.message.partition(":")[0] for one in fault.problems}
    assert "Realisasi s.d. Triwulan III indikator 3.2" in told
    assert len(told) == len(fault.problems) == 10  # 2 of 12 results equal their target
    three_two = next(one for one in fault.problems if "indikator 3.2" in one.message)
    assert "11 pada " in three_two.message
    assert "Rekapitulasi Data Kinerja Seksi Ketenteraman dan Ketertiban Umum (" in three_two.message
    assert three_two.place == (
        "Dokumen Pengukuran Kinerja, Tabel 2 baris 3.2, kolom Realisasi s.d. TW III"
    )
    assert mistaken.view().progress.locked is None


def test_once_the_template_is_right_the_document_made_again_is_approved(
    mistaken: Office, tmp_path: Path
) -> None:
    right = Path(__file__).parents[2] / "templates_docx" / "dokumen-pengukuran.docx"
    (tmp_path / "templates" / right.name).write_bytes(right.read_bytes())
    mistaken.draft()
    assert labels(mistaken) == []
    assert mistaken.approve().progress.locked is not None


def test_documents_of_the_procedure_agree_and_the_signed_file_is_left_out(
    delivered: Office,
) -> None:
    found = agreed(delivered)
    assert found.comparison.findings == ()
    assert found.comparison.compared > 600
    assert [one.key for one in found.unread] == ["D5"]
    assert [one.state for one in found.read if one.key == "D5"] == ["disetujui"]
    assert len(found.comparison.read) == 13


def test_each_figure_of_an_indicator_is_told_with_its_documents(reported: Office) -> None:
    reported.collect()
    lines = {one.label: one.printed for one in agreed(reported).lines("3.2")}
    assert lines["Realisasi s.d. Triwulan III"] == (("11", ("D1", f"D3.{TRANTIB}", "D4")),)
    assert lines["Kategori"] == (("Tinggi", ("D4",)),)


def test_an_empty_case_has_nothing_to_compare(office: Office) -> None:
    found = agreed(office)
    assert found.comparison.read == {}
    assert found.comparison.findings == ()


def test_off_the_straight_path_documents_agree_again_once_they_are_made_again(
    office: Office,
) -> None:
    """One unit is passed over, one is sent back and reports something else, then a correction."""
    office.order_format()
    first, *others = office.units()
    office.hand_out(first)
    office.let_go(first, "passed_over")
    for unit in others:
        for step in (office.hand_out, office.gather, office.examine, office.recheck):
            step(unit)
    office.collect()
    office.draft()
    assert labels(office) == []
    office.approve()
    office.sign(Upload(scan("JPEG"), "pindai.jpg"))
    office.reopen()
    assert labels(office) == []
    office.send_back("camat", 7, to=f"3.{TRANTIB}")
    office.gather(TRANTIB, upload=office.report("3.2", "4"))
    assert "Realisasi s.d. Triwulan III indikator 3.2" in labels(office)  # D4 is older
    office.examine(TRANTIB)
    office.recheck(TRANTIB)
    office.collect()
    office.draft()
    assert labels(office) == []
    assert office.view().id == CASE
    office.approve()


def test_a_letter_of_a_later_step_from_before_the_correction_holds_up_no_approval(
    reported: Office,
) -> None:
    stand_in = reported.desk.accounts.add_person(BOSS, "sekretaris", SECRETARY, "")[0]
    grant, _ = reported.desk.give_role(
        BOSS, stand_in.id, "camat", None, acting="Plh.", start=TODAY, end=TODAY
    )
    reported.collect()
    reported.draft()
    reported.approve()
    reported.sign(Upload(scan("JPEG"), "pindai.jpg"))
    reported.act("staf_program", 8, action="letter")
    reported.reopen()
    reported.desk.take_role(BOSS, stand_in.id, grant.id)
    reported.draft()
    (wrong,) = agreed(reported).comparison.disagreements  # shown, and in nobody's way
    assert "Surat Pengantar" in wrong.problem.message
    assert reported.approve().progress.locked is not None
