"""Open findings are told where the procedure goes on, before anybody signs."""

import re

import pytest

from tests.web.conftest import CAMAT, CASE, KASUBBAG, STAF, Person
from tests.web.test_board import words
from tests.web.test_whole_procedure import UNITS, do

NOTE = "Lampirkan daftar hadir"
TITLE = "Catatan pemeriksaan yang masih terbuka"


@pytest.fixture
def noted(person: Person) -> Person:
    """Return somebody whose steps 1 to 4 are done, one indicator to be mended."""
    do(person, "1")
    person.acts_as(STAF)
    for unit in UNITS:
        do(person, f"2.{unit}")
    for unit in UNITS:
        person.acts_as(f"operator@{unit}")
        do(person, f"3.{unit}", **{"pakai-data": "ya"})
    person.acts_as(KASUBBAG)
    for unit in UNITS:
        html = person.get(f"{CASE}/langkah/4.{unit}").text
        ticks = {f"hasil-{one}": "sesuai" for one in re.findall(r'id="hasil-([^"]+)"', html)}
        if unit == "SEKSI-YAN":
            first = next(iter(ticks))
            ticks |= {first: "perbaiki", first.replace("hasil", "catatan"): NOTE}
        do(person, f"4.{unit}", **ticks)
    return person


def test_an_open_finding_is_told_until_the_document_is_approved(noted: Person) -> None:
    here = words(noted.get(f"{CASE}/langkah/5.SEKSI-YAN").text)
    assert TITLE in here
    assert NOTE in here
    assert "atau ulangi pemeriksaan" in here
    assert 'langkah/4.SEKSI-YAN"' in noted.text
    assert TITLE not in noted.get(f"{CASE}/langkah/5.SEKSI-PEM").text

    for unit in UNITS:
        do(noted, f"5.{unit}", setuju="ya")
    noted.acts_as(STAF)
    assert NOTE in noted.get(f"{CASE}/langkah/6").text
    assert "Seksi Pelayanan" in words(noted.text).split(TITLE)[1].split(NOTE)[0]
    assert "Langkah sesudahnya sudah memakai hasil pemeriksaan" in words(noted.text)
    do(noted, "6")
    noted.acts_as(KASUBBAG)
    assert NOTE in noted.get(f"{CASE}/langkah/7").text
    do(noted, "7")
    noted.acts_as(CAMAT)
    html = noted.get(f"{CASE}/persetujuan/7").text
    assert html.index(TITLE) < html.index(NOTE) < html.index('<ul class="paper')
    assert html.index("belum tercapai dan sebabnya") < html.index('<ul class="paper')
    assert html.index('<ul class="paper') < html.index('class="btn btn-primary btn-wide"')
