"""In a real browser: without scripts, at phone width, by keyboard, nothing from elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize

from service.casework import Casework
from tests.server import listening
from tests.web.conftest import CASE, KASUBBAG, STAF, Person
from tests.workbook.books import edited

PHONE: ViewportSize = {"width": 360, "height": 740}
LEAST_TARGET, LEAST_CONTRAST, LEAST_TEXT = 44, 5.5, 15

# Lists every element with text of its own whose contrast (WCAG) or size is below the limits.
CONTRAST = """([contrast, size]) => {
  const numbers = text => text.match(/[\\d.]+/g).map(Number);
  const light = rgb => rgb.slice(0, 3)
    .map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = one => {
    for (; one; one = one.parentElement) {
      const rgb = numbers(getComputedStyle(one).backgroundColor);
      if (rgb[3] !== 0) return rgb;
    }
    return [255, 255, 255];
  };
  const hasText = one => [...one.childNodes].some(n => n.nodeType === 3 && n.data.trim());
  return [...document.querySelectorAll("body *")].filter(one => {
    if (!one.checkVisibility() || !hasText(one)) return false;
    const style = getComputedStyle(one);
    const pair = [light(numbers(style.color)), light(ground(one))].sort((a, b) => b - a);
    return (pair[0] + 0.05) / (pair[1] + 0.05) < contrast || parseFloat(style.fontSize) < size;
  }).map(one => one.outerHTML.slice(0, 80));
}"""

PAGES = [
    "/mulai",
    CASE,
    f"{CASE}/langkah/1",
    f"{CASE}/langkah/2",
    f"{CASE}/langkah/3.SEKSI-YAN",
    f"{CASE}/langkah/6",
    f"{CASE}/langkah/8",
    f"{CASE}/dokumen/D1",
    f"{CASE}/riwayat",
    f"{CASE}/siapa-belum",
    "/hari-libur?tahun=2027",
    "/pengaturan",
    f"{CASE}/asal",
    f"{CASE}/asal/3.2",
    f"{CASE}/unggahan/1",
    "/perlu-konfirmasi",
    "/templat",
    "/templat/rekap-data",
    "/bantuan",
    "/bantuan/templat",
    "/bantuan/templat/data",
    "/tidak-ada",
]


@pytest.fixture
def address(app: Flask, person: Person) -> Iterator[str]:
    """Serve an office whose format is ready and handed to one unit."""
    person.get(f"{CASE}/langkah/1")
    person.follow(f"{CASE}/langkah/1/do")
    person.acts_as(STAF)
    person.get(f"{CASE}/langkah/2.SEKSI-YAN")
    person.follow(f"{CASE}/langkah/2.SEKSI-YAN/do")
    with listening(app) as port:
        yield f"http://127.0.0.1:{port}"


def take_role(page: Page, role: str) -> None:
    page.click("details.role summary")
    page.select_option("#peran", role)
    page.click("details.role button")


def test_a_unit_fills_its_form_without_scripts(
    browser: Browser, address: str, casework: Casework, tmp_path: Path
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}{CASE}/langkah/3.SEKSI-YAN")
    take_role(page, "operator@SEKSI-YAN")
    with page.expect_download() as coming:
        page.click("text=Unduh formulir (Excel)")
    form = tmp_path / coming.value.suggested_filename
    coming.value.save_as(form)
    assert form.name == "formulir-data-kinerja-seksi-pelayanan-umum-tw3-2026.xlsx"
    page.set_input_files("#berkas", form)
    page.click("button:text-is('Periksa')")
    page.click("button:text-is('Buat dokumen')")
    assert "Rekapitulasi Data Kinerja versi 1" in page.inner_text("[role=status]")
    with page.expect_download() as coming:
        page.goto(f"{address}{CASE}")
        page.click("ol.register > li:nth-child(3) details >> nth=0")
        page.click("ol.register > li:nth-child(3) details >> nth=0 >> text=Word")
    assert coming.value.suggested_filename.endswith(".docx")
    assert casework.document("2026-tw3", "D3.SEKSI-YAN").content.startswith(b"PK")


def test_wrong_cells_are_linked_from_the_summary(
    browser: Browser, address: str, casework: Casework, tmp_path: Path
) -> None:
    page = browser.new_page()
    page.goto(f"{address}{CASE}/langkah/3.SEKSI-YAN")
    take_role(page, "operator@SEKSI-YAN")
    form = tmp_path / "salah.json"
    form.write_bytes(b'{"tahun": "dua ribu"}')
    page.set_input_files("#berkas", form)
    page.click("button:text-is('Periksa')")
    page.wait_for_selector(".errors:focus")
    assert "Tidak ada yang disimpan" in page.inner_text("[role=alert]")
    page.click(".errors a >> nth=0")
    assert page.url.endswith("#salah-1")
    assert len(casework.view("2026-tw3").progress.events) == 3


def test_the_page_of_wrong_cells_fits_a_phone_and_hands_out_the_marked_copy(
    browser: Browser, address: str, casework: Casework, tmp_path: Path
) -> None:
    page = browser.new_context(viewport=PHONE).new_page()
    page.goto(f"{address}{CASE}/langkah/3.SEKSI-YAN")
    take_role(page, "operator@SEKSI-YAN")
    form = tmp_path / "isian.xlsx"
    made = casework.form("2026-tw3", "SEKSI-YAN").content
    form.write_bytes(edited(made, lambda book: book["Realisasi"].__setitem__("N6", "enam")))
    page.set_input_files("#berkas", form)
    page.click("button:text-is('Periksa')")
    page.wait_for_selector(".errors:focus")
    _require_fit(page)
    with page.expect_download() as coming:
        page.click("text=Unduh salinan bertanda (Excel)")
    assert coming.value.suggested_filename == "isian-perbaikan.xlsx"


@pytest.mark.parametrize("way", ["tabel", "satu"])
def test_a_form_is_filled_on_a_phone_kept_as_a_draft_and_handed_in(
    browser: Browser, address: str, casework: Casework, way: str
) -> None:
    page = browser.new_context(viewport=PHONE).new_page()
    page.goto(f"{address}{CASE}/langkah/3.SEKSI-YAN")
    take_role(page, "operator@SEKSI-YAN")
    page.goto(f"{address}{CASE}/langkah/3.SEKSI-YAN/isian?cara={way}")
    _require_fit(page)
    page.get_by_label("Realisasi TW III").first.fill("enam")
    page.click("text=Simpan draf >> visible=true >> nth=-1")
    page.goto(f"{address}{CASE}/langkah/3.SEKSI-YAN")
    page.click("text=Lanjutkan draf")
    page.goto(f"{address}{CASE}/langkah/3.SEKSI-YAN/isian?cara={way}")
    assert page.get_by_label("Realisasi TW III").first.input_value() == "enam"
    page.click("text=Periksa dan lihat hasil")
    page.wait_for_selector(".errors:focus")
    _require_fit(page)
    page.click(".errors a >> nth=0")
    wrong = page.locator(":focus, :target").first
    wrong.fill("84,12")
    page.click("text=Periksa dan lihat hasil")
    page.wait_for_selector("text=Periksa sebelum dokumen dibuat")
    _require_fit(page)
    page.click("button:text-is('Buat dokumen')")
    assert "Rekapitulasi Data Kinerja versi 1" in page.inner_text("[role=status]")
    draft = casework.draft_note("2026-tw3", 3, "SEKSI-YAN")
    assert draft is None


def _require_fit(page: Page) -> None:
    # The words of a page are there before its style sheet is.
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert _small_targets(page) == []
    assert page.evaluate(CONTRAST, [LEAST_CONTRAST, LEAST_TEXT]) == []


def test_the_settings_with_every_form_open_fit_a_phone(browser: Browser, address: str) -> None:
    page = browser.new_context(viewport=PHONE).new_page()
    page.goto(f"{address}/pengaturan")
    take_role(page, KASUBBAG)
    page.goto(f"{address}/pengaturan")
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    _require_fit(page)
    page.fill("#nip-2", "123")
    page.click("form[action$=pejabat] button")
    page.wait_for_selector("#nip-2-salah")
    assert page.input_value("#nip-2") == "123"
    _require_fit(page)
    page.fill("#nip-2", "")
    page.click("form[action$=pejabat] button")
    page.wait_for_selector("text=Belum ada yang disimpan")
    _require_fit(page)
    page.click("text=Simpan perubahan")
    page.wait_for_selector("text=Pejabat sudah disimpan.")


def test_pages_fit_a_phone_and_load_nothing_from_elsewhere(browser: Browser, address: str) -> None:
    page = browser.new_context(viewport=PHONE).new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("request", lambda request: told.append(request.url))
    for path in PAGES:
        page.goto(address + path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["width"], path
        assert _small_targets(page) == [], path
    assert [
        one for one in told if not one.startswith((address, "data:")) and "404" not in one
    ] == []


def _small_targets(page: Page) -> list[str]:
    """Return the buttons, menu entries and file links a thumb could miss."""
    script = """least => [...document.querySelectorAll(
        '.btn, .menu a, .files a, summary, .choice, .hit, .trail a, .quarters a, .form-control'
    )].filter(one => one.checkVisibility() && one.getBoundingClientRect().height < least - 0.5)
      .map(one => one.outerHTML.slice(0, 80))"""
    found: list[str] = page.evaluate(script, LEAST_TARGET)
    return found


def test_text_stands_out_from_its_ground_and_is_never_small(browser: Browser, address: str) -> None:
    page = browser.new_page()
    for path in PAGES:
        page.goto(address + path)
        assert page.evaluate(CONTRAST, [LEAST_CONTRAST, LEAST_TEXT]) == [], path


def test_the_keyboard_reaches_the_content_and_shows_where_it_is(
    browser: Browser, address: str
) -> None:
    page = browser.new_page()
    page.goto(address + CASE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Langsung ke isi"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "isi"
    page.keyboard.press("Tab")
    ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert ring == "solid"


def test_a_reminder_is_copied_with_a_button_and_can_be_selected_without(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}{CASE}/siapa-belum")
    page.click("details.more >> nth=0 >> summary")
    page.click("text=Salin >> visible=true >> nth=-1")
    page.wait_for_selector("text=Tersalin.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.input_value("textarea >> nth=0")
    assert copied.startswith("Yth. Bapak/Ibu ")
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(f"{address}{CASE}/siapa-belum")
    plain.click("details.more >> nth=0 >> summary")
    assert plain.is_visible("textarea >> nth=0")
    assert not plain.is_visible("button[data-copy] >> nth=0")


def test_a_reminder_is_copied_where_the_clipboard_is_closed(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(f"{address}{CASE}/siapa-belum")
    page.click("details.more >> nth=0 >> summary")
    page.click("button[data-copy] >> nth=0")
    page.wait_for_selector("text=Tersalin.")


def test_the_role_switch_closes_with_escape(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address + CASE)
    page.click("details.role summary")
    assert page.is_visible("#peran")
    page.keyboard.press("Escape")
    assert not page.is_visible("#peran")
