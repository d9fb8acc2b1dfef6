"""The pages of the office's Word templates: tried, refused with places, looked at, used."""

import io
import re
import zipfile

import pytest

from tests.casework.test_template_versions import NEW_TITLE, TITLE, edited
from tests.web.conftest import CASE, KASUBBAG, STAF, Person, file
from tests.web.test_whole_procedure import do

PAGE, LIST = "/templat/rekap-data", "/templat"


@pytest.fixture
def clerk(person: Person) -> Person:
    person.acts_as(KASUBBAG)
    return person


def send(clerk: Person, content: bytes, name: str = "rekap.docx", page: str = PAGE) -> int:
    """Upload a template and look at the page that answers."""
    clerk.get(page)
    answer = clerk.post(page, berkas=file(content, name))
    return clerk.get(answer.location).status_code if answer.status_code == 302 else (
        answer.status_code)  # fmt: skip


def changed(clerk: Person, new: str = NEW_TITLE) -> bytes:
    return edited(clerk.get(f"{PAGE}/berkas.docx").data, TITLE, new)


def waiting(clerk: Person, page: str = PAGE) -> str:
    """Return the address of the candidate on the page."""
    return re.findall(rf'action="({page}/calon/[0-9a-f]+)\?', clerk.text)[0]


def use(clerk: Person, new: str = NEW_TITLE, since: str = "berjalan") -> None:
    send(clerk, changed(clerk, new))
    clerk.follow(waiting(clerk), berlaku=since, catatan="Judul baru")


def test_the_list_says_what_each_template_is_for_and_since_when(clerk: Person) -> None:
    clerk.get(LIST)
    assert "Rekapitulasi Data Kinerja, langkah 3, 4 dan 5" in clerk.text
    assert "Bawaan layanan" in clerk.text
    use(clerk)
    clerk.get(LIST)
    assert re.search(r"Sejak 9 Oktober 2026[^<]*oleh NAMA KASUBBAG", clerk.text)


def test_a_changed_template_is_shown_beside_the_old_one_before_it_is_used(clerk: Person) -> None:
    before = clerk.get(f"{PAGE}/berkas.docx").data
    assert send(clerk, changed(clerk)) == 200
    assert "Belum ada yang diganti" in clerk.text
    shown = re.findall(r'src="([^"]+\.png[^"]*)"', clerk.text)
    assert {one.split("/")[5] for one in shown} == {"baru", "sekarang"}
    for address in shown:
        assert clerk.client.get(address.replace("&amp;", "&")).data.startswith(b"\x89PNG")
    assert clerk.client.get(f"{PAGE}/berkas.docx").data == before


def test_the_clerk_says_from_when_and_hears_what_has_to_be_made_again(clerk: Person) -> None:
    do(clerk, "1")
    page = "/templat/format-pengukuran"
    content = edited(clerk.get(f"{page}/berkas.docx").data, "FORMAT PENGUKURAN", "LEMBAR")
    send(clerk, content, page=page)
    address = waiting(clerk, page)
    assert "1 dokumen yang sudah ada akan ditandai perlu dibuat ulang" in clerk.text
    assert clerk.post(address).status_code == 422
    assert "Pilih apakah triwulan yang sedang berjalan ikut" in clerk.text
    clerk.follow(address, berlaku="berjalan")
    assert "1 dokumen perlu dibuat ulang" in clerk.text
    clerk.get(f"{CASE}/dokumen/D1")
    assert "Templat Word untuk Format Pengukuran Kinerja sudah diganti" in clerk.text


def test_a_fault_is_told_with_its_place_and_marked_in_the_clerks_own_file(clerk: Person) -> None:
    content = changed(clerk, "{{ instansi.namaa }}")
    assert send(clerk, content, "rekap salah.docx") == 422
    assert "rekap salah.docx belum dapat dipakai: 1 hal perlu diperbaiki" in clerk.text
    assert "Mungkin maksudnya &#34;instansi.nama&#34;" in clerk.text
    (address,) = re.findall(rf'href="({PAGE}/catatan/[^"]+)"', clerk.text)
    marked = clerk.client.get(address).data
    with zipfile.ZipFile(io.BytesIO(marked)) as archive:
        told = archive.read("word/comments1.xml").decode()
    assert "instansi.namaa" in told
    assert clerk.get(f"{PAGE}/berkas.docx").data != content


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.7", "Isi berkas ini adalah berkas PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "format Office lama (.doc"),
        (b"halo", "Berkas ini bukan dokumen Word"),
    ],
)
def test_what_is_no_word_document_is_told_apart(clerk: Person, content: bytes, told: str) -> None:
    assert send(clerk, content) == 422
    assert told in clerk.text


def test_the_same_file_again_is_said_to_be_the_same(clerk: Person) -> None:
    assert send(clerk, clerk.get(f"{PAGE}/berkas.docx").data) == 422
    assert "sama dengan versi templat yang dipakai sekarang" in clerk.text


def test_asking_for_more_needs_a_tick(clerk: Person) -> None:
    send(clerk, changed(clerk, "{{ ringkasan.kategori }}"))
    address = waiting(clerk)
    assert "Versi baru meminta data yang belum diminta" in clerk.text
    assert clerk.post(address, berlaku="berikutnya").status_code == 422
    assert "beri centang" in clerk.text
    clerk.follow(address, berlaku="berikutnya", setuju="ya")
    assert "Versi baru dipakai untuk triwulan yang dibuka sesudah ini" in clerk.text


def test_an_older_version_is_looked_at_and_used_again(clerk: Person) -> None:
    first = clerk.get(f"{PAGE}/berkas.docx").data
    use(clerk)
    versions = re.findall(r'name="versi" value="([0-9a-f]{64})"', clerk.text)
    answer = clerk.post(f"{PAGE}/pakai-lagi", versi=versions[-1])
    clerk.get(answer.location)
    clerk.follow(waiting(clerk), berlaku="berjalan", catatan="Kembali")
    assert clerk.client.get(f"{PAGE}/berkas.docx").data == first
    clerk.get(PAGE)
    assert "Judul baru" in clerk.text
    assert "Kembali" in clerk.text


def test_of_two_clerks_the_second_is_told_and_nothing_is_lost(clerk: Person) -> None:
    send(clerk, changed(clerk, "YANG KEDUA"))
    second = waiting(clerk)
    use(clerk)
    clerk.get(second)
    assert clerk.post(second, berlaku="berjalan").status_code == 409
    assert "lebih dulu" in clerk.text
    assert clerk.get(second).status_code == 200


def test_others_see_the_templates_but_cannot_change_them(clerk: Person) -> None:
    send(clerk, changed(clerk))
    address = waiting(clerk)
    clerk.acts_as(STAF)
    clerk.get(PAGE)
    assert "Unduh templat" in clerk.text
    assert 'type="file"' not in clerk.text
    assert clerk.post(PAGE, berkas=file(b"", "x.docx")).status_code == 403
    assert clerk.get(address).status_code == 403
    assert clerk.get(f"{address}/baru.docx").status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/templat/tidak-ada",
        f"{PAGE}/berkas.docx?versi={'0' * 64}",
        f"{PAGE}/calon/{'0' * 32}",
        f"{PAGE}/calon/..%2Fstore.sqlite3",
        f"{PAGE}/catatan/{'0' * 32}.docx",
    ],
)
def test_what_is_not_there_is_not_found(clerk: Person, path: str) -> None:
    assert clerk.get(path).status_code == 404


def test_an_office_without_a_quarter_is_told_what_comes_first(newcomer: Person) -> None:
    assert newcomer.get(LIST).status_code == 200
    content = newcomer.get(f"{PAGE}/berkas.docx").data
    newcomer.get(PAGE)
    assert newcomer.post(PAGE, berkas=file(content, "rekap.docx")).status_code == 409
    assert "Buka triwulan pertama" in newcomer.text


def test_programs_are_given_the_version_in_use(clerk: Person) -> None:
    use(clerk, since="berikutnya")
    told = {one["nama"]: one for one in clerk.client.get("/api/v1/templates").json["templat"]}
    assert told["rekap-data"]["sejak"].startswith("2026-10-09T")
    assert told["checklist"]["sejak"] is None
    sent = clerk.client.get("/api/v1/templates/rekap-data/example").data
    made = clerk.client.post(
        "/api/v1/render/rekap-data?unit=SEKSI-YAN", data=sent, content_type="application/json"
    )
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        assert NEW_TITLE in archive.read("word/document.xml").decode()
