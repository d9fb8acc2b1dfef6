"""The next quarter: told before it is opened, opened once, and never behind the earlier ones."""

import dataclasses
import io
from decimal import Decimal

import openpyxl

from service.casework import Casework
from service.progress import Actor
from tests.web.conftest import CASE, KASUBBAG, STAF, Person
from tests.web.test_board import words

NEXT = f"{CASE}/berikutnya"
FOURTH = "/triwulan/2026-tw4"


def kasubbag(casework: Casework) -> Actor:
    everyone = casework.actors(casework.view("2026-tw3").dataset)
    return next(one for one in everyone if one.role == "kasubbag_program")


def change_third(casework: Casework, value: str) -> None:
    """Let the data of TW III say another figure for 3.2."""
    ds = casework.view("2026-tw3").dataset
    objectives = tuple(
        dataclasses.replace(
            o,
            indicators=tuple(
                dataclasses.replace(i, realizations=(*i.realizations[:2], Decimal(value), None))
                if i.code == "3.2"
                else i
                for i in o.indicators
            ),
        )
        for o in ds.objectives
    )
    changed = dataclasses.replace(ds, objectives=objectives)
    casework.amend(kasubbag(casework), "2026-tw3", changed, "Register diperbaiki")


def open_fourth(person: Person) -> None:
    person.get(NEXT)
    person.follow(NEXT)


def test_the_board_leads_to_the_next_quarter(person: Person) -> None:
    html = person.get(CASE).text
    assert html.count(f'href="{NEXT}"') == 2
    assert "Buka Triwulan IV" in words(html)
    assert "Triwulan III belum selesai." in words(html)


def test_before_opening_it_is_said_what_is_carried_and_what_begins_anew(person: Person) -> None:
    shown = words(person.get(NEXT).text)
    assert "Buka Triwulan IV 2026" in shown
    assert "14 pejabat dan 8 unit" in shown
    assert "4 sasaran dan 12 indikator; 12 mempunyai target Triwulan IV 2026" in shown
    assert "12 dari 12 indikator mempunyai realisasi Triwulan III" in shown
    assert "12 tindak lanjut menjadi “tindak lanjut triwulan sebelumnya”" in shown
    assert "Inspektur Kabupaten Kapuas Hulu" in shown
    assert "Nomor dan tanggal dokumen: diberikan lagi." in shown
    assert "1.1 Mengusulkan penambahan titik jaringan" in shown
    assert "Rabu, 6 Januari 2027" in shown


def test_what_is_unfinished_is_said_and_stops_nobody(person: Person) -> None:
    shown = words(person.get(NEXT).text)
    assert "8 dari 8 langkah belum selesai. Yang paling awal langkah 1" in shown
    open_fourth(person)
    assert "Triwulan IV tahun 2026 sudah dibuka" in words(person.text)
    assert "Pengukuran Kinerja Triwulan IV" in words(person.text)


def test_a_step_in_which_units_are_missing_names_them(person: Person) -> None:
    person.follow(f"{CASE}/langkah/1/do")
    shown = words(person.get(NEXT).text)
    assert "langkah 2, Penyampaian format kepada operator (belum: Sekretariat Kecamatan" in shown


def test_a_quarter_that_is_there_already_is_led_to(person: Person, casework: Casework) -> None:
    open_fourth(person)
    assert person.get(NEXT).location == FOURTH
    person.get(CASE)
    assert person.post(NEXT).location == FOURTH
    person.get("/mulai")
    again = person.post("/mulai/triwulan", tahun="2026", triwulan="4")
    assert again.location == FOURTH
    assert len(casework.rows()) == 2
    assert f'href="{NEXT}"' not in person.get(CASE).text


def test_only_who_opens_quarters_finds_the_button(person: Person) -> None:
    person.acts_as(STAF)
    shown = person.get(NEXT)
    assert '<form method="post" action="' + NEXT not in shown.text
    assert "hanya dapat dilakukan oleh Kassubag Program dan Keuangan" in words(shown.text)
    person.acts_as(KASUBBAG)
    person.get(NEXT)
    person.acts_as(STAF)
    person.get("/bantuan")
    assert person.post(NEXT).status_code == 403


def test_an_earlier_figure_that_changed_is_told_and_taken_over(
    person: Person, casework: Casework
) -> None:
    open_fourth(person)
    assert "Data triwulan sebelumnya berubah" not in person.get(FOURTH).text
    change_third(casework, "5")
    shown = words(person.get(FOURTH).text)
    assert "Realisasi TW III 3.2 pada kasus TW III kini 5, di sini 6." in shown
    person.follow(f"{FOURTH}/ambil-alih")
    assert "sudah diambil alih" in words(person.text)
    assert "Data triwulan sebelumnya berubah" not in person.text


def test_another_role_reads_the_change_without_a_button(person: Person, casework: Casework) -> None:
    open_fourth(person)
    change_third(casework, "5")
    person.acts_as(STAF)
    html = person.get(FOURTH).text
    assert "kini 5, di sini 6" in words(html)
    assert "/ambil-alih" not in html
    assert person.post(f"{FOURTH}/ambil-alih").status_code == 403


def test_many_changes_are_counted_after_the_first(person: Person, casework: Casework) -> None:
    open_fourth(person)
    ds = casework.view("2026-tw3").dataset
    objectives = tuple(
        dataclasses.replace(
            o,
            indicators=tuple(
                dataclasses.replace(i, realizations=(*i.realizations[:2], None, None),
                                    parts=None if i.parts is None else (*i.parts[:2], None, None))
                for i in o.indicators
            ),
        )
        for o in ds.objectives
    )  # fmt: skip
    changed = dataclasses.replace(ds, objectives=objectives)
    casework.amend(kasubbag(casework), "2026-tw3", changed, "Belum diterima")
    shown = words(person.get(FOURTH).text)
    assert "kini belum dilaporkan, di sini 84,12." in shown
    assert "dan 7 lainnya." in shown
    assert "Ambil alih 12 isian" in shown


def test_after_the_fourth_quarter_a_filled_form_for_the_next_year_is_offered(
    person: Person,
) -> None:
    open_fourth(person)
    assert "Siapkan tahun 2027" in words(person.get(FOURTH).text)
    shown = words(person.get(f"{FOURTH}/berikutnya").text)
    assert "Target dan pagu tahun 2027 belum diketahui layanan." in shown
    assert "Senin, 5 April 2027" in shown
    form = person.get(f"{FOURTH}/tahun-berikutnya.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(form.data))
    assert "Tahun 2027" in str(book["Kantor"]["A2"].value)
