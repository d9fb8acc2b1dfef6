"""Numerators and denominators that do not fit."""

from tests.examination.asking import four, kinds, office, only, pairs, share


def test_a_percentage_its_parts_do_not_give_is_asked_about() -> None:
    wrong = share((8, 8), (8, 8), (8, 8), parts=pairs((8, 8), (8, 8), (7, 8)))
    found = only(office(**wrong))
    assert (found.id, found.path) == ("rasio-tidak-cocok:1.1", ("1.1", "realisasi", 3))
    assert found.text == "Realisasi Triwulan III tertulis 100,00%, padahal 7 dari 8 adalah 87,50%."


def test_one_that_is_only_rounded_is_not() -> None:
    assert kinds(office(**share((2, 3), (2, 3), (2, 3), targets=four(60, 60, 60, 60)))) == []
    whole = share((2, 3), (2, 3), (2, 3), decimals=0, realizations=four(67, 67, 67))
    assert "rasio-tidak-cocok" not in kinds(office(**whole))


def test_a_numerator_above_its_denominator_is_asked_about() -> None:
    over = share((8, 8), (8, 8), (9, 8))
    (found, *_) = [one for one in [only(office(**over))] if one.kind == "pembilang-lebih"]
    assert (found.path, found.value, found.compared) == (("1.1", "pembilang", 3), "9", "8")
    assert kinds(office(**share((8, 8), (8, 8), (8, 8)))) == []


def test_a_whole_that_changed_is_asked_about() -> None:
    found = only(office(**share((8, 8), (8, 8), (7, 7))))
    assert (found.id, found.path) == ("penyebut-berubah:1.1", ("1.1", "penyebut", 3))
    assert (found.value, found.compared) == ("7", "8")


def test_what_is_counted_anew_each_quarter_may_have_another_whole() -> None:
    counted = share((8, 8), (8, 8), (7, 7), accumulation="rasio_kumulatif")
    assert kinds(office(**counted)) == []
