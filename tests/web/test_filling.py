"""The form on the page: typed, kept, checked, handed in, taken away as Excel."""

import html
import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

from service.casework import Casework
from service.progress import Actor
from tests.casework.office import as_upload, sample
from tests.stores import Kept
from tests.web.conftest import CASE, KASUBBAG, STAF, Person, file, played
from tests.web.test_board import words
from tests.web.test_whole_procedure import do

UNIT = "SEKSI-YAN"
STEP = f"{CASE}/langkah/3.{UNIT}"
FORM = f"{STEP}/isian"
FIGURE, DUE = "realisasi_tw-1.1", "tindak_lanjut_batas_waktu-1.1"


@pytest.fixture(scope="module")
def stored_handed_out(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    values = sample()
    for one in (i for s in values["sasaran"] for i in s["indikator"]):
        one["realisasi_tw"][2] = None
        if one["xy_tw"]:
            one["xy_tw"][2] = None
        one["faktor_penghambat"] = None
    sent = as_upload(values).content
    return played(tmp_path_factory.mktemp("handed_out"), hand_out, sent=sent)


def hand_out(person: Person) -> None:
    do(person, "1")
    person.acts_as(STAF)
    do(person, f"2.{UNIT}")


@pytest.fixture
def clerk(stored_handed_out: Kept, newcomer: Person) -> Person:  # noqa: ARG001
    """Return the operator of a unit that has its checklist and has reported nothing yet."""
    newcomer.acts_as(f"operator@{UNIT}")
    return newcomer


def number(person: Person) -> str:
    found = re.search(r'name="draf" value="(\d+)"', person.text)
    assert found is not None
    return found[1]


def shown(person: Person, field: str) -> str:
    """Return what stands in a field of the page."""
    name = re.escape(field)
    area = re.search(rf'<textarea[^>]*\bname="{name}"[^>]*>\n(.*?)</textarea>', person.text, re.S)
    if area:
        return html.unescape(area[1])
    tag = re.search(rf'<input[^>]*\bname="{name}"[^>]*>', person.text)
    value = tag and re.search(r'value="([^"]*)"', re.sub(r'name="[^"]*"', "", tag.group()))
    assert value, field
    return html.unescape(value[1])


def test_the_step_offers_the_page_beside_the_excel_form(clerk: Person) -> None:
    page = words(clerk.get(STEP).text)
    assert "Isi di halaman ini" in page
    assert "Unggah berkas Excel yang sudah diisi" in page


def test_a_draft_is_shown_again_exactly_as_it_was_typed(clerk: Person) -> None:
    clerk.get(FORM)
    typed = {FIGURE: "98.5 persen", "bukti_dukung-1.1": "\r\nLaporan <b>A</b>\r\nRegister & B"}
    clerk.follow(FORM, draf=number(clerk), **typed)
    assert "Draf tersimpan" in words(clerk.text)
    assert shown(clerk, FIGURE) == "98.5 persen"
    assert shown(clerk, "bukti_dukung-1.1") == "\nLaporan <b>A</b>\nRegister & B"
    page = words(clerk.get(STEP).text)
    assert re.search(r"Draf tersimpan 9 Oktober 2026 pukul \d\d\.\d\d, 1 dari 4 indikator", page)
    assert "Lanjutkan draf" in page


def test_wrong_entries_come_back_at_their_fields_and_are_kept(
    clerk: Person, casework: Casework
) -> None:
    clerk.get(FORM)
    before = casework.view("2026-tw3").seen
    answer = clerk.post(f"{FORM}/periksa", draf="0", **{FIGURE: "98.5", DUE: "31/11/2026"})
    assert answer.status_code == 422
    assert f'<a href="#{FIGURE}">1.1: “Realisasi TW III” berisi “98.5”' in answer.text
    assert f'id="{FIGURE}-salah"' in answer.text
    tag = re.search(rf'<input[^>]*id="{DUE}"[^>]*>|<input[^>]*name="{DUE}"[^>]*>', answer.text)
    assert tag
    assert f'aria-describedby="{DUE}-salah ' in tag.group()
    assert 'aria-invalid="true"' in tag.group()
    assert "tersimpan sebagai draf dan belum dikirim" in answer.text
    assert shown(clerk, FIGURE) == "98.5"
    assert casework.view("2026-tw3").seen == before
    assert shown(clerk, FIGURE) == "98.5"
    clerk.get(FORM)
    assert shown(clerk, DUE) == "31/11/2026"


def test_good_entries_are_handed_in_as_the_excel_file_they_make(
    clerk: Person, casework: Casework
) -> None:
    clerk.get(FORM)
    clerk.follow(f"{FORM}/periksa", draf="0", **{FIGURE: "84,5", "x-1.2": "3", "y-1.2": "4"})
    view = casework.view("2026-tw3")
    own = {one.code: one for one in view.dataset.objectives[0].indicators}
    assert str(own["1.1"].realizations[2]) == "84.5"
    assert str(own["1.2"].realizations[2]) == "75.00"
    upload = next(ref for ref in view.progress.events[-1].files if ref.kind == "upload")
    assert upload.name.endswith(".xlsx")
    assert "Draf tersimpan" not in words(clerk.get(STEP).text)


def test_what_stands_on_the_page_is_taken_away_as_excel_without_saving_it(clerk: Person) -> None:
    clerk.get(FORM)
    taken = clerk.post(f"{FORM}/formulir.xlsx", draf="0", **{FIGURE: "98.5"})
    assert taken.status_code == 200
    assert (
        "isian-data-kinerja-seksi-pelayanan-umum-tw3-2026.xlsx"
        in taken.headers["Content-Disposition"]
    )
    assert load_workbook(BytesIO(taken.data))["Realisasi"]["N6"].value == "98.5"
    assert "Belum ada draf" in words(clerk.get(FORM).text)


def test_the_mended_excel_form_can_be_uploaded_instead(clerk: Person, casework: Casework) -> None:
    clerk.get(FORM)
    taken = clerk.post(f"{FORM}/formulir.xlsx", draf="0", **{FIGURE: "84,5"})
    do(clerk, f"3.{UNIT}", berkas=file(taken.data, "isian.xlsx"))
    first = casework.view("2026-tw3").dataset.objectives[0].indicators[0]
    assert str(first.realizations[2]) == "84.5"


def test_the_second_of_two_people_sees_what_the_first_saved_and_loses_nothing(
    clerk: Person,
) -> None:
    clerk.get(FORM)
    clerk.follow(FORM, draf="0", **{FIGURE: "80"})
    answer = clerk.post(FORM, draf="0", **{FIGURE: "81", DUE: "15/12/2026"})
    assert answer.status_code == 409
    assert "Draf ini sudah diubah lebih dulu" in words(answer.text)
    assert "Sudah tersimpan: 80" in words(answer.text)
    assert (shown(clerk, FIGURE), shown(clerk, DUE)) == ("81", "15/12/2026")
    clerk.follow(FORM, draf=number(clerk), **{FIGURE: "81", DUE: "15/12/2026"})
    assert shown(clerk, FIGURE) == "81"


def test_one_indicator_a_screen_saves_on_the_way_and_the_address_remembers(clerk: Person) -> None:
    clerk.get(f"{FORM}?cara=satu")
    assert FIGURE in clerk.text
    assert "realisasi_tw-1.3" not in clerk.text
    answer = clerk.post(f"{FORM}?cara=satu&indikator=1.1", draf="0", ke="1.3", **{FIGURE: "80"})
    assert answer.location == f"{FORM}?cara=satu&indikator=1.3"
    clerk.get(answer.location)
    assert shown(clerk, "realisasi_tw-1.3") == ""
    answer = clerk.post(
        answer.location, draf=number(clerk), cara="tabel", **{"realisasi_tw-1.3": "2"}
    )
    assert answer.location == f"{FORM}?cara=tabel"
    clerk.get(answer.location)
    assert (shown(clerk, FIGURE), shown(clerk, "realisasi_tw-1.3")) == ("80", "2")


def test_a_fault_on_another_screen_is_linked_and_told_there(clerk: Person) -> None:
    clerk.get(f"{FORM}?cara=satu&indikator=1.1")
    clerk.follow(FORM, draf="0", **{FIGURE: "delapan"})
    answer = clerk.post(
        f"{FORM}/periksa?cara=satu&indikator=1.3", draf="1", **{"realisasi_tw-1.3": "2"}
    )
    link = re.search(r'<a href="([^"#]+)#realisasi_tw-1.1"', answer.text)
    assert link is not None
    page = clerk.get(html.unescape(link[1])).text
    assert f'id="{FIGURE}-salah"' in page


@pytest.mark.parametrize("who", [STAF, KASUBBAG, "operator@SEKSI-PEM"])
def test_a_draft_is_for_who_reports_for_the_unit_others_see_how_far_it_is(
    clerk: Person, who: str
) -> None:
    clerk.get(FORM)
    clerk.follow(FORM, draf="0", **{"faktor_pendorong-1.1": "rahasia sementara"})
    clerk.acts_as(who)
    step = words(clerk.get(STEP).text)
    assert "Draf tersimpan" in step
    assert "Lanjutkan draf" not in step
    for answer in (clerk.get(FORM), clerk.get(f"{FORM}/formulir.xlsx"), clerk.post(FORM, draf="1")):
        assert answer.status_code == 403
        assert "rahasia sementara" not in answer.text


def test_a_draft_stays_readable_when_the_step_was_done_with_excel(
    clerk: Person, casework: Casework
) -> None:
    clerk.get(FORM)
    clerk.follow(FORM, draf="0", **{FIGURE: "80"})
    form = casework.form("2026-tw3", UNIT).content
    do(clerk, f"3.{UNIT}", berkas=file(form, "isian.xlsx"))
    clerk.acts_as(KASUBBAG)
    checks = {f"hasil-1.{n}": "sesuai" for n in range(1, 5)}
    do(clerk, f"4.{UNIT}", **checks)
    clerk.acts_as(f"operator@{UNIT}")
    assert "Baca draf" in words(clerk.get(STEP).text)
    page = clerk.get(FORM).text
    assert "Isian ini hanya dapat dibaca" in page
    assert "80" in words(page)
    assert "<textarea" not in page
    assert clerk.get(f"{FORM}/formulir.xlsx").status_code == 200


def test_what_is_saved_too_late_is_kept_all_the_same(clerk: Person, casework: Casework) -> None:
    clerk.get(FORM)
    staf = next(one for one in casework.actors(casework.view("2026-tw3").dataset)
                if one.role == "staf_program")  # fmt: skip
    casework.let_go(staf, "2026-tw3", 3, UNIT, "passed_over", note="Terlambat.")
    clerk.follow(FORM, draf="0", **{FIGURE: "80"})
    assert "80" in words(clerk.get(FORM).text)


def test_a_text_longer_than_a_cell_is_told_and_stays_on_the_page(clerk: Person) -> None:
    clerk.get(FORM)
    long = "a" * 40_000
    answer = clerk.post(f"{FORM}/formulir.xlsx", draf="0", **{"faktor_pendorong-1.1": long})
    assert answer.status_code == 422
    assert 'id="faktor_pendorong-1.1-salah"' in answer.text
    assert shown(clerk, "faktor_pendorong-1.1") == long


@pytest.mark.parametrize(
    "path", [f"{CASE}/langkah/1/isian", f"{CASE}/langkah/3/isian", f"{CASE}/langkah/3.X/isian"]
)
def test_a_task_without_a_form_of_its_own_has_no_such_page(clerk: Person, path: str) -> None:
    assert clerk.get(path).status_code == 404


def test_strange_addresses_show_the_form_all_the_same(clerk: Person) -> None:
    for query in ("cara=x", "cara=satu&indikator=9.9", "indikator=1.2", "periksa=ya"):
        assert clerk.get(f"{FORM}?{query}").status_code == 200


def test_saving_without_the_hidden_fields_overwrites_nothing(clerk: Person) -> None:
    clerk.get(FORM)
    clerk.follow(FORM, draf="0", **{FIGURE: "80"})
    assert clerk.post(FORM, **{FIGURE: "81"}).status_code == 409
    assert clerk.post(FORM, draf="-1", **{FIGURE: "81"}).status_code == 409
    clerk.get(FORM)
    assert shown(clerk, FIGURE) == "80"


def test_a_draft_is_nothing_that_happened(clerk: Person, casework: Casework) -> None:
    before = casework.view("2026-tw3").progress.events
    clerk.get(FORM)
    clerk.follow(FORM, draf="0", **{FIGURE: "80"})
    assert casework.view("2026-tw3").progress.events == before
    assert isinstance(before[-1].actor, Actor)


def test_a_draft_older_than_what_was_handed_in_says_so_and_can_be_thrown_away(
    clerk: Person, casework: Casework
) -> None:
    clerk.get(FORM)
    clerk.follow(FORM, draf=number(clerk), **{FIGURE: "delapan puluh"})
    sent = casework.form("2026-tw3", UNIT).content
    book = load_workbook(BytesIO(sent))
    book["Realisasi"]["N6"] = 82.4
    made = BytesIO()
    book.save(made)
    clerk.get(STEP)
    clerk.follow(f"{STEP}/do", berkas=file(made.getvalue(), "isian.xlsx"))
    clerk.get(FORM)
    assert "Data sudah dikirim sesudah draf ini disimpan" in words(clerk.text)
    assert shown(clerk, FIGURE) == "delapan puluh"
    clerk.follow(f"{FORM}/buang", draf=number(clerk))
    assert shown(clerk, FIGURE) == "82,4"
