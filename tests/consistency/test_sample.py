"""The office's own documents agree; one change in one of them is found, and nothing else."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.consistency import Comparison, Known, compare, disagreements, facts_of, label
from tests.casework.office import Office, sample
from tests.consistency.papers import (
    FigureCell,
    Papers,
    acting,
    approved,
    at_desk,
    changed,
    figure_cells,
    papers,
    with_figure,
)

PLAYED = [
    *((quarter, "F4", True, "") for quarter in (1, 2, 3, 4)),
    *((quarter, "F4", False, "") for quarter in (1, 3)),
    (2, "A4", True, ""),
    (3, "A4", False, ""),
    *((3, "F4", True, kind) for kind in ("Plt.", "Plh.", "a.n.")),
]


def check(found: Papers) -> list[str]:
    compared = compare(
        {key: facts_of(one, found.known, key) for key, one in found.documents.items()},
        found.known,
        {},
    )
    return [one.problem.message for one in compared.findings]


@pytest.mark.parametrize("played", PLAYED, ids=str)
def test_documents_as_produced_agree(played: tuple[int, str, bool, str]) -> None:
    found = approved(*played)
    assert len(found.documents) == 13
    assert check(found) == []


def test_they_agree_after_every_single_step() -> None:
    def all_agree(office: Office) -> None:
        assert check(papers(office)) == []

    with at_desk(sample()) as office:
        office.order_format()
        for unit in office.units()[:2]:
            for step in (office.hand_out, office.gather, office.examine, office.recheck):
                step(unit)
                all_agree(office)
        for unit in office.units()[2:]:
            for step in (office.hand_out, office.gather, office.examine, office.recheck):
                step(unit)
        for last in (office.collect, office.draft, office.approve):
            last()
            all_agree(office)


def test_letters_agree_with_the_documents_they_go_with() -> None:
    with at_desk(sample()) as office:
        office.act("kasubbag_program", 1, action="letter")
        office.play_units()
        for unit in office.units():
            office.act("staf_program", 2, unit, action="letter")
        office.collect()
        office.draft()
        office.act("kasubbag_program", 7, action="letter")
        found = papers(office)
    assert {"D6", "D8", "D9.SEKSI-YAN"} <= set(found.documents)
    assert check(found) == []
    targets = facts_of(found.documents["D9.SEKSI-YAN"], found.known, "D9.SEKSI-YAN")
    assert "Target s.d. Triwulan III" in {label(one.notion, one.quarter) for one in targets}


def test_a_difference_of_two_quarters_has_to_follow_from_its_row() -> None:
    found = approved()
    cells = [
        one
        for one in figure_cells(found)
        if (one.key, one.row, one.text) == ("D5", "1.1", "100,48")
    ]
    (wrong,) = disagreements(with_figure(found, cells[0], "100,49"), found.known)
    assert wrong.message.startswith(
        "Selisih capaian Triwulan III dengan triwulan sebelumnya indikator 1.1"
    )
    assert "0,86" in wrong.message


def test_every_figure_of_the_tables_is_read() -> None:
    found = approved()
    for key, content in found.documents.items():
        read = {(one.text, one.place) for one in facts_of(content, found.known, key)}
        here = [cell for cell in figure_cells(found) if cell.key == key]
        assert len([text for text, place in read if "kolom" in place]) >= len(here)
        for cell in here:
            assert any(text == cell.text and cell.row in place for text, place in read), cell


@pytest.mark.parametrize(
    ("key", "notions"),
    [
        ("D1", "target_tahun target_tw target_sd realisasi_tw realisasi_sd capaian_tw x y"),
        ("D3.SEKSI-YAN", "realisasi_tw realisasi_sd x y jumlah_xy"),
        ("D4", "target_tahun target_sd realisasi_sd capaian_tw capaian_tahunan kategori terukur"),
        ("D4", "pagu realisasi_tw realisasi_sd penyerapan sisa"),
        ("D5", "pagu realisasi_sd penyerapan selisih capaian_tahunan tercapai belum_tercapai"),
        ("D2.SEKSI-YAN", "diminta ada belum_ada lengkap"),
    ],
)
def test_each_document_gives_its_notions(key: str, notions: str) -> None:
    found = approved()
    read = {one.notion for one in facts_of(found.documents[key], found.known, key)}
    assert set(notions.split()) <= read
    assert {"triwulan", "tahun", "nip", "nama", "pangkat", "pejabat", "kantor"} <= read


PLANTED = [
    ("D4", "19000103 190001 1 003", "19000103 190001 1 004", "NIP NAMA KASUBBAG PROGRAM"),
    ("D1", "NAMA KASUBBAG PROGRAM (CONTOH), S.E.", "NAMA KASUBAG PROGRAM (CONTOH), S.E.",
     "Nama pejabat NIP 19000103 190001 1 003"),
    ("D4", "Pengatur (II/c)", "Pengatur (II/d)", "Pangkat dan golongan NIP 19000104"),
    ("D4", "TRIWULAN III TAHUN 2026", "TRIWULAN II TAHUN 2026", "Periode (triwulan)"),
    ("D2.SEKSI-PEM", "Juli s.d. September 2026", "April s.d. Juni 2026", "Periode (triwulan)"),
    ("D3.SEKSI-PEM", "TRIWULAN III TAHUN 2026", "TRIWULAN III TAHUN 2025", "Periode (tahun)"),
    ("D5", "sebesar 94,72 persen", "sebesar 94,27 persen",
     "Capaian Triwulan III seluruh indikator"),
    ("D5", "sebesar 83,54 persen", "sebesar 83,45 persen", "Capaian Triwulan III sasaran 3"),
    ("D5", "Rp1.907.201.000", "Rp1.907.210.000", "Realisasi s.d. Triwulan III seluruh anggaran"),
    ("D5", "pagu Rp2.487.350.000", "pagu Rp2.487.530.000", "Pagu seluruh anggaran"),
    ("D5", "atau 76,68 persen", "atau 76,86 persen", "Penyerapan s.d. Triwulan III"),
    ("D5", "Dari 12 indikator", "Dari 13 indikator", "Banyaknya indikator seluruh indikator"),
    ("D5", "5 indikator mencapai", "6 indikator mencapai", "Banyaknya indikator seluruh"),
    ("D5", "oleh NAMA CAMAT (CONTOH)", "oleh NAMA KAMAT (CONTOH)", "Nama pejabat NIP 19000101"),
    ("D5", "KECAMATAN MENTEBAH", "KECAMATAN MENTEBA", "Nama kantor"),
    ("D4", "Sangat Tinggi", "Tinggi", "Kategori indikator 1.1"),
    ("D2.SEKSI-PEM", "0 indikator", "1 indikator", "Jumlah data diminta"),
    ("D3.SEKSI-YAN", "1.255/1.311", "1.255/1.331", "Jumlah X/Y s.d. Triwulan III indikator 1.2"),
    ("D5", "30 Oktober 2026", "31 Oktober 2026", "Batas waktu tindak lanjut indikator 2.2"),
    ("D4", "7.01.06.2.01.0017", "7.01.06.2.01.0018", "Nomor atau kode anggaran 7.01.06.2.01.0017"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "old", "new", "told"), PLANTED)
def test_a_planted_change_is_the_one_thing_found(key: str, old: str, new: str, told: str) -> None:
    found = approved()
    wrong = disagreements(changed(found, key, old, new), found.known)
    assert len(wrong) == 1, [one.message for one in wrong]
    assert wrong[0].message.startswith(told)
    assert key in wrong[0].message


def test_it_says_both_figures_and_where_they_stand() -> None:
    found = approved()
    cell = next(
        one for one in figure_cells(found) if (one.key, one.row, one.text) == ("D5", "3.2", "11")
    )
    titles = {"D4": "Rekapitulasi Pengukuran Kinerja", "D5": "Dokumen Pengukuran Kinerja"}
    (wrong,) = disagreements(with_figure(found, cell, "9"), found.known, titles)
    assert wrong.place == (
        "Dokumen Pengukuran Kinerja, Tabel 2 baris 3.2, kolom Realisasi s.d. TW III"
    )
    assert wrong.message.startswith("Realisasi s.d. Triwulan III indikator 3.2: 11 pada ")
    assert (
        "Rekapitulasi Pengukuran Kinerja (tabel A baris 3.2, kolom Realisasi s.d. TW III)"
        in wrong.message
    )
    assert "; 9 pada Dokumen Pengukuran Kinerja (Tabel 2 baris 3.2" in wrong.message


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 5000), st.integers(1, 8))
def test_any_figure_changed_by_a_digit_is_found_where_it_stands(number: int, more: int) -> None:
    found = approved()
    cells = all_figures()
    cell = cells[number % len(cells)]
    text = cell.text[:-1] + str((int(cell.text[-1]) + more) % 10)
    wrong = disagreements(with_figure(found, cell, text), found.known)
    if is_printed_once(cell):
        assert wrong == ()
        return
    assert len(wrong) == 1, (cell, text, [one.message for one in wrong])
    assert cell.key in wrong[0].message
    assert text in wrong[0].message
    assert cell.row in wrong[0].message


@cache
def all_figures() -> list[FigureCell]:
    return list(figure_cells(approved()))


def is_printed_once(cell: FigureCell) -> bool:
    """The target of the single quarter stands in the form and nowhere else."""
    row = [one for one in all_figures() if (one.key, one.row) == (cell.key, cell.row)]
    return cell.key == "D1" and row.index(cell) == 1


def test_one_who_acted_between_two_documents_is_only_told() -> None:
    before, after = approved(), approved(officials="Plt.")
    documents = {"D5": before.documents["D5"], "D7": after.documents["D5"]}

    def compared(known: Known) -> Comparison:
        return compare({k: facts_of(one, known, k) for k, one in documents.items()}, known, {})

    explained = compared(after.known)
    assert explained.disagreements == ()
    assert [one.label for one in explained.notices] == ["Pejabat CAMAT MENTEBAH"]
    assert acting("Plt.")["nama"] in explained.notices[0].problem.message
    assert [one.label for one in compared(before.known).disagreements] == ["Pejabat CAMAT MENTEBAH"]
