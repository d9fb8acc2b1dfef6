"""A quarter that does not go straight, played in headless Chromium to delivery and the next.

Four units: one is sent back, one has nothing to report and is let go, one is late; a figure
changes after the approval. The server is the real one.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from service.dataset import parse, to_json
from service.settings import SAMPLES
from tests.browsing import CASE, Office, serving, signed_scan, text_of_docx, text_of_pdf

YAN, PEM, TRANTIB, PMD = "SEKSI-YAN", "SEKSI-PEM", "SEKSI-TRANTIB", "SEKSI-PMD"
REPORTING = (YAN, PEM, TRANTIB)
API = "/api/v1/cases/2026-tw3"
KASUBBAG, STAF, CAMAT = "kasubbag_program@", "staf_program@", "camat@"

pytestmark = [pytest.mark.timeout(300), pytest.mark.long]


@pytest.fixture
def office(browser: Browser, tmp_path: Path) -> Iterator[Office]:
    with serving(browser, tmp_path / "data") as office:
        yield office


def four_units() -> dict[str, Any]:
    """Return the sample with four units; that of community empowerment measures nothing in TW III.

    No realization of the quarter is on file yet.
    """
    sample = json.loads((SAMPLES / "mentebah-2026.json").read_text("utf-8"))
    data: dict[str, Any] = to_json(parse(sample))  # without its derived figures
    for objective in data["sasaran"]:
        for one in objective["indikator"]:
            one["unit"] = PEM if one["unit"] == "SEKRETARIAT" else one["unit"]
            if one["unit"] == PMD:
                one["target_tw"][2] = one["realisasi_tw"][2] = None
                one["xy_tw"] = one["xy_tw"] and [*one["xy_tw"][:2], None, None]
    return data


def as_json(data: dict[str, Any], name: str = "data.json") -> dict[str, Any]:
    return {"name": name, "mimeType": "application/json", "buffer": json.dumps(data).encode()}


def with_incidents(data: dict[str, Any], count: str) -> dict[str, Any]:
    """Return the data with another number of incidents (3.2) in TW III."""
    changed: dict[str, Any] = json.loads(json.dumps(data))
    for objective in changed["sasaran"]:
        for one in objective["indikator"]:
            if one["kode"] == "3.2":
                one["realisasi_tw"][2] = count
    return changed


def upload(office: Office, unit: str, data: dict[str, Any]) -> None:
    office.open(f"{CASE}/langkah/3.{unit}")
    office.act_as(f"operator@{unit}")
    office.page.locator("#berkas").set_input_files(as_json(data))
    office.look_and_send()
    expect(office.page.locator(".errors")).to_have_count(0)


def examine(office: Office, unit: str) -> None:
    office.open(f"{CASE}/langkah/4.{unit}")
    office.act_as(KASUBBAG)
    for choice in office.page.locator("input[value=sesuai]").all():
        choice.check(force=True)
    office.press("Periksa data")
    office.open(f"{CASE}/langkah/5.{unit}")
    for choice in office.page.locator("input[value=diterima]").all():
        choice.check(force=True)
    office.page.locator("#setuju").check(force=True)
    office.press("Nyatakan sudah dicek ulang")
    expect(office.page.locator(".errors")).to_have_count(0)


def send_back(office: Office, note: str) -> None:
    """Fill the form that sends back to the unit of public order, wherever it is shown."""
    office.page.locator("#kembalikan > summary").click()
    office.page.locator("#kembali-ke").select_option(f"3.{TRANTIB}")
    office.page.locator("#catatan-kembali").fill(note)
    office.press("Kembalikan")


def press_in(office: Office, task: str, who: str, label: str) -> None:
    office.open(f"{CASE}/langkah/{task}")
    office.act_as(who)
    office.press(label)
    expect(office.page.locator(".errors")).to_have_count(0)


def approve_sign_and_deliver(office: Office) -> None:
    office.open(f"{CASE}/persetujuan/7")
    office.act_as(CAMAT)
    office.press("Setujui")
    office.open(f"{CASE}/langkah/7")
    office.act_as(KASUBBAG)
    scan = {"name": "pindaian.pdf", "mimeType": "application/pdf", "buffer": signed_scan()}
    office.page.locator("#berkas").set_input_files(scan)
    office.press("Unggah dokumen bertanda tangan")
    office.act_as(STAF)
    for _ in range(3):
        office.open(f"{CASE}/penyampaian")
        receiver = office.page.locator("section.receiver:has(form)").first
        receiver.get_by_label("Diterima oleh").fill("PETUGAS AGENDA (CONTOH)")
        with office.page.expect_navigation():
            receiver.locator("button").click()


def main(office: Office) -> str:
    return " ".join(office.page.locator("main").inner_text().split())


def case(office: Office, path: str = "") -> Any:
    return json.loads(office.download(API + path))


def test_a_quarter_with_a_return_a_skip_a_late_task_and_a_late_change(office: Office) -> None:
    data = four_units()
    office.open("/")
    office.page.locator("#berkas").set_input_files(as_json(data))
    office.press("Periksa dan buka triwulan")
    press_in(office, "1", KASUBBAG, "Perintahkan dan siapkan format")
    for unit in (*REPORTING, PMD):
        press_in(office, f"2.{unit}", STAF, "Serahkan format dan checklist")
    _gather(office, data)
    _look_at_a_draft_and_finish_the_units(office)
    approve_sign_and_deliver(office)
    assert case(office)["selesai"]
    _change_a_figure_after_the_approval(office, data)
    _open_the_next_quarter(office)


def _gather(office: Office, data: dict[str, Any]) -> None:
    """One unit goes on at once, one is sent back, one has nothing to report."""
    upload(office, YAN, data)
    examine(office, YAN)
    upload(office, TRANTIB, with_incidents(data, "16"))
    office.open(f"{CASE}/langkah/4.{TRANTIB}")
    office.act_as(KASUBBAG)
    send_back(office, "Register mencatat 6 kejadian, bukan 16.")
    assert "Register mencatat 6 kejadian, bukan 16." in main(office)
    office.open(f"{CASE}/langkah/3.{TRANTIB}")
    office.act_as(f"operator@{TRANTIB}")
    assert "Dikembalikan" in main(office)
    upload(office, TRANTIB, data)
    office.open(f"{CASE}/langkah/3.{TRANTIB}")
    late = "Selesai, 9 Oktober, lewat perkiraan tenggat 3 hari kerja"
    assert late in main(office)
    examine(office, TRANTIB)
    office.open(f"{CASE}/langkah/3.{PMD}")
    office.act_as(STAF)
    office.page.locator("#lewati > summary").click()
    office.page.locator("#tidak-ada").check()
    office.page.locator("#alasan-lewati").fill("Usulan Musrenbang baru dinilai pada Triwulan IV.")
    office.press("Lanjutkan tanpa unit ini")
    assert "Usulan Musrenbang baru dinilai pada Triwulan IV." in main(office)


def _look_at_a_draft_and_finish_the_units(office: Office) -> None:
    office.open(f"{CASE}/langkah/6")
    assert "KONSEP, 2 dari 4 unit" in main(office)
    draft = text_of_docx(office.download(f"{API}/drafts/D4.docx"))
    assert "KONSEP, 2 dari 4 unit" in draft
    upload(office, PEM, four_units())
    examine(office, PEM)
    office.open(f"{CASE}/langkah/6")
    office.act_as(STAF)
    office.look_and_send()
    recap = text_of_docx(office.download(f"{API}/outputs/D4.docx"))
    assert "KONSEP" not in recap
    assert "Usulan Musrenbang baru dinilai pada Triwulan IV" in recap
    press_in(office, "7", KASUBBAG, "Ajukan konsep dokumen")


def _change_a_figure_after_the_approval(office: Office, data: dict[str, Any]) -> None:
    office.open(f"{CASE}/langkah/7")
    office.act_as(CAMAT)
    office.page.locator("#buka-kembali > summary").click()
    office.page.locator("#alasan-buka").fill("Satu kejadian pada 3.2 tercatat dua kali.")
    office.press("Buka kembali")
    assert "Perbaikan ke-1" in main(office)
    office.open(f"{CASE}/langkah/7")
    send_back(office, "Cocokkan 3.2 dengan register: 5 kejadian.")
    upload(office, TRANTIB, with_incidents(data, "5"))
    assert "Realisasi 3.2 berubah dari 6 menjadi 5 oleh NAMA PENGUJI" in main(office)
    refused = office.page.request.post(
        f"{office.address}{API}/tasks/7", data={"action": "approve"}, headers=office.bearer(CAMAT),
    )  # fmt: skip
    assert refused.status == 409
    examine(office, TRANTIB)
    press_in(office, "6", STAF, "Buat ulang sekarang")
    press_in(office, "7", KASUBBAG, "Ajukan konsep dokumen")
    approve_sign_and_deliver(office)
    done = case(office)
    assert (done["selesai"], done["perbaikan"]) == (True, 1)
    assert case(office, "/consistency")["selaras"]
    approved = [
        one for one in done["output"] if (one["kunci"], one["status"]) == ("D5", "disetujui")
    ]
    text = text_of_pdf(office.download(f"{API}/outputs/D5.pdf?version={approved[-1]['versi']}"))
    assert "Perbaikan ke-1" in text
    assert "88,89" in text  # 2 + 3 + 5 = 10 of 9: (18 - 10) / 9
    traced = case(office, "/provenance?indicator=3.2")
    assert "data.json" in json.dumps(traced)


def _open_the_next_quarter(office: Office) -> None:
    office.open(CASE)
    office.act_as(KASUBBAG)
    office.page.get_by_role("link", name="Buka Triwulan IV").first.click()
    office.press("Buka Triwulan IV 2026")
    expect(office.page.get_by_role("heading", level=1)).to_have_text(
        "Pengukuran Kinerja Triwulan IV"
    )
    next_one = json.loads(office.download("/api/v1/cases/2026-tw4"))
    assert next_one["hasil"]["ringkasan"]["belum_dilaporkan"] == 12
    office.open("/tahun/2026")
    assert "Rekap Tahunan" in main(office)
    assert "88,89" in main(office)
