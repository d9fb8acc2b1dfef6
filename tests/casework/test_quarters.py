"""The quarter after this one, and figures of earlier quarters that changed behind it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from service.casework import CaseView
from service.dataset import Indicator, indicators
from service.errors import Conflict, Invalid, NotAllowed
from tests.casework.office import SAMPLE, Office, as_upload, sample


def figure(view: CaseView, code: str) -> Indicator:
    return next(one for one in indicators(view.dataset) if one.code == code)


def change(office: Office, case: str, code: str, quarter: int, value: str) -> None:
    """Put another realization into the data of a case."""
    ds = office.desk.view(case).dataset

    def other(one: Indicator) -> Indicator:
        if one.code != code:
            return one
        put = [*one.realizations]
        put[quarter - 1] = Decimal(value)
        return replace(one, realizations=(put[0], put[1], put[2], put[3]))

    objectives = tuple(
        replace(o, indicators=tuple(other(i) for i in o.indicators)) for o in ds.objectives
    )
    opener = office.someone("kasubbag_program")
    office.desk.amend(opener, case, replace(ds, objectives=objectives), "Register diperbaiki")


def open_next(office: Office) -> CaseView:
    return office.desk.open_quarter(office.someone("kasubbag_program"), 2026, 4)


def test_the_next_quarter_is_told_before_it_is_opened(office: Office) -> None:
    after = office.desk.next_quarter("2026-tw3")
    assert (after.year, after.quarter, after.case) == (2026, 4, None)
    assert after.dataset is not None
    assert after.dataset.quarter == 4
    assert str(after.due[2]) == "2027-01-06"
    assert [one.step.number for one in after.unfinished] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert len(office.desk.rows()) == 1


def test_a_delivered_quarter_leaves_nothing_unfinished(delivered: Office) -> None:
    assert delivered.desk.next_quarter("2026-tw3").unfinished == ()


def test_once_it_is_open_it_is_named(office: Office) -> None:
    assert office.desk.next_quarter("2026-tw3").case is None
    open_next(office)
    assert office.desk.next_quarter("2026-tw3").case == "2026-tw4"


def test_a_quarter_begins_with_the_data_of_the_quarter_before_it(office: Office) -> None:
    """Not with those of the newest row: TW II is opened after TW IV here."""
    open_next(office)
    change(office, "2026-tw4", "3.2", 2, "9")
    opener = office.someone("kasubbag_program")
    office.desk.open_quarter(opener, 2026, 1)
    change(office, "2026-tw1", "3.2", 1, "1")
    second = office.desk.open_quarter(opener, 2026, 2)
    assert figure(second, "3.2").realizations[:2] == (Decimal(1), Decimal(3))


def test_without_the_quarter_before_the_nearest_earlier_one_stands_in(office: Office) -> None:
    opener = office.someone("kasubbag_program")
    office.desk.open_quarter(opener, 2026, 1)
    change(office, "2026-tw1", "3.2", 1, "1")
    change(office, "2026-tw3", "3.2", 3, "5")
    assert figure(open_next(office), "3.2").realizations[2] == Decimal(5)


def test_another_year_is_not_opened_without_its_targets(office: Office) -> None:
    with pytest.raises(Invalid) as caught:
        office.desk.open_quarter(office.someone("kasubbag_program"), 2027, 1)
    assert caught.value.code == "dataset_other_year"


def test_after_the_fourth_quarter_comes_a_year_whose_targets_nobody_knows(office: Office) -> None:
    open_next(office)
    after = office.desk.next_quarter("2026-tw4")
    assert (after.year, after.quarter, after.dataset) == (2027, 1, None)
    assert str(after.due[2]) == "2027-04-05"
    form = office.desk.year_form("2026-tw4")
    assert form.name == "data-kinerja-kecamatan-mentebah-tw1-2027.xlsx"


def test_a_new_year_opens_beside_the_old_one(office: Office) -> None:
    values = sample() | {"tahun": 2027, "triwulan": 1}
    office.open(as_upload(values))
    assert [row.id for row in office.desk.rows()] == ["2027-tw1", "2026-tw3"]
    assert office.desk.changed_earlier("2027-tw1") == ()


def test_a_figure_changed_behind_a_quarter_is_told_and_taken_over(office: Office) -> None:
    open_next(office)
    assert office.desk.changed_earlier("2026-tw4") == ()
    change(office, "2026-tw3", "3.2", 3, "5")
    (found,) = office.desk.changed_earlier("2026-tw4")
    assert (found.code, found.quarter, found.there, found.here) == ("3.2", 3, 5, 6)
    view = office.desk.take_earlier(office.someone("kasubbag_program"), "2026-tw4")
    assert figure(view, "3.2").realizations[2] == Decimal(5)
    assert office.desk.changed_earlier("2026-tw4") == ()
    last = view.progress.events[-1]
    assert last.action == "amended"
    assert "Triwulan III" in last.facts["because"]


def test_taking_over_what_agrees_records_nothing(office: Office) -> None:
    before = open_next(office).seen
    view = office.desk.take_earlier(office.someone("kasubbag_program"), "2026-tw4")
    assert view.seen == before


def test_only_who_opens_quarters_takes_over(office: Office) -> None:
    open_next(office)
    change(office, "2026-tw3", "3.2", 3, "5")
    with pytest.raises(NotAllowed):
        office.desk.take_earlier(office.someone("camat"), "2026-tw4")


def test_a_quarter_that_moved_on_is_not_taken_over_unseen(office: Office) -> None:
    opened = open_next(office)
    change(office, "2026-tw3", "3.2", 3, "5")
    change(office, "2026-tw4", "3.2", 4, "1")
    with pytest.raises(Conflict) as caught:
        office.desk.take_earlier(office.someone("kasubbag_program"), "2026-tw4", opened.seen)
    assert caught.value.code == "state_moved_on"


def test_an_approved_quarter_has_to_be_opened_again_first(empty: Office) -> None:
    values = sample() | {"triwulan": 2}
    empty.open(as_upload(values))
    empty.open(SAMPLE)
    empty.play_units()
    empty.collect()
    empty.draft()
    empty.approve()
    change(empty, "2026-tw2", "3.2", 2, "4")
    changed = empty.desk.changed_earlier("2026-tw3")
    assert [one.code for one in changed if one.kind == "realisasi"] == ["3.2"]
    with pytest.raises(Conflict) as caught:
        empty.desk.take_earlier(empty.someone("kasubbag_program"), "2026-tw3")
    assert caught.value.code == "task_locked"
