"""The dictionary every document is filled with, on the sample office."""

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from service.dataset import DataSet, Official, parse
from service.errors import NotFound
from service.values import Check, Excused, Particulars, fields, values_of

SAMPLE = Path(__file__).parents[1] / "samples" / "mentebah-2026.json"


@pytest.fixture(scope="module")
def office() -> DataSet:
    return parse(json.loads(SAMPLE.read_text("utf-8"), parse_float=Decimal))


def values(ds: DataSet, quarter: int = 3, unit: str | None = None, **particulars: Any) -> Any:
    return values_of(ds, quarter, unit=unit, particulars=Particulars(**particulars))


def indicators(found: Any) -> dict[str, Any]:
    return {row["kode"]: row for group in found["sasaran"] for row in group["indikator"]}


def test_the_expected_sentences_come_out_word_for_word(office: DataSet) -> None:
    sentences = values(office)["kalimat"]
    assert sentences["ringkasan"] == (
        "Dari 12 indikator, 5 indikator mencapai atau melampaui target triwulan, 7 indikator "
        "belum mencapai target, dan 0 indikator belum dapat diukur."
    )
    assert sentences["anggaran"] == (
        "Realisasi anggaran sampai dengan Triwulan III sebesar Rp1.907.201.000 atau 76,68 persen "
        "dari pagu Rp2.487.350.000."
    )


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Rp1.000,00", "Rp1.907.201.000,00"),
        ("Rp 1.000", "Rp\u00a01.907.201.000"),
        ("Rp. 1.000,-", "Rp.\u00a01.907.201.000,-"),
    ],
)
def test_sentences_write_money_as_the_office_does(
    office: DataSet, written: Any, printed: str
) -> None:
    ds = replace(office, office=replace(office.office, money=written))
    assert f"sebesar {printed} atau 76,68 persen" in values(ds)["kalimat"]["anggaran"]


def test_each_kind_without_a_result_is_named(office: DataSet) -> None:
    assert values(office, 1)["kalimat"]["ringkasan"].endswith(
        "5 indikator belum mencapai target, dan 3 indikator tidak diukur pada triwulan ini."
    )
    some = office.objectives[0].indicators[0]
    gap = replace(some, realizations=(None, None, None, None))
    objectives = (replace(office.objectives[0], indicators=(gap,)), *office.objectives[1:])
    sentence = values(replace(office, objectives=objectives), 1)["kalimat"]["ringkasan"]
    assert sentence.endswith(
        "1 indikator belum dilaporkan dan 3 indikator tidak diukur pada triwulan ini."
    )


def test_averages_carry_their_category_and_count(office: DataSet) -> None:
    first = values(office)["sasaran"][0]
    assert (first["rata_rata"], first["kategori"]) == ("102,65", "Sangat Tinggi")
    assert first["jumlah_teks"] == "4 dari 4 indikator"
    third = values(office, 1)["sasaran"][2]
    assert third["kategori"] == "Sangat Tinggi sementara (1\u00a0dari\u00a02)"
    assert third["kalimat"].endswith(
        "sebesar 133,33 persen dengan kategori Sangat Tinggi (sementara, 1 dari 2 indikator)."
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("KECAMATAN ILIR TIMUR II", "Kecamatan Ilir Timur II"),
        ("KECAMATAN IV KOTO", "Kecamatan IV Koto"),
        ("KECAMATAN MENTEBAH", "Kecamatan Mentebah"),
        ("Kecamatan Kayan Hilir", "Kecamatan Kayan Hilir"),
        ("KECAMATAN DAHA", "Kecamatan Daha"),
    ],
)
def test_capitals_of_the_letterhead_are_read_as_a_name(
    office: DataSet, written: str, read: str
) -> None:
    named = replace(office, office=replace(office.office, name=written))
    assert values(named)["instansi"]["nama_biasa"] == read


def test_a_letterhead_never_parts_a_label_from_what_it_names(office: DataSet) -> None:
    given = office.office
    assert values(office)["instansi"]["kontak"].split(", ") == [
        f"Telepon\u00a0{given.phone}",
        f"Laman\u00a0{given.website}",
        f"Pos-el {given.email}",
    ]


def test_nothing_reported_leaves_averages_empty_and_says_so(office: DataSet) -> None:
    found = values(office, 4)
    assert found["ringkasan"]["rata_rata"] == "-"
    assert found["kalimat"]["rata_rata"].endswith("belum ada indikator yang terukur.")
    assert {row["keterangan_hasil"] for row in indicators(found).values()} == {"Belum dilaporkan"}
    assert "belum dilaporkan" in found["kalimat"]["anggaran"]


def test_an_earlier_gap_is_named_and_later_quarters_stay_blank(office: DataSet) -> None:
    objective = office.objectives[0]
    one = replace(objective.indicators[3], realizations=(Decimal(0), None, Decimal(0), Decimal(5)))
    objectives = (replace(objective, indicators=(one,)), *office.objectives[1:])
    row = indicators(values(replace(office, objectives=objectives)))["1.4"]
    assert row["keterangan_hasil"] == "Belum dilaporkan (TW II)"
    assert [row[f"realisasi_tw{q}"] for q in range(1, 5)] == ["0", "-", "0", "-"]
    assert row["realisasi_sd"] == "-"


def test_sums_of_x_and_y_stand_beside_a_cumulative_ratio_only(office: DataSet) -> None:
    rows = indicators(values(office))
    assert rows["1.2"]["jumlah_xy"] == "1.255/1.311"
    assert rows["4.3"]["jumlah_xy"] == "15/16"
    assert rows["2.1"]["jumlah_xy"] == ""
    assert (rows["2.1"]["pembilang"], rows["2.1"]["penyebut"]) == ("6", "8")


def test_comparison_is_of_the_year_in_points_and_judged_in_the_last_quarter(
    office: DataSet,
) -> None:
    rows = values(office)["perbandingan"]
    assert [row["capaian"] for row in rows] == ["101,11", "82,74", "98,81", "89,92"]
    assert [row["selisih"] for row in rows] == ["30,65", "9,08", "24,36", "12,47"]
    assert {row["indikasi"] for row in rows} == {"-"}


def test_the_last_quarter_judges_efficiency(office: DataSet) -> None:
    programmes = tuple(
        replace(
            programme,
            activities=tuple(
                replace(
                    activity,
                    subs=tuple(
                        replace(sub, realizations=(sub.ceiling, 0, 0, 0)) for sub in activity.subs
                    ),
                )
                for activity in programme.activities
            ),
        )
        for programme in office.programmes
    )
    objectives = tuple(
        replace(
            objective,
            indicators=tuple(
                replace(i, realizations=i.targets, targets=i.targets, parts=None)
                for i in objective.indicators
            ),
        )
        for objective in office.objectives
    )
    spent = replace(office, quarter=4, programmes=programmes, objectives=objectives)
    rows = values(spent, 4)["perbandingan"]
    assert [row["penyerapan"] for row in rows] == ["100,00"] * 4
    assert rows[0]["indikasi"] == "Cukup efisien"


def test_budget_lines_and_total_are_formatted(office: DataSet) -> None:
    budget = values(office)["anggaran"]
    assert budget["jumlah"]["realisasi_sd"] == "1.907.201.000"
    assert budget["jumlah"]["penyerapan"] == "76,68"
    assert len(budget["program"]) == 6
    nothing = next(row for row in budget["baris"] if row["kode"] == "7.01.03.2.01.0001")
    assert (nothing["realisasi_tw"], nothing["keterangan"]) == ("0", "Realisasi TW III nihil")


def test_without_budget_numbers_close_up(office: DataSet) -> None:
    found = values(replace(office, programmes=()))
    assert not found["anggaran"]["ada"]
    assert found["bab"]["anggaran"] == ""
    assert found["bab"]["analisis"] == "IV"
    assert found["tabel"]["tindak_lanjut"] == "4"
    assert found["gambar"] == {"triwulan": "1", "capaian": ""}
    assert found["lampiran"]["anggaran"] == ""
    assert found["lampiran"]["bukti"] == "VI"


def test_numbers_and_dates_not_given_print_as_dots(office: DataSet) -> None:
    found = values(office)
    assert found["nomor"] == "000.8.6.3/…………/2026"
    assert found["tempat_tanggal"].startswith("Nanga Mentebah, …")
    given = values(office, number="000.8.6.3/17/2026", date=date(2026, 10, 12))
    assert given["nomor"] == "000.8.6.3/17/2026"
    assert given["tempat_tanggal"] == "Nanga Mentebah, 12 Oktober 2026"


def test_missing_officials_leave_dots_under_their_office(office: DataSet) -> None:
    empty = values(replace(office, officials=()), unit="SEKSI-PEM")
    assert empty["penanda_tangan"]["camat"]["jabatan"] == "CAMAT MENTEBAH"
    assert empty["penanda_tangan"]["camat"]["nama"].startswith("…")
    assert empty["bagian"]["penanda_tangan"]["kepala"]["jabatan"] == "KEPALA SEKSI PEMERINTAHAN"


def test_the_secretariat_is_headed_by_the_secretary(office: DataSet) -> None:
    head = values(office, unit="SEKRETARIAT")["bagian"]["penanda_tangan"]["kepala"]
    assert head["jabatan"] == "SEKRETARIS CAMAT"


def test_who_signs_follows_the_date_and_without_one_the_day_it_was_made(office: DataSet) -> None:
    plh = Official(
        "Camat Mentebah", "NAMA PLH", None, None, None, "camat", None, "Plh.",
        date(2026, 10, 9), date(2026, 10, 12),
    )  # fmt: skip
    ds = replace(office, officials=(*office.officials, plh))

    def signs(**particulars: Any) -> str:
        return str(values(ds, **particulars)["penanda_tangan"]["camat"]["jabatan"])

    assert signs(made_on=date(2026, 10, 10)) == "Plh. CAMAT MENTEBAH"
    assert signs(made_on=date(2026, 10, 13)) == "CAMAT MENTEBAH"
    assert signs(made_on=date(2026, 10, 10), date=date(2026, 10, 13)) == "CAMAT MENTEBAH"
    told = values(ds, made_on=date(2026, 10, 13), dates={"disetujui": date(2026, 10, 10)})
    assert "disetujui oleh NAMA PLH pada tanggal 10 Oktober" in told["kalimat"]["persetujuan"]


def test_acting_officials_stand_as_the_rules_want(office: DataSet) -> None:
    def camat(acting: str, position: str) -> Any:
        person = Official(
            position,
            "NAMA PELAKSANA",
            "Penata",
            "III/c",
            None,
            "camat",
            acting=acting,
            start=date(2026, 10, 1),
            end=date(2026, 10, 31),
        )
        signed = replace(office, officials=(*office.officials, person))
        return values(signed, date=date(2026, 10, 12))["penanda_tangan"]["camat"]

    assert camat("Plt.", "Camat Mentebah")["jabatan"] == "Plt. CAMAT MENTEBAH"
    behalf = camat("a.n.", "Sekretaris Camat")
    assert (behalf["atas_nama"], behalf["jabatan"]) == ("CAMAT MENTEBAH", "SEKRETARIS CAMAT")
    assert behalf["nip"] == "NIP -"
    after = values(office, date=date(2026, 11, 2))["penanda_tangan"]["camat"]
    assert after["jabatan"] == "CAMAT MENTEBAH"


def test_a_unit_gets_its_share_and_all_units_are_listed(office: DataSet) -> None:
    found = values(office, unit="SEKSI-YAN")
    assert found["bagian"]["nama"] == "Seksi Pelayanan Umum"
    assert list(indicators(found["bagian"])) == ["1.1", "1.2", "1.3", "1.4"]
    assert [unit["lampiran"] for unit in found["semua_bagian"]] == ["I", "II", "III", "IV", "V"]
    assert values(office)["bagian"]["jumlah_belum_ada"] == "1"


def test_a_unit_without_indicators_is_refused(office: DataSet) -> None:
    with pytest.raises(NotFound, match="SEKSI-EKBANG"):
        values(office, unit="SEKSI-EKBANG")


def test_missing_evidence_is_said(office: DataSet) -> None:
    row = indicators(values(office))["4.3"]
    assert (row["bukti"], row["tanda_ada"], row["tanda_tidak_ada"]) == ("Tidak Ada", "□", "√")


def test_checks_are_printed_with_their_note(office: DataSet) -> None:
    checks = {"1.1": Check("sesuai"), "1.2": Check("perbaiki", "Periksa register September")}
    rows = indicators(values(office, checks=checks))
    assert rows["1.1"]["hasil_pemeriksaan"] == "Sesuai"
    assert rows["1.2"]["catatan_pemeriksaan"] == "Periksa register September"
    assert rows["1.3"]["hasil_pemeriksaan"] == "-"


def test_narratives_do_not_wander_into_another_quarter(office: DataSet) -> None:
    assert indicators(values(office, 2))["1.1"]["faktor_pendorong"] == "-"


def test_notes_say_which_formula_and_warn_of_early_allowances(office: DataSet) -> None:
    notes = values(office)["catatan"]["kinerja"]
    assert "(2 × target − realisasi) / target" in notes[0]
    assert any("3.2" in note and "akhir tahun" in note for note in notes)
    ratio = replace(office, rules=replace(office.rules, lower_is_better="rasio"))
    assert "target / realisasi" in values(ratio)["catatan"]["kinerja"][0]
    assert "Sangat Rendah < 51" in notes[2]


def test_each_achievement_stands_beside_that_of_the_quarter_before(office: DataSet) -> None:
    found = values(office)
    rows = indicators(found)
    second = indicators(values(office, 2))
    assert rows["1.2"]["capaian_sebelumnya"] == second["1.2"]["capaian"] == "100,40"
    assert (rows["1.2"]["capaian"], rows["1.2"]["selisih_sebelumnya"]) == ("99,72", "-0,68")
    assert (rows["2.3"]["capaian_sebelumnya"], rows["2.3"]["selisih_sebelumnya"]) == ("-", "-")
    assert rows["2.3"]["keterangan_sebelumnya"] == "Tidak diukur"
    summary = found["ringkasan"]
    assert (summary["rata_rata_sebelumnya"], summary["selisih_sebelumnya"]) == ("100,15", "-5,43")
    assert found["kalimat"]["perbandingan_triwulan"] == (
        "Dibandingkan dengan Triwulan II, rata-rata capaian seluruh indikator turun 5,43 poin, "
        "dari 100,15 persen menjadi 94,72 persen."
    )


def test_the_average_may_rise_or_have_nothing_to_be_compared_with(office: DataSet) -> None:
    assert "naik 1,53 poin" in values(office, 2)["kalimat"]["perbandingan_triwulan"]
    last = values(office, 4)
    assert "belum dapat dibandingkan" in last["kalimat"]["perbandingan_triwulan"]
    assert indicators(last)["1.1"]["keterangan_singkat"] == "Belum dilaporkan"


def test_the_first_quarter_is_compared_with_nothing_of_another_year(office: DataSet) -> None:
    found = values(office, 1)
    assert {row["capaian_sebelumnya"] for row in indicators(found).values()} == {"-"}
    assert found["ringkasan"]["rata_rata_sebelumnya"] == "-"
    assert found["kalimat"]["perbandingan_triwulan"] == ""
    assert found["tabel"]["perbandingan_triwulan"] == ""
    assert [found["tabel"][name] for name in ("hasil", "anggaran")] == ["2", "3"]


def test_units_the_papers_go_without_are_named_with_the_reason(office: DataSet) -> None:
    excused = (
        Excused("SEKSI-PEM", "belum_dilaporkan", "operator sedang cuti."),
        Excused("SEKSI-YAN", "dilewati", "tidak ada kegiatan"),
    )
    missing, nothing = values(office, excused=excused)["unit_dilewati"]
    assert (missing["nama"], missing["jenis"]) == ("Seksi Pemerintahan", "Belum dilaporkan")
    assert missing["kalimat"] == (
        "Seksi Pemerintahan belum melaporkan data Triwulan\u00a0III: operator sedang cuti."
    )
    assert nothing["kalimat"] == (
        "Seksi Pelayanan Umum tidak mempunyai data yang dilaporkan pada Triwulan\u00a0III: "
        "tidak ada kegiatan."
    )


def test_a_reopened_quarter_counts_its_corrections(office: DataSet) -> None:
    assert values(office)["perbaikan"] == ""
    assert values(office, revision=2)["perbaikan"] == "Perbaikan ke-2"


def test_an_office_is_named_as_a_letter_addresses_it(office: DataSet) -> None:
    nobody = values(replace(office, officials=()), unit="SEKRETARIAT")
    signers = nobody["penanda_tangan"] | nobody["bagian"]["penanda_tangan"]
    assert signers["kasubbag_program"]["sebutan"] == "Kepala Sub Bagian Program dan Keuangan"
    assert signers["operator"]["sebutan"] == "Operator Data Kinerja Sekretariat Kecamatan"
    camat = Official("Camat Mentebah", "A", None, None, None, "camat", acting="Plt.")
    acting = values(replace(office, officials=(camat,)))["penanda_tangan"]["camat"]
    assert acting["sebutan"] == "Plt. Camat Mentebah"


def test_every_documented_value_exists_and_no_other(office: DataSet) -> None:
    told = [field for group in fields().values() for field in group]
    documented = {name for field in told for name in _spelled_out(field.name)}
    assert len(told) == len({field.name for field in told})
    documented -= {"gambar_capaian", "gambar_triwulan"}
    excused = (Excused("SEKSI-PEM", "dilewati", "tidak ada kegiatan"),)
    found = set(_names(values(office, excused=excused), ""))
    assert {name for name in found if not _documented(name, documented)} == set()
    tops = {name.split(".")[0].split("[")[0] for name in documented}
    assert tops == {name.split(".")[0].split("[")[0] for name in found}


def _spelled_out(name: str) -> list[str]:
    if match := re.search(r"\{([^}]*)\}", name):
        return [name.replace(match[0], one.strip()) for one in match[1].split(",")]
    if match := re.search(r"(\S+)1 … \S+$", name):
        return [f"{match[1]}{q}" for q in range(1, 5)]
    return [name]


def _names(value: Any, prefix: str) -> list[str]:
    if isinstance(value, dict):
        return [n for key, item in value.items() for n in _names(item, f"{prefix}.{key}")]
    if isinstance(value, list):
        return [n for item in value or [""] for n in _names(item, f"{prefix}[]")]
    return [prefix.lstrip(".")]


def _documented(name: str, documented: set[str]) -> bool:
    """Follow "as sasaran[]", "as bagian" and the signers' {…} to where they are spelled out."""
    name = re.sub(r"^(semua_bagian\[\]|bagian)\.sasaran", "sasaran", name)
    name = re.sub(r"^semua_bagian\[\]", "bagian", name)
    name = re.sub(r"^anggaran\.program\[\]", "anggaran.baris[]", name)
    name = _any_signer(name.removeprefix("bagian.") if "penanda_tangan" in name else name)
    return name in {_any_signer(one) for one in documented}


def _any_signer(name: str) -> str:
    return re.sub(r"^penanda_tangan\.[^.]+\.", "penanda_tangan.….", name)
