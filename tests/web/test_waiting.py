"""Siapa belum: who owes what, how late, and messages ready to be pasted."""

import html
import re

from service.casework import Casework, Upload
from tests.web.conftest import CAMAT, CASE, STAF, Person
from tests.web.test_board import words

PAGE = f"{CASE}/siapa-belum"


def messages(person: Person) -> list[str]:
    """Return the messages of the page as a browser shows them."""
    found = re.findall(r"<textarea[^>]* readonly>(.*?)</textarea>", person.text, re.S)
    return [html.unescape(one) for one in found]


def hand_out(person: Person, *units: str) -> None:
    """Do the first step, and the second for some units."""
    person.get(f"{CASE}/langkah/1")
    person.follow(f"{CASE}/langkah/1/do")
    person.acts_as(STAF)
    for unit in units:
        person.get(f"{CASE}/langkah/2.{unit}")
        person.follow(f"{CASE}/langkah/2.{unit}/do")


def test_the_page_names_unit_official_task_and_days_late(person: Person) -> None:
    hand_out(person, "SEKSI-YAN")
    shown = words(person.get(PAGE).text)
    assert "5 tugas terbuka" in shown
    assert (
        "Seksi Pelayanan Umum Operator Data Kinerja Seksi Pelayanan Umum NAMA OPERATOR 2 (CONTOH) "
        "Unggah data realisasi Langkah 3, Penghimpunan data realisasi "
        "Selasa, 6 Oktober 2026 Lewat perkiraan tenggat 3 hari kerja"
    ) in shown
    assert shown.index("Lewat perkiraan tenggat 4") < shown.index("Lewat perkiraan tenggat 3")
    assert "giliran Anda" in shown


def test_the_page_is_found_from_the_board(person: Person) -> None:
    assert f'href="{PAGE}"' in person.get(CASE).text


def test_who_waits_for_whom_is_told(person: Person) -> None:
    shown = words(person.get(PAGE).text)
    assert "Langkah 6, Penghimpunan capaian kinerja Menunggu langkah 5, Check" in shown


def test_a_reminder_is_polite_and_leads_to_the_task(person: Person) -> None:
    hand_out(person, "SEKSI-YAN")
    person.get(PAGE)
    (message,) = [one for one in messages(person) if "Operator" in one.partition("\n")[0]]
    assert message == (
        "Yth. Bapak/Ibu Operator Data Kinerja Seksi Pelayanan Umum, NAMA OPERATOR 2 (CONTOH)\n\n"
        "Dengan hormat, kami mengingatkan bahwa Pengukuran Kinerja Triwulan III Tahun 2026 "
        "Kecamatan Mentebah menunggu penyelesaian Bapak/Ibu:\n\n"
        "Unggah data realisasi (langkah 3, Penghimpunan data realisasi). "
        "Perkiraan tenggat Selasa, 6 Oktober 2026, sudah lewat 3 hari kerja.\n"
        f"http://localhost{CASE}/langkah/3.SEKSI-YAN\n\n"
        "Mohon kiranya dapat segera diselesaikan. Bila ada kendala, mohon berkenan "
        "menyampaikannya kepada kami.\n"
        "Atas perhatian dan kerja sama Bapak/Ibu kami ucapkan terima kasih.\n\n"
        "Pengelola Data Kinerja\nKecamatan Mentebah"
    )


def test_several_tasks_of_one_official_are_one_numbered_message(person: Person) -> None:
    hand_out(person)
    person.acts_as(CAMAT)
    person.get(PAGE)
    (message,) = [one for one in messages(person) if "Pengelola Data" in one.partition("\n")[0]]
    assert "1. Serahkan format dan checklist, Sekretariat Kecamatan (langkah 2" in message
    assert "5. Serahkan format dan checklist, Seksi Pelayanan Umum (langkah 2" in message
    assert message.count(f"http://localhost{CASE}/langkah/2.") == 5


def test_the_one_who_approves_gets_a_report_with_the_link_of_this_page(person: Person) -> None:
    hand_out(person, "SEKSI-YAN")
    person.get(PAGE)
    report = messages(person)[-1]
    assert report.startswith("Yth. Bapak/Ibu Camat Mentebah, NAMA CAMAT (CONTOH)")
    assert "sampai Jumat, 9 Oktober 2026: 1 dari 8 langkah sudah selesai" in report
    assert "Unggah data realisasi, Seksi Pelayanan Umum, oleh Operator Data Kinerja" in report
    assert f"http://localhost{PAGE}" in report


def test_nobody_is_offered_a_message_to_himself(person: Person) -> None:
    person.get(PAGE)  # only the Kasubbag, who is looking, owes anything
    assert [one.partition(",")[0] for one in messages(person)] == ["Yth. Bapak/Ibu Camat Mentebah"]


def test_the_link_carries_the_name_people_reach_this_service_by(person: Person) -> None:
    hand_out(person, "SEKSI-YAN")
    answer = person.client.get(PAGE, base_url="http://127.0.0.1:8000")
    assert f"http://127.0.0.1:8000{CASE}/langkah/3.SEKSI-YAN" in answer.text


def test_what_was_sent_back_is_listed_with_its_note_and_reminded_of(
    person: Person, casework: Casework
) -> None:
    view = casework.view("2026-tw3")
    people = {(one.role, one.unit): one for one in casework.actors(view.dataset)}
    kasubbag, staf = people["kasubbag_program", None], people["staf_program", None]
    form = casework.form(view.id, "SEKSI-YAN")
    casework.act(kasubbag, view.id, 1, None, "do")
    casework.act(staf, view.id, 2, "SEKSI-YAN", "do")
    casework.act(
        people["operator", "SEKSI-YAN"], view.id, 3, "SEKSI-YAN", "do",
        upload=Upload(form.content, form.name),
    )  # fmt: skip
    note = "Lampirkan register <asli>."
    casework.send_back(kasubbag, view.id, 4, "SEKSI-YAN", to="3.SEKSI-YAN", note=note)
    said = f"Dikembalikan oleh {kasubbag.position}"
    assert f"{said}, 9 Oktober: “{note}”" in html.unescape(words(person.get(PAGE).text))
    (message,) = [one for one in messages(person) if "Operator" in one.partition("\n")[0]]
    assert f"{said} dengan catatan: “{note}”\nhttp://localhost" in message
