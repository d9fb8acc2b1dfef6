"""Plt., Plh. and a.n.: the right to act and the signature block begin and end on the same day."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from service.casework.desks.settings import Proposed
from service.errors import Invalid, NotAllowed
from service.people import Grant, Person
from service.progress import Actor
from tests.casework.office import Office, docx_text

ADMINISTRATOR = Actor("administrator", None, "NAMA ADMINISTRATOR", "Administrator")
SECRETARY = "NAMA SEKRETARIS (CONTOH), S.Sos."
FIRST, LAST = date(2026, 10, 9), date(2026, 10, 20)


def secretary(office: Office) -> Person:
    added, _ = office.desk.accounts.add_person(
        ADMINISTRATOR, "sekretaris", SECRETARY, "190001021900012002"
    )
    return added


def stand_in(
    office: Office, who: Person, acting: str = "Plh.", first: date | None = FIRST
) -> tuple[Grant, Proposed | None]:
    return office.desk.give_role(
        ADMINISTRATOR, who.id, "camat", None,
        acting=acting, start=first, end=LAST, order="800/12/2026",
    )  # fmt: skip


def drafted(office: Office) -> str:
    """Return the text of the final document as it would be made now."""
    return docx_text(office.desk.draft(office.case, "D5").content)


def test_who_stands_in_may_act_and_signs_from_the_first_to_the_last_day(reported: Office) -> None:
    reported.collect()
    who = secretary(reported)
    before = drafted(reported)
    assert "CAMAT MENTEBAH" in before
    assert "Plh." not in before
    stand_in(reported, who)
    roles = reported.desk.accounts.roles_of
    assert [one.role for one in roles(who.id, FIRST)] == ["camat"]
    assert [one.role for one in roles(who.id, LAST)] == ["camat"]
    assert roles(who.id, date(2026, 10, 8)) == roles(who.id, date(2026, 10, 21)) == ()
    signed = drafted(reported)
    assert "Plh. CAMAT MENTEBAH" in signed
    assert SECRETARY in signed.partition("Plh. CAMAT MENTEBAH")[2]


def test_outside_those_days_the_holder_signs(reported: Office) -> None:
    reported.collect()
    stand_in(reported, secretary(reported), first=date(2026, 10, 12))
    assert "Plh." not in drafted(reported)


def test_on_behalf_one_signs_below_ones_own_office(reported: Office) -> None:
    reported.collect()
    stand_in(reported, secretary(reported), acting="a.n.")
    text = drafted(reported)
    assert "a.n." in text
    assert "SEKRETARIS CAMAT" in text


def test_a_right_taken_back_ends_the_signature_too(reported: Office) -> None:
    reported.collect()
    who = secretary(reported)
    grant, _ = stand_in(reported, who)
    changed = reported.desk.take_role(ADMINISTRATOR, who.id, grant.id)
    assert changed is not None
    assert "Plh." not in drafted(reported)
    assert reported.desk.accounts.roles_of(who.id, FIRST) == ()
    assert [one.name for one in reported.view().dataset.officials if one.acting] == []


def test_days_already_signed_stay_signed_when_the_right_is_taken_back(office: Office) -> None:
    who = secretary(office)
    grant, _ = stand_in(office, who, first=date(2026, 10, 5))
    office.desk.take_role(ADMINISTRATOR, who.id, grant.id)
    (acting,) = [one for one in office.view().dataset.officials if one.acting]
    assert (acting.start, acting.end) == (date(2026, 10, 5), date(2026, 10, 8))


@pytest.mark.parametrize(("acting", "may"), [("Plh.", False), ("a.n.", True)])
def test_whose_place_is_taken_does_not_act_under_the_name_of_who_took_it(
    reported: Office, acting: str, may: bool
) -> None:
    reported.collect()
    reported.draft()
    holder, _ = reported.desk.accounts.add_person(ADMINISTRATOR, "camat", "NAMA CAMAT", "")
    reported.desk.give_role(ADMINISTRATOR, holder.id, "camat", None)
    camat = replace(reported.someone("camat"), person=holder.id)
    grant, _ = stand_in(reported, secretary(reported), acting=acting)
    if not may:
        with pytest.raises(NotAllowed, match="role_stood_in_for") as told:
            reported.desk.act(camat, reported.case, 7, None, "approve")
        assert f"{SECRETARY} sampai dengan 20 Oktober 2026" in told.value.detail
        reported.desk.take_role(ADMINISTRATOR, grant.person, grant.id)
        reported.draft()
    reported.desk.act(camat, reported.case, 7, None, "approve")
    assert reported.view().progress.events[-1].actor.person == holder.id


def test_two_cannot_stand_in_on_one_day_and_neither_is_given_anything(office: Office) -> None:
    stand_in(office, secretary(office))
    other, _ = office.desk.accounts.add_person(ADMINISTRATOR, "kasubbag", "NAMA KASUBBAG", "")
    with pytest.raises(Invalid) as told:
        stand_in(office, other, acting="Plt.")
    assert [one.place for one in told.value.problems] == ["start"]
    assert office.desk.accounts.roles_of(other.id, FIRST) == ()


def test_a_lasting_role_changes_no_signature(office: Office) -> None:
    who = secretary(office)
    _, changed = office.desk.give_role(ADMINISTRATOR, who.id, "sekretaris", None)
    assert changed is None


def test_only_who_may_change_people_lets_somebody_stand_in(office: Office) -> None:
    who = secretary(office)
    with pytest.raises(NotAllowed):
        office.desk.give_role(
            office.someone("kasubbag_program"), who.id, "camat", None, acting="Plh."
        )


def test_who_approved_stays_written_after_the_days_are_over(reported: Office) -> None:
    reported.collect()
    who = secretary(reported)
    stand_in(reported, who)
    reported.draft()
    actor = Actor("camat", None, SECRETARY, "Plh. Camat Mentebah", who.id)
    reported.desk.act(actor, reported.case, 7, None, "approve")
    event = reported.view().progress.events[-1]
    assert (event.actor.name, event.actor.position) == (SECRETARY, "Plh. Camat Mentebah")
    assert event.actor.person == who.id
    made = reported.desk.document(reported.case, "D5", None)
    assert "Plh. CAMAT MENTEBAH" in docx_text(made.content)
    assert datetime(2026, 10, 9, tzinfo=UTC).date() == event.at.date()


def test_days_the_wrong_way_round_are_told_at_the_last_one(office: Office) -> None:
    who = secretary(office)
    with pytest.raises(Invalid) as told:
        stand_in(office, who, first=date(2026, 10, 21))
    assert [(told.value.code, one.place) for one in told.value.problems] == [("grant_wrong", "end")]
    assert [one for one in office.view().dataset.officials if one.acting] == []
