"""Pengaturan kantor: what holds and where from, old beside new, what was typed kept."""

import re
from typing import Any

import pytest

from service.casework import Casework
from tests.casework.office import scan
from tests.web.conftest import CASE, KASUBBAG, STAF, Person, file
from tests.web.test_board import words
from tests.web.test_whole_procedure import do

PAGE = "/pengaturan"


def look(person: Person, section: str, **fields: object) -> str:
    """Send a section's form to see what it would change."""
    person.get(PAGE)
    answer = person.post(f"{PAGE}/{section}", lanjut="lihat", **fields)
    assert answer.status_code == 200, answer.text
    assert "Belum ada yang disimpan" in answer.text
    return words(answer.text)


def hidden(page: str) -> dict[str, str]:
    """Return the fields that a page would send again."""
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))


def saved(person: Person, section: str, **fields: object) -> str:
    """Look at what a form would change, then save exactly what that page sends."""
    look(person, section, **fields)
    person.follow(f"{PAGE}/{section}", **hidden(person.text), lanjut="simpan")
    return words(person.text)


def typed(person: Person, form: str) -> dict[str, str]:
    """Return what stands in the fields of a section's form, as a browser would send it."""
    person.get(PAGE)
    part = person.text.split(f'action="{PAGE}/{form}"', 1)[1].split("</form>", 1)[0]
    inputs = r'<input class="form-control" id="[^"]+" name="([^"]+)" value="([^"]*)"'
    found = dict(re.findall(inputs, part))
    for name, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', part, re.S):
        chosen = re.findall(r'value="([^"]*)" selected', options)
        found[name] = chosen[0] if chosen else ""
    return found


def test_the_page_shows_what_holds_and_where_from(person: Person) -> None:
    page = words(person.get(PAGE).text)
    assert "Dari data kinerja yang diunggah" in page
    assert "Jalan (CONTOH) Nomor 0, Nanga Mentebah" in page
    assert "perkiraan Dibaca tanggal 5." in page
    assert "Tidak dibatasi" in page
    assert "Sangat Tinggi mulai 91, Tinggi mulai 76" in page


def test_before_the_first_quarter_the_page_leads_to_the_first_workbook(newcomer: Person) -> None:
    page = words(newcomer.get(PAGE).text)
    assert "Belum ada data kantor" in page
    assert "Tanggal berapa tenggat langkah 2?" in page


def test_an_identity_is_shown_old_beside_new_with_its_documents_before_it_is_kept(
    person: Person,
) -> None:
    do(person, "1")
    fields = typed(person, "identitas") | {"telepon": "(0567) 21234"}
    told = look(person, "identitas", **fields)
    assert "Telepon “(0000) 000000” “(0567) 21234”" in told
    assert "1 dokumen perlu dibuat ulang: Format Pengukuran Kinerja" in told
    assert "(0567) 21234" not in person.get(PAGE).text
    page = saved(person, "identitas", **fields)
    assert "Identitas kantor sudah disimpan. 1 dokumen perlu dibuat ulang." in page
    assert "(0567) 21234" in page
    assert "Diatur Kepala Sub Bagian Program dan Keuangan" in page
    assert "Perlu dibuat ulang: Telepon berubah" in words(person.get(CASE).text)
    assert "Pengaturan kantor diubah" in person.get(f"{CASE}/riwayat").text


def test_wrong_entries_stand_at_their_fields_with_what_was_typed(person: Person) -> None:
    fields = typed(person, "halaman")
    answer = person.post(
        f"{PAGE}/halaman", **{**fields, "margin_tegak-atas": "5", "margin_tegak-kiri": "dua"}
    )
    assert answer.status_code == 422
    for field in ("margin_tegak-atas", "margin_tegak-kiri", "margin_tegak-bawah"):
        assert f'href="#{field}"' in answer.text
        assert f'id="{field}-salah"' in answer.text
    assert 'name="margin_tegak-kiri" value="dua"' in answer.text
    assert "instansi.margin_tegak" not in answer.text
    assert "“Margin halaman tegak, atas”" in answer.text


def test_margins_are_set_and_given_back_to_the_template(person: Person, casework: Casework) -> None:
    sides = {"atas": 25, "bawah": 20, "kiri": 35, "kanan": 20}
    fields: dict[str, Any] = {f"margin_tegak-{side}": str(mm) for side, mm in sides.items()}
    page = saved(person, "halaman", **fields)
    assert "Margin halaman tegak atas 25, bawah 20, kiri 35, kanan 20 mm" in page
    saved(person, "halaman", **dict.fromkeys(fields, ""))
    assert casework.settings().dataset.office.upright is None


def test_a_plh_is_added_to_the_list_of_officials(person: Person, casework: Casework) -> None:
    fields = typed(person, "pejabat")
    count = len(casework.settings().dataset.officials)
    new = {
        "jabatan": "Camat Mentebah", "nama": "NAMA PELAKSANA", "nip": "19800101 200501 1 009",
        "peran": "camat", "sebagai": "Plh.", "mulai": "9 Oktober 2026", "sampai": "12/10/2026",
    }  # fmt: skip
    fields |= {f"{key}-{count + 1}": value for key, value in new.items()}
    told = look(person, "pejabat", **fields)
    assert "Plh., NAMA PELAKSANA, NIP 198001012005011009, 9 Oktober 2026 s.d. 12 Oktober" in told
    page = saved(person, "pejabat", **fields)
    assert "Plh. Camat Mentebah" in page
    assert len(casework.settings().dataset.officials) == count + 1
    assert "Plh. Camat Mentebah" in person.get(CASE).text  # acts today


def test_faults_of_officials_stand_in_the_row_they_were_typed_in(person: Person) -> None:
    fields = typed(person, "pejabat")
    fields |= {"nip-2": "123", "mulai-3": "kemarin", "hapus-1": "ya"}
    answer = person.post(f"{PAGE}/pejabat", **fields)
    assert answer.status_code == 422
    assert 'id="mulai-3-salah"' in answer.text
    assert 'name="hapus-1" value="ya" checked' in answer.text
    assert 'id="nip-2-salah"' in answer.text
    assert "“NIP pejabat 2”" in answer.text
    assert 'name="nip-2" value="123"' in answer.text


def test_two_camats_on_one_day_are_a_fault_at_the_second(person: Person) -> None:
    fields = typed(person, "pejabat")
    fields |= {"peran-2": "camat"}
    answer = person.post(f"{PAGE}/pejabat", **fields)
    assert answer.status_code == 422
    assert 'id="mulai-2-salah"' in answer.text
    assert "memegang peran yang sama pada hari yang sama" in answer.text


def test_money_is_chosen_from_the_ways_offices_write_it(person: Person, casework: Casework) -> None:
    saved(person, "angka", rupiah="Rp1.000,00")
    assert casework.settings().dataset.office.money == "Rp1.000,00"
    person.get(PAGE)
    assert person.post(f"{PAGE}/angka", rupiah="$1,000").status_code == 422


def test_an_emblem_is_looked_at_before_it_is_used(person: Person, casework: Casework) -> None:
    person.get(PAGE)
    shown = person.post(f"{PAGE}/lambang", lambang=file(scan("PNG"), "lambang.png"))
    (address,) = re.findall(r'src="(/pengaturan/lambang/[0-9a-f]+\.png)"', shown.text)
    assert casework.emblem() is None
    fields = hidden(shown.text)
    assert person.client.get(address).data == scan("PNG")
    person.follow(f"{PAGE}/lambang", **fields, lanjut="simpan")
    assert casework.emblem() == scan("PNG")
    assert "/lambang.png" in person.text


def test_an_emblem_that_is_none_is_refused_at_its_field(person: Person) -> None:
    person.get(PAGE)
    answer = person.post(f"{PAGE}/lambang", lambang=file(b"PK", "lambang.png"))
    assert answer.status_code == 422
    assert "Tidak ada yang disimpan" in answer.text
    assert person.post(f"{PAGE}/lambang").status_code == 422


def test_nothing_new_is_said_and_kept_nowhere(person: Person, casework: Casework) -> None:
    answer = person.post(f"{PAGE}/identitas", **typed(person, "identitas"))
    assert answer.status_code == 422
    assert "Tidak ada yang berubah" in answer.text
    assert casework.office_seen() == 0


def test_of_two_people_the_second_is_told(person: Person) -> None:
    first = typed(person, "identitas")
    person.get(PAGE)
    person.post(f"{PAGE}/angka", rupiah="Rp1.000,00", lanjut="lihat")
    mine = hidden(person.text)
    saved(person, "identitas", **{**first, "telepon": "1"})
    answer = person.client.post(f"{PAGE}/angka", data={**mine, "lanjut": "simpan"})
    assert answer.status_code == 409
    assert "mengubah pengaturan kantor" in answer.text


def test_others_look_but_do_not_change(person: Person) -> None:
    person.acts_as(STAF)
    page = person.get(PAGE).text
    assert "Bukan peran Anda" in page
    assert '<form class="form"' not in page
    assert person.post(f"{PAGE}/angka", rupiah="Rp1.000,00").status_code == 403
    person.acts_as(KASUBBAG)
    assert person.get(f"{PAGE}/warna").status_code == 405
    person.get(PAGE)
    assert person.post(f"{PAGE}/warna").status_code == 404


@pytest.mark.parametrize("question", ["plafon", "tanggal-tenggat"])
def test_a_question_opened_from_here_comes_back_here(person: Person, question: str) -> None:
    page = person.get(PAGE).text
    address = f"/perlu-konfirmasi/{question}?kembali=pengaturan"
    assert address in page
    person.get(address)
    given = "100" if question == "plafon" else "8"
    person.post(f"/perlu-konfirmasi/{question}", **hidden(person.text), jawaban=given)
    answer = person.post(f"/perlu-konfirmasi/{question}", **hidden(person.text), lanjut="simpan")
    assert answer.location == PAGE
    page = words(person.get(PAGE).text)
    assert ("Paling tinggi 100" if question == "plafon" else "Tanggal 8") in page


def test_an_answer_names_the_documents_it_makes_stale(person: Person) -> None:
    do(person, "1")
    person.get("/perlu-konfirmasi/kertas")
    shown = person.post("/perlu-konfirmasi/kertas", jawaban="A4", lanjut="lihat")
    assert "Perlu dibuat ulang: Format Pengukuran Kinerja." in shown.text


def test_holidays_opened_from_here_come_back_here(person: Person) -> None:
    person.get("/hari-libur?kembali=pengaturan")
    answer = person.post(
        "/hari-libur", **hidden(person.text), daftar="17 Agustus 2026 Hari Jadi Kabupaten"
    )
    assert answer.location == f"{PAGE}#libur"
    assert "1 hari ditambahkan kantor" in words(person.get(PAGE).text)


def test_a_scale_of_the_offices_own_is_typed_line_by_line(person: Person) -> None:
    address = "/perlu-konfirmasi/skala"
    person.get(f"{address}?kembali=pengaturan")
    lines = "90,01 Hijau\n70 Kuning\n0 Merah"
    person.post(address, **hidden(person.text), jawaban="lain", **{"jawaban-lain": lines})
    assert "rata-rata kantor dari 94,72 (Sangat Tinggi) menjadi 94,72 (Hijau)" in words(person.text)
    sent = hidden(person.text) | {"jawaban-lain": lines}
    assert person.post(address, **sent, lanjut="simpan").location == PAGE
    assert "Hijau mulai 90,01; Kuning mulai 70; Merah mulai 0" in words(person.get(PAGE).text)
    assert f">\n{lines}</textarea>" in person.get(address).text.replace("\r", "")
