"""A clerk changes a Word template for the first time, in Chromium, wide and narrow."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.shared import Mm
from docx.text.paragraph import Paragraph
from playwright.sync_api import Browser, expect

from service.settings import EXAMPLE
from tests.browsing import CASE, Office, serving, text_of_docx

pytestmark = pytest.mark.timeout(170)
PAGE, WORD = "/templat/rekap-data", "/templat/rekap-data/berkas.docx"
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def office(browser: Browser, tmp_path: Path) -> Iterator[Office]:
    with serving(browser, tmp_path) as served:
        served.open("/mulai")
        served.page.locator("#berkas").first.set_input_files(EXAMPLE)
        served.press("Periksa dan buka triwulan")
        yield served


def edit(content: bytes, change: Callable[[WordDocument], None]) -> bytes:
    """Return a Word file as a clerk saves it after a change."""
    opened, saved = Document(io.BytesIO(content)), io.BytesIO()
    change(opened)
    opened.save(saved)
    return saved.getvalue()


def reworded(old: str, new: str) -> Callable[[WordDocument], None]:
    """Return the change that writes `new` where `old` stands in one piece."""

    def change(opened: WordDocument) -> None:
        runs = [run for p in opened.element.body.iter("{*}p") for run in Paragraph(p, opened).runs]
        found = [run for run in runs if old in run.text]
        assert found, old
        for run in found:
            run.text = run.text.replace(old, new)

    return change


def with_category(opened: WordDocument) -> None:
    """Add a column for the category of each indicator."""
    table = max(opened.tables, key=lambda one: len(one.columns))
    table.add_column(Mm(15))
    for row in table.rows:
        texts = [cell.text for cell in row.cells]
        if "No" in texts:
            row.cells[-1].text = "Kategori"
        elif any("i.satuan" in text for text in texts):
            row.cells[-1].text = "{{ i.kategori }}"


def send(office: Office, content: bytes, name: str) -> None:
    office.open(PAGE)
    file = {"name": name, "mimeType": DOCX, "buffer": content}
    office.page.locator("#berkas").set_input_files(file)  # type: ignore[arg-type]
    office.press("Periksa dan lihat hasilnya")
    for width in (360, 1280):
        office.page.set_viewport_size({"width": width, "height": 900})
        assert not office.page.evaluate(WIDE)


def test_a_clerk_mends_what_is_told_and_the_next_document_is_the_new_one(office: Office) -> None:
    office.open("/templat")
    office.page.get_by_role("link", name="Rekapitulasi Data Kinerja", exact=True).click()
    first = office.download(WORD)
    broken = edit(edit(first, with_category), reworded("{{ nomor }}", "{{ nomr }"))
    send(office, broken, "rekap saya.docx")
    expect(office.page.locator(".errors")).to_contain_text("tidak ditutup")
    mark = office.page.get_by_role("link", name="Unduh berkas Anda dengan catatan")
    assert b"comments" in office.download(mark.get_attribute("href") or "")

    send(office, edit(broken, reworded("{{ nomr }", "{{ nomr }}")), "rekap saya.docx")
    expect(office.page.locator(".errors")).to_contain_text('Mungkin maksudnya "nomor"')

    mended = edit(broken, reworded("{{ nomr }", "{{ nomor }}"))
    send(office, mended, "rekap saya.docx")
    expect(office.page.get_by_text("Belum ada yang diganti")).to_be_visible()
    for picture in office.page.locator(".paper img").all():
        picture.scroll_into_view_if_needed()
        expect(picture).not_to_have_js_property("naturalWidth", 0)
    assert office.download(WORD) == first

    office.press("Pakai versi ini")
    expect(office.page.locator(".errors li")).to_have_count(2)
    office.page.get_by_label("Juga untuk Triwulan III").check()
    office.page.get_by_label("Saya mengerti").check()
    office.press("Pakai versi ini")
    expect(office.page.get_by_role("status").first).to_contain_text("Versi baru sudah dipakai")
    assert office.download(WORD) == mended

    office.do("1", "kasubbag_program@", "Perintahkan dan siapkan format")
    office.do("2.SEKSI-YAN", "staf_program@", "Serahkan format dan checklist")
    office.open(f"{CASE}/langkah/3.SEKSI-YAN")
    office.act_as("operator@SEKSI-YAN")
    form = office.download(f"{CASE}/langkah/3.SEKSI-YAN/formulir.xlsx")
    office.page.locator("#berkas").set_input_files(  # type: ignore[arg-type]
        {"name": "isian.xlsx", "mimeType": "application/octet-stream", "buffer": form}
    )
    office.look_and_send()
    assert "Kategori" in text_of_docx(office.download(f"{CASE}/dokumen/D3.SEKSI-YAN/word"))
