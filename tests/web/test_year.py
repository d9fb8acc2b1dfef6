"""Rekap Tahunan: charts and tables say the same, and nothing that is missing is zero."""

import io
import json
import re

import html5lib
import openpyxl

from tests.web.conftest import CASE, SAMPLE, Person, file
from tests.web.test_board import words

YEAR = "/tahun/2026"


def section(html: str, name: str) -> str:
    """Return the words of the section with this heading."""
    found = re.search(rf'<section[^>]*aria-labelledby="{name}".*?</section>', html, re.DOTALL)
    assert found is not None
    return words(found[0])


def test_the_year_is_said_first_in_one_sentence(person: Person) -> None:
    shown = words(person.get(YEAR).text)
    assert "Rekap Tahunan 2026" in shown
    assert (
        "Sampai dengan Triwulan III, rata-rata capaian 94,72% terhadap target triwulan dan 91,17% "
        "terhadap target tahunan. Anggaran terserap 76,68%."
    ) in shown


def test_each_quarter_has_both_averages_and_says_what_is_missing(person: Person) -> None:
    shown = section(person.get(YEAR).text, "pertriwulan")
    assert "98,62%" in shown
    assert "100,15%" in shown
    assert "Triwulan III berjalan 94,72% Sangat Tinggi 91,17%" in shown
    assert "4 tercapai, 5 belum tercapai, 3 tidak diukur" in shown
    assert "Triwulan IV belum dibuka belum dilaporkan" in shown
    assert "12 belum dilaporkan" in shown
    assert "tanpa indikator 1.4, 3.2" in shown
    assert not re.search(r"(?<![\d,.])0,00%", shown)


def test_each_indicator_has_realization_both_achievements_and_category(person: Person) -> None:
    shown = section(person.get(YEAR).text, "perindikator")
    assert "77,78% Tinggi 11 dari target 9 target tahunan: 108,33%" in shown
    assert "99,72% Sangat Tinggi 95,73% dari target 96,00% target tahunan: 98,69%" in shown
    assert "Jumlah desa berstatus Maju atau Mandiri Desa; target tahunan 4 tidak diukur" in shown
    assert "Rata-rata sasaran S3 133,33% Sangat Tinggi, sementara (1 dari 2)" in shown


def test_charts_and_tables_have_the_same_figures(person: Person) -> None:
    html = person.get(YEAR).text
    told = re.search(r'id="kantor-isi">([^<]+)<', html)
    assert told is not None
    assert told[1] == (
        "TW I: terhadap target triwulan 98,62 persen, terhadap target tahunan 72,18 persen; "
        "TW II: terhadap target triwulan 100,15 persen, terhadap target tahunan 84,17 persen; "
        "TW III: terhadap target triwulan 94,72 persen, terhadap target tahunan 91,17 persen; "
        "TW IV: belum"
    )
    for figure in ("98,62%", "72,18%", "100,15%", "84,17%", "94,72%", "91,17%"):
        assert figure in section(html, "pertriwulan")


def test_indicators_below_target_show_their_way_through_the_year(person: Person) -> None:
    missed = section(person.get(YEAR).text, "belum")
    assert "2.3 Jumlah desa berstatus Maju atau Mandiri" in missed
    assert "TW I: tidak diukur; TW II: tidak diukur; TW III: 75,00 persen; TW IV: belum" in missed


def test_ids_are_unique_and_no_style_is_in_the_page(person: Person) -> None:
    html = person.get(YEAR).text
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    assert [one.tag for one in tree.iter() if one.get("style") or one.tag == "style"] == []
    for one in tree.iter():
        for name in (one.get("aria-labelledby") or "").split():
            assert name in ids


def test_a_quarter_that_is_open_gives_its_own_figures(person: Person) -> None:
    person.get("/mulai")
    person.follow("/mulai/triwulan", tahun="2026", triwulan="4")
    shown = section(person.get(YEAR).text, "pertriwulan")
    assert "Triwulan III berjalan 94,72%" in shown
    assert "Triwulan IV berjalan belum dilaporkan" in shown


def test_an_office_without_budget_has_no_chart_of_it(newcomer: Person) -> None:
    data = json.loads(SAMPLE.read_bytes()) | {"program": [], "ringkasan_tw3": {}}
    newcomer.get("/mulai")
    newcomer.follow("/mulai/unggah", berkas=file(json.dumps(data).encode(), "kantor.json"))
    html = newcomer.get(YEAR).text
    assert 'id="anggaran-judul"' not in html
    assert "Anggaran terserap" not in html


def test_it_comes_as_an_excel_file(person: Person) -> None:
    answer = person.get(f"{YEAR}/rekap.xlsx")
    assert "rekap-tahunan-2026.xlsx" in answer.headers["Content-Disposition"]
    assert openpyxl.load_workbook(io.BytesIO(answer.data)).sheetnames[0] == "Rekap"


def test_menu_and_board_lead_to_it(person: Person) -> None:
    board = person.get(CASE).text
    assert board.count(f'href="{YEAR}"') == 2
    assert f'href="{YEAR}" aria-current="page"' in person.get(YEAR).text


def test_a_year_nobody_opened_is_not_found(person: Person) -> None:
    assert person.get("/tahun/2025").status_code == 404
    assert person.get("/tahun/2025/rekap.xlsx").status_code == 404
