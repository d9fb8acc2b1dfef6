"""Realizations and achievements that a careful examiner would ask about."""

from decimal import Decimal

import pytest

from tests.examination.asking import four, kinds, office, only, share


def test_nothing_is_asked_about_an_ordinary_indicator() -> None:
    assert kinds(office()) == []


def test_an_achievement_20_points_from_the_quarter_before_is_asked_about() -> None:
    found = only(office(realizations=four(10, 10, 12)))
    assert (found.id, found.path) == ("capaian-jauh:1.1", ("1.1", "realisasi", 3))
    assert (found.value, found.compared) == ("12 layanan", "10 layanan")
    assert found.labels == ("Triwulan III", "Triwulan II")
    assert found.text == (
        "Capaian naik 20,00 poin: 120,00% pada Triwulan III, 100,00% pada Triwulan II. Realisasi "
        "Triwulan III 12 layanan dengan target 10 layanan; Triwulan II 10 layanan dengan target "
        "10 layanan."
    )


def test_an_achievement_19_points_away_is_not() -> None:
    assert kinds(office(decimals=1, realizations=four(10, 10, "11.9"))) == []


def test_where_lower_is_better_the_sentence_says_so() -> None:
    found = only(office(polarity="turun", realizations=four(10, 10, 13)))
    assert found.text.endswith("Semakin rendah semakin baik.")
    assert "Capaian turun 30,00 poin" in found.text


def test_a_quarter_that_was_not_measured_is_no_comparison() -> None:
    targets = four(None, None, 10, 10)
    assert kinds(office(targets=targets, realizations=four(None, None, 12))) == []
    assert kinds(office(quarter=1, realizations=four(14))) == []


def test_the_quarter_before_counts_as_its_own_case_had_it() -> None:
    now = office(realizations=four(10, 10, 12))
    then = office(quarter=2, realizations=four(10, 12))
    assert kinds(now, then) == ["triwulan-lalu-berubah"]
    same = office(quarter=2, realizations=four(10, 10))
    assert kinds(now, same) == ["capaian-jauh"]


def test_a_figure_of_an_earlier_quarter_that_changed_is_asked_about() -> None:
    found = only(office(realizations=four(9, 10, 10)), office(quarter=2, realizations=four(10, 10)))
    assert (found.id, found.path) == ("triwulan-lalu-berubah:1.1:1", ("1.1", "realisasi", 1))
    assert (found.value, found.compared) == ("9 layanan", "10 layanan")
    assert "pada pengukuran Triwulan II tercatat 10 layanan" in found.text


def test_parts_that_changed_behind_the_same_percentage_are_asked_about() -> None:
    now = share((5, 5), (10, 10), (5, 5), accumulation="rasio_kumulatif")
    then = share((5, 5), (5, 5), accumulation="rasio_kumulatif")
    found = only(office(**now), office(quarter=2, **then))
    assert (found.value, found.compared) == ("100,00% (10 dari 10)", "100,00% (5 dari 5)")


class TestFallen:
    def test_a_cumulative_position_that_fell_is_asked_about(self) -> None:
        rising = four(2, 4, 6, 8)
        found = only(
            office(
                targets=rising, target_year=Decimal(8), realizations=four(2, 7, 6), evidence=("a",)
            )
        )
        assert found.id == "nilai-turun:1.1"
        assert (found.value, found.compared) == ("6 layanan", "7 layanan")
        assert "Targetnya naik dari 2 layanan menjadi 8 layanan" in found.text

    def test_it_is_held_against_the_last_quarter_that_reported(self) -> None:
        changes = {"targets": four(2, 4, 6, 8), "target_year": Decimal(8)}
        found = only(office(realizations=four(7, None, 6), **changes))
        assert found.labels == ("Triwulan III", "Triwulan I")

    def test_a_position_with_level_targets_may_fall(self) -> None:
        assert kinds(office(realizations=four(10, 11, 10))) == []

    def test_where_lower_is_better_a_fall_is_good(self) -> None:
        falling = office(
            polarity="turun", targets=four(10, 11, 12, 13), target_year=Decimal(13),
            realizations=four(10, 11, 10),
        )  # fmt: skip
        assert kinds(falling) == []

    def test_a_count_of_one_quarter_may_fall(self) -> None:
        counted = office(
            accumulation="jumlah", targets=four(7, 8, 9, 10), target_year=Decimal(34),
            realizations=four(8, 9, 8),
        )  # fmt: skip
        assert kinds(counted) == []

    def test_a_yearly_figure_does_not_fall_once_it_is_known(self) -> None:
        found = only(office(accumulation="tahunan", realizations=four(None, 11, 10)))
        assert found.kind == "nilai-turun"
        assert "diketahui sekali setahun" in found.text
        assert kinds(office(accumulation="tahunan", realizations=four(None, 10, 11))) == []


class TestRealizationFar:
    def test_a_quarters_own_percentage_15_points_away_is_asked_about(self) -> None:
        far = share((10, 10), (10, 10), (8, 10), accumulation="rasio_kumulatif")
        found = only(office(**far))
        assert found.id == "realisasi-jauh:1.1"
        assert "turun 20,00 poin. Capaian s.d. Triwulan III 93,33%" in found.text
        near = share((100, 100), (100, 100), (86, 100), accumulation="rasio_kumulatif")
        assert kinds(office(**near)) == []

    @pytest.mark.parametrize(("before", "now", "asked"), [(10, 15, True), (10, 14, False)])
    def test_a_count_that_changed_by_half_is_asked_about(
        self, before: int, now: int, asked: bool
    ) -> None:
        counted = office(
            accumulation="jumlah", targets=four(40, 40, 40, 40), target_year=Decimal(160),
            realizations=four(40, before, now), obstacles="ada",
        )  # fmt: skip
        assert ("realisasi-jauh" in kinds(counted)) == asked

    def test_small_counts_may_jump(self) -> None:
        counted = office(
            accumulation="jumlah", targets=four(3, 3, 3, 3), target_year=Decimal(12),
            realizations=four(3, 2, 4),
        )  # fmt: skip
        assert kinds(counted) == []


class TestUnchanged:
    def test_a_missed_position_that_did_not_move_is_asked_about(self) -> None:
        found = only(office(realizations=four(9, 9, 9)))
        assert found.id == "angka-sama:1.1"
        assert "Target 10 layanan belum tercapai" in found.text

    def test_a_reached_one_may_stand_still(self) -> None:
        assert kinds(office(realizations=four(10, 10, 10))) == []

    def test_an_index_that_is_the_same_to_the_decimal_looks_copied(self) -> None:
        found = only(office(decimals=2, realizations=four(10, "10.37", "10.37")))
        assert "sama sampai 2 angka di belakang koma" in found.text
        assert kinds(office(decimals=2, realizations=four(10, "10.37", "10.38"))) == []

    def test_the_same_large_numerator_and_denominator_look_copied(self) -> None:
        copied = share((50, 50), (412, 412), (412, 412), accumulation="rasio_kumulatif")
        assert "tidak tersalin" in only(office(**copied)).text
        small = share((5, 5), (5, 5), (5, 5), accumulation="rasio_kumulatif")
        assert kinds(office(**small)) == []

    def test_the_same_large_count_looks_copied(self) -> None:
        counted = {"accumulation": "jumlah", "target_year": Decimal(40)}
        assert kinds(office(realizations=four(11, 10, 10), **counted)) == ["angka-sama"]
        less = {"targets": four(9, 9, 9, 9), "target_year": Decimal(36), "accumulation": "jumlah"}
        assert kinds(office(realizations=four(9, 9, 9), **less)) == []

    def test_zero_and_a_yearly_figure_may_stay(self) -> None:
        zero = {"accumulation": "jumlah", "polarity": "turun", "targets": four(0, 0, 0, 0)}
        assert kinds(office(realizations=four(0, 0, 0), target_year=Decimal(0), **zero)) == []
        yearly = office(accumulation="tahunan", realizations=four(None, 9, 9))
        assert kinds(yearly) == []


class TestUnreported:
    def test_a_figure_that_is_not_reported_is_asked_for_with_the_units_reason(self) -> None:
        found = only(office(realizations=four(10, 10), obstacles="Survei belum selesai"))
        assert (found.id, found.value) == ("belum-dilaporkan:1.1", "belum dilaporkan")
        assert found.text.endswith("Sebab menurut unit: Survei belum selesai")
        silent = only(office(realizations=four(10, 10), obstacles="-"))
        assert silent.text.endswith("Sebabnya belum ditulis pada Faktor Penghambat.")

    def test_what_is_not_measured_this_quarter_is_not_asked_for(self) -> None:
        assert kinds(office(targets=four(10, 10, None, 10), realizations=four(10, 10))) == []

    def test_a_sum_with_a_gap_names_the_quarter(self) -> None:
        gap = office(
            accumulation="jumlah", target_year=Decimal(40), realizations=four(10, None, 10)
        )
        found = only(gap)
        assert (found.id, found.path[2]) == ("triwulan-kosong:1.1", 2)


def test_text_of_an_office_is_never_read_as_a_pattern() -> None:
    found = only(office(realizations=four(10, 10), obstacles="{value} {0} %s"))
    assert found.text.endswith("Sebab menurut unit: {value} {0} %s")
