"""The second SOP on the demo office, opened from Beranda and played to its end in Chromium."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from service.settings import SAMPLES
from tests.browsing import Office
from tests.server import demo_server
from tests.test_in_the_browser import UNITS

pytestmark = pytest.mark.timeout(170)
CASE = "/triwulan/pengumpulan-data-kinerja-2026-tw3"
KASUBBAG, STAF = "kasubbag_program@", "staf_program@"


@pytest.fixture
def office(browser: Browser, tmp_path: Path) -> Iterator[Office]:
    with demo_server(tmp_path) as port:
        page = browser.new_page(viewport={"width": 360, "height": 740}, locale="id-ID")
        yield Office(f"http://127.0.0.1:{port}", page, [])
        page.close()


def at(office: Office, task: str, who: str) -> None:
    """Open a task of the collection as `who`."""
    office.open(f"{CASE}/langkah/{task}")
    office.act_as(who)


def send(office: Office, label: str) -> None:
    """Press a button whose form must be accepted; Beranda may warn of the date meanwhile."""
    office.press(label)
    expect(office.page.locator(".errors")).to_have_count(0)
    expect(office.page.get_by_role("status").first).to_be_visible()


def open_from_beranda(office: Office) -> None:
    office.open("/")
    expect(office.page.get_by_role("heading", level=1)).to_have_text(
        "Pengukuran Kinerja Triwulan III"
    )
    office.act_as(KASUBBAG)
    office.page.get_by_role("link", name="Pengumpulan Data Kinerja", exact=True).click()
    chosen = office.page.locator("#sop-buka option:checked")
    expect(chosen).to_have_text("Pengumpulan Data Kinerja")
    send(office, "Buka triwulan")
    expect(office.page.get_by_role("heading", level=1)).to_have_text(
        "Pengumpulan Data Kinerja Triwulan III"
    )


def gather(office: Office, unit: str) -> None:
    """Hand out the form of a unit, send its data and verify them."""
    at(office, f"2.{unit}", STAF)
    send(office, "Serahkan format")
    at(office, f"3.{unit}", f"operator@{unit}")
    office.page.locator("#berkas").set_input_files(SAMPLES / f"isian-{unit.lower()}-tw3.xlsx")
    office.look_and_send()
    at(office, f"4.{unit}", STAF)
    for choice in office.page.locator('input[value="sesuai"]').all():
        choice.check()
    send(office, "Verifikasi data")


def test_the_collection_runs_from_beranda_to_its_approval_on_a_phone(office: Office) -> None:
    open_from_beranda(office)
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not office.page.evaluate(wide)
    at(office, "1", KASUBBAG)
    send(office, "Perintahkan pengumpulan data")
    for unit in UNITS:
        gather(office, unit)
    at(office, "5", STAF)
    office.look_and_send()
    office.open(f"{CASE}/persetujuan/5")
    office.act_as("sekretaris@")
    assert not office.page.evaluate(wide)
    office.press("Setujui")
    expect(office.page.get_by_text("Langkah ini sudah selesai")).to_be_visible()
    office.open(CASE)
    expect(office.page.get_by_text("Semua langkah Triwulan III sudah selesai")).to_be_visible()
    assert office.download(f"{CASE}/dokumen/P4/pdf").startswith(b"%PDF")
    assert office.download(f"{CASE}/lembar-kendali.pdf").startswith(b"%PDF")
    office.open("/perlu-konfirmasi")
    expect(office.page.get_by_text("Seluruh SOP ini usulan").first).to_be_visible()
    office.page.goto(f"{office.address}/triwulan/2026-tw3")
    expect(office.page.get_by_text("5 dari 5 langkah selesai")).to_be_visible()
