"""An office begins with its own data and reaches the delivered document, in headless Chromium.

The server is the real one, started as an office starts it, on an empty data folder.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from service.settings import SAMPLES
from service.store import Store
from tests.browsing import CASE, Office, serving, signed_scan, text_of_docx, text_of_pdf
from tests.casework.office import Office as Desk

UNITS = ("SEKRETARIAT", "SEKSI-PEM", "SEKSI-PMD", "SEKSI-TRANTIB", "SEKSI-YAN")

pytestmark = pytest.mark.timeout(170)


@pytest.fixture
def office(browser: Browser, tmp_path: Path) -> Iterator[Office]:
    with serving(browser, tmp_path / "data") as office:
        yield office


def begin(office: Office, workbook: Path) -> None:
    office.open("/")
    expect(office.page.get_by_role("heading", level=1)).to_have_text(
        "Mulai dengan data kantor Anda"
    )
    office.page.locator("#berkas").set_input_files(workbook)
    office.press("Periksa dan buka triwulan")
    expect(office.page.get_by_role("heading", level=1)).to_have_text(
        "Pengukuran Kinerja Triwulan III"
    )


def gather(office: Office) -> None:
    """Do steps 1 to 5 for every unit, with the units' own forms."""
    office.do("1", "kasubbag_program@", "Perintahkan dan siapkan format")
    for unit in UNITS:
        office.do(f"2.{unit}", "staf_program@", "Serahkan format dan checklist")
    for unit in UNITS:
        office.open(f"{CASE}/langkah/3.{unit}")
        office.act_as(f"operator@{unit}")
        form = SAMPLES / f"isian-{unit.lower()}-tw3.xlsx"
        office.page.locator("#berkas").set_input_files(form)
        office.look_and_send()
    for unit in UNITS:
        office.open(f"{CASE}/langkah/4.{unit}")
        office.act_as("kasubbag_program@")
        for choice in office.page.locator("input[value=sesuai]").all():
            choice.check(force=True)
        office.send("Periksa data")
    for unit in UNITS:
        office.open(f"{CASE}/langkah/5.{unit}")
        office.act_as("staf_program@")
        for choice in office.page.locator("input[value=diterima]").all():
            choice.check(force=True)
        office.page.locator("#setuju").check(force=True)
        office.send("Nyatakan sudah dicek ulang")


def finish(office: Office, budget: Path | None) -> None:
    """Do steps 6 to 8: recapitulation, draft, approval, signature, delivery."""
    office.open(f"{CASE}/langkah/6")
    office.act_as("staf_program@")
    if budget is not None:
        office.page.locator("#berkas").set_input_files(budget)
    office.look_and_send()
    office.do("7", "kasubbag_program@", "Ajukan konsep dokumen")
    office.open(f"{CASE}/persetujuan/7")
    office.act_as("camat@")
    office.send("Setujui")
    office.open(f"{CASE}/langkah/7")
    office.act_as("kasubbag_program@")
    scan = {"name": "pindaian.pdf", "mimeType": "application/pdf", "buffer": signed_scan()}
    office.page.locator("#berkas").set_input_files(scan)
    office.send("Unggah dokumen bertanda tangan")
    for _ in range(3):
        office.open(f"{CASE}/penyampaian")
        office.act_as("staf_program@")
        receiver = office.page.locator("section.receiver:has(form)").first
        receiver.get_by_label("Diterima oleh").fill("PETUGAS AGENDA (CONTOH)")
        with office.page.expect_navigation():
            receiver.locator("button").click()
        expect(office.page.get_by_role("status").first).to_be_visible()


def state(office: Office) -> dict[str, object]:
    return json.loads(office.download("/api/v1/cases/2026-tw3"))


def test_a_quarter_runs_from_the_empty_store_to_the_delivered_document(office):
    begin(office, SAMPLES / "mentebah-2026-tw3-awal.xlsx")
    gather(office)
    finish(office, SAMPLES / "anggaran-tw3.xlsx")
    done = state(office)
    assert done["selesai"]
    assert done["hasil"]["ringkasan"]["rata_rata_capaian"] == "94.72"
    assert done["hasil"]["ringkasan"]["penyerapan"] == "76.68"
    recap = text_of_docx(office.download("/api/v1/cases/2026-tw3/outputs/D4.docx"))
    for figure in ("94,72", "102,65", "76,68", "1.907.201.000", "12 dari 12 indikator"):
        assert figure in recap
    approved = text_of_pdf(office.download("/api/v1/cases/2026-tw3/outputs/D5.pdf?version=2"))
    assert (
        "Dari 12 indikator, 5 indikator mencapai atau melampaui target triwulan, "
        "7 indikator belum mencapai target, dan 0 indikator belum dapat diukur."
    ) in approved
    assert (
        "Realisasi anggaran sampai dengan Triwulan III sebesar Rp1.907.201.000 atau "
        "76,68 persen dari pagu Rp2.487.350.000."
    ) in approved
    signed = office.download("/api/v1/cases/2026-tw3/outputs/D5.pdf")
    assert signed == office.download("/api/v1/cases/2026-tw3/outputs/D5.pdf?version=3")
    names = zipfile.ZipFile(
        io.BytesIO(office.download("/api/v1/cases/2026-tw3/outputs.zip"))
    ).namelist()
    assert any("03-rekapitulasi-data-seksi-pemerintahan-tw3-2026-v3.docx" in n for n in names)
    assert all(url.startswith(office.address) for url in office.asked)


@pytest.mark.long
def test_a_quarter_without_budget_is_complete(office, tmp_path):
    data = json.loads((SAMPLES / "mentebah-2026.json").read_text("utf-8"))
    data["program"] = []
    data.pop("ringkasan_tw3")
    without = tmp_path / "tanpa-anggaran.json"
    without.write_text(json.dumps(data), "utf-8")
    begin(office, without)
    with closing(Store(tmp_path / "data", "kantor")) as store:  # steps 1 to 5 touch no budget
        beside = Desk(store)
        beside.play_units()
        beside.desk.close()
    finish(office, None)
    done = state(office)
    assert done["selesai"]
    assert done["hasil"]["ringkasan"]["pagu"] is None
    recap = text_of_docx(office.download("/api/v1/cases/2026-tw3/outputs/D4.docx"))
    assert "94,72" in recap
    assert "Pagu" not in recap
    approved = text_of_pdf(office.download("/api/v1/cases/2026-tw3/outputs/D5.pdf?version=2"))
    assert "REALISASI ANGGARAN" not in approved
    assert "BAB V " in approved
    assert "BAB VI" not in approved


def test_a_wrong_form_shows_every_wrong_cell_and_leaves_nothing(office):
    begin(office, SAMPLES / "mentebah-2026-tw3-awal.xlsx")
    office.do("1", "kasubbag_program@", "Perintahkan dan siapkan format")
    office.do("2.SEKSI-YAN", "staf_program@", "Serahkan format dan checklist")
    before = state(office)["seen"]
    office.open(f"{CASE}/langkah/3.SEKSI-YAN")
    office.act_as("operator@SEKSI-YAN")
    office.page.locator("#berkas").set_input_files(SAMPLES / "salah" / "angka-bertitik.xlsx")
    with office.page.expect_response(lambda answer: answer.request.method == "POST") as told:
        office.page.get_by_role("button", name="Periksa", exact=True).click()
    assert told.value.status == 422
    alert = office.page.get_by_role("alert").first
    expect(alert).to_contain_text("Tidak ada yang disimpan")
    expect(office.page.locator("main")).to_contain_text("tulis 84,12")
    assert state(office)["seen"] == before


def test_every_page_fits_a_phone(office):
    begin(office, SAMPLES / "mentebah-2026-tw3-awal.xlsx")
    office.do("1", "kasubbag_program@", "Perintahkan dan siapkan format")
    office.page.set_viewport_size({"width": 360, "height": 740})
    paths = ["/mulai", CASE, f"{CASE}/langkah/2.SEKSI-YAN", f"{CASE}/langkah/7", "/bantuan"]
    for path in [*paths, f"{CASE}/dokumen/D1", f"{CASE}/riwayat", "/perlu-konfirmasi"]:
        office.open(path)
        assert office.page.locator("h1").count() == 1, path
        wide = office.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 360, f"{path} is {wide} px wide"
