"""Check & Re-Check as a page: every finding is accepted, or returned with a note."""

import re

import pytest

from tests.stores import Kept
from tests.web.conftest import CAMAT, CASE, KASUBBAG, SAMPLE, STAF, Person, file, played
from tests.web.test_board import words
from tests.web.test_whole_procedure import UNITS, check, do

FORM = SAMPLE.parent / "isian-seksi-pem-tw3.xlsx"
TRANTIB, FAR = "SEKSI-TRANTIB", "capaian-jauh:3.2"
PAGE = f"{CASE}/langkah/5.{TRANTIB}"


def examine(person: Person) -> None:
    do(person, "1")
    person.acts_as(STAF)
    do(person, f"2.{TRANTIB}")
    person.acts_as(f"operator@{TRANTIB}")
    do(person, f"3.{TRANTIB}", **{"pakai-data": "ya"})
    person.acts_as(KASUBBAG)
    check(person, TRANTIB)


@pytest.fixture(scope="module")
def stored_examined(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return played(tmp_path_factory.mktemp("examined"), examine)


@pytest.fixture
def examined(stored_examined: Kept, person: Person) -> Person:  # noqa: ARG001
    """Return the Kassubag, before whom the data of one unit wait for their re-check."""
    person.acts_as(KASUBBAG)
    return person


def test_a_finding_stands_with_both_figures_its_place_and_who_sent_it(examined: Person) -> None:
    shown = words(examined.get(PAGE).text)
    assert "1 dari 1 temuan belum diputuskan." in shown
    assert "Data dikirim oleh Operator" in shown
    assert "3.2 Jumlah gangguan ketenteraman dan ketertiban umum" in shown
    assert "Capaian turun 38,89 poin: 77,78% pada Triwulan III, 116,67% pada Triwulan II" in shown
    assert "Triwulan III 6 kejadian Triwulan II 3 kejadian Letak Realisasi Triwulan III" in shown


def test_no_verdict_and_no_tick_are_told_at_their_fields_and_nothing_is_lost(
    examined: Person,
) -> None:
    examined.get(PAGE)
    refused = examined.post(f"{PAGE}/do", **{f"catatan-{FAR}": "Kemarau"})
    assert refused.status_code == 422
    assert f'href="#putusan-{FAR}"' in refused.text
    assert 'href="#setuju"' in refused.text
    assert f'id="putusan-{FAR}"' in refused.text
    assert "Kemarau</textarea>" in refused.text

    bare = examined.post(f"{PAGE}/do", **{f"putusan-{FAR}": "dikembalikan"})
    assert bare.status_code == 422
    assert f'href="#catatan-{FAR}"' in bare.text
    assert 'href="#setuju"' not in bare.text
    assert re.search(r'value="dikembalikan" checked', bare.text)


def test_an_accepted_finding_completes_the_step_and_stays_on_the_page(examined: Person) -> None:
    reason = "Kemarau panjang, sesuai register Polsek."
    do(examined, f"5.{TRANTIB}", setuju="ya", **{f"catatan-{FAR}": reason})
    shown = words(examined.get(PAGE).text)
    assert "Langkah ini sudah selesai" in shown
    decided = shown.split("Temuan yang diterima")[1]
    assert reason in decided
    assert "Kassubag" in decided.split(reason)[1] or "Kepala Sub Bagian" in decided.split(reason)[1]
    examined.acts_as(CAMAT)
    assert reason in words(examined.get(PAGE).text)


def test_a_returned_finding_sends_the_data_back_and_is_remembered(examined: Person) -> None:
    examined.get(PAGE)
    told = {f"putusan-{FAR}": "dikembalikan", f"catatan-{FAR}": "Register Polsek mencatat 5."}
    examined.follow(f"{PAGE}/do", **told)
    assert "Data dikembalikan" in words(examined.text)

    examined.acts_as(f"operator@{TRANTIB}")
    do(examined, f"3.{TRANTIB}", **{"pakai-data": "ya"})
    examined.acts_as(KASUBBAG)
    check(examined, TRANTIB)
    shown = words(examined.get(PAGE).text)
    assert "Pernah dikembalikan oleh" in shown
    assert "“Register Polsek mencatat 5.”" in shown


def test_a_unit_without_findings_is_confirmed_with_the_tick_alone(person: Person) -> None:
    do(person, "1")
    person.acts_as(STAF)
    do(person, "2.SEKSI-YAN")
    person.acts_as("operator@SEKSI-YAN")
    do(person, "3.SEKSI-YAN", **{"pakai-data": "ya"})
    person.acts_as(KASUBBAG)
    check(person, "SEKSI-YAN")
    shown = words(person.get(f"{CASE}/langkah/5.SEKSI-YAN").text)
    assert "Tidak ada temuan pada data ini." in shown
    do(person, "5.SEKSI-YAN", setuju="ya")


def test_who_approves_reads_what_was_accepted_and_why_and_what_is_unusual_about_the_money(
    examined: Person,
) -> None:
    do(examined, f"5.{TRANTIB}", setuju="ya", **{f"catatan-{FAR}": "Kemarau <b>panjang</b>"})
    for unit in (one for one in UNITS if one != TRANTIB):
        examined.acts_as(STAF)
        do(examined, f"2.{unit}")
        examined.acts_as(f"operator@{unit}")
        do(examined, f"3.{unit}", **{"pakai-data": "ya"})
        examined.acts_as(KASUBBAG)
        check(examined, unit)
        do(examined, f"5.{unit}", setuju="ya")
    examined.acts_as(STAF)
    assert "Catatan atas anggaran" in words(examined.get(f"{CASE}/langkah/6").text)
    do(examined, "6")
    examined.acts_as(KASUBBAG)
    do(examined, "7")
    examined.acts_as(CAMAT)
    html = examined.get(f"{CASE}/persetujuan/7").text
    shown = words(html)
    accepted, money = shown.split("Temuan yang diterima")[1].split("Catatan atas anggaran")
    assert "3.2 Jumlah gangguan" in accepted
    assert "Kemarau &lt;b&gt;panjang&lt;/b&gt;" in html
    assert "Alasan diterima: tanpa catatan" in accepted
    assert "Rp36.100.000, yaitu 94,38% dari pagu Rp38.250.000" in money
    assert html.index("Temuan yang diterima") < html.index('class="btn btn-primary btn-wide"')


def test_a_verdict_on_a_finding_that_is_gone_is_not_taken(examined: Person) -> None:
    examined.get(PAGE)
    sent = {"setuju": "ya", "putusan-capaian-jauh:9.9": "diterima", f"putusan-{FAR}": "ya"}
    assert examined.post(f"{PAGE}/do", **sent).status_code == 422


def test_a_finding_leads_to_its_cell_and_a_percentage_to_those_of_its_parts(
    person: Person,
) -> None:
    do(person, "1")
    person.acts_as(STAF)
    do(person, "2.SEKSI-PEM")
    person.acts_as("operator@SEKSI-PEM")
    do(person, "3.SEKSI-PEM", berkas=file(FORM.read_bytes(), "isian.xlsx"))
    person.acts_as(KASUBBAG)
    check(person, "SEKSI-PEM")
    html = person.get(f"{CASE}/langkah/5.SEKSI-PEM").text
    first = html.split('id="putusan-capaian-jauh:2.1"')[1].split("</fieldset>")[0]
    links = re.findall(r'<a class="cell hit" href="([^"]+)">(Realisasi![A-Z]+\d+)</a>', first)
    assert len(links) == 2
    page, _, anchor = links[0][0].partition("#")
    assert f'id="{anchor}"' in person.get(page).text
