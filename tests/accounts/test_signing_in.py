"""Signing in: the right person at once, everybody else with one and the same answer."""

import threading

import pytest
from argon2 import PasswordHasher

from service.errors import Conflict, Invalid, NotAllowed, ServiceError
from service.people import Origin, passwords
from service.store.proofs import set_password
from tests.accounts.door import ADMINISTRATOR, HERE, OTHER, PASSWORD, THERE, Door


def refusal(door: Door, login: str, password: str, origin: Origin = HERE) -> str:
    """Return the code with which a sign-in is refused."""
    with pytest.raises(NotAllowed) as refused:
        door.accounts.sign_in(login, password, origin)
    return refused.value.code


def code_refusal(door: Door, login: str, code: str, password: str = OTHER) -> str:
    with pytest.raises(ServiceError) as refused:
        door.accounts.sign_in_with_code(login, code, password, HERE)
    return refused.value.code


def test_a_person_signs_in_with_name_and_password_and_gets_a_key(door: Door) -> None:
    siti = door.add("siti")
    entered = door.accounts.sign_in(" SITI ", PASSWORD, THERE)
    assert (entered.person, entered.session.origin) == (siti, THERE)
    assert door.accounts.session(entered.key, THERE) == (siti, entered.session)
    assert door.trail()[-1]["kind"] == "signed_in"
    assert (door.trail()[-1]["person"], door.trail()[-1]["address"]) == (siti.id, THERE.address)


def test_each_sign_in_has_a_key_of_its_own_and_the_store_holds_none(door: Door) -> None:
    door.add("siti")
    first, second = door.enter("siti"), door.enter("siti")
    assert len({first.key, second.key, first.device, second.device}) == 4
    database = (door.store.folder / "store.sqlite3").read_bytes()
    for secret in (first.key, first.device, second.key, second.device, PASSWORD):
        assert secret.encode() not in database


def test_unknown_name_wrong_password_and_closed_account_sound_the_same(door: Door) -> None:
    door.add("siti")
    budi = door.add("budi")
    door.accounts.add_person(ADMINISTRATOR, "diundang", "Belum Masuk")
    door.accounts.close_person(ADMINISTRATOR, budi.id)
    heard = set()
    for login, password in (
        ("siti", OTHER), ("nobody", PASSWORD), ("budi", PASSWORD), ("diundang", ""), ("", ""),
    ):  # fmt: skip
        with pytest.raises(NotAllowed) as refused:
            door.accounts.sign_in(login, password, HERE)
        heard.add((refused.value.code, refused.value.detail))
    assert len(heard) == 1


def test_a_failed_sign_in_is_noted_without_anything_that_was_typed(door: Door) -> None:
    siti = door.add("siti")
    refusal(door, "siti", "salah-ketik-rahasia")
    refusal(door, "kata sandi di isian nama", PASSWORD)
    known, unknown = door.trail()[-2:]
    assert (known["person"], unknown["person"]) == (siti.id, "")
    assert unknown["name"] == "tidak dikenal"
    told = str(door.trail())
    for typed in ("salah-ketik", "isian nama", PASSWORD):
        assert typed not in told


def test_a_password_kept_with_older_parameters_is_kept_anew_at_sign_in(door: Door) -> None:
    siti = door.add("siti")
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with door.store.database.writing() as connection:
        set_password(connection, siti.id, old)
    door.enter("siti")
    kept = door.store.people.named("siti")
    assert kept
    assert kept[1] not in (None, old)
    assert not passwords.needs_rehash(kept[1] or "")
    assert door.enter("siti")


def test_a_one_time_code_sets_the_password_and_is_used_up(door: Door) -> None:
    siti, code = door.accounts.add_person(ADMINISTRATOR, "siti", "Siti Aminah")
    assert not siti.has_password
    entered = door.accounts.sign_in_with_code("Siti", code.lower().replace("-", " "), OTHER, HERE)
    assert entered.person.has_password
    assert door.inside(entered.key)
    assert code_refusal(door, "siti", code) == "code_wrong"
    assert door.accounts.sign_in("siti", OTHER, HERE)
    assert door.kinds()[:3] == ["person_added", "code_used", "signed_in"]
    assert code not in str(door.trail())


def test_a_weak_password_is_told_with_every_reason_and_leaves_the_code(door: Door) -> None:
    _, code = door.accounts.add_person(ADMINISTRATOR, "siti", "Siti Aminah")
    with pytest.raises(Invalid) as refused:
        door.accounts.sign_in_with_code("siti", code, "sitiaminah", HERE)
    assert [one.code for one in refused.value.problems] == ["password_short", "password_own"]
    assert door.accounts.sign_in_with_code("siti", code, PASSWORD, HERE)


def test_a_code_is_for_one_person_for_seven_days_and_a_new_one_kills_it(door: Door) -> None:
    siti, first = door.accounts.add_person(ADMINISTRATOR, "siti", "Siti Aminah")
    door.add("budi")
    assert code_refusal(door, "budi", first) == "code_wrong"
    second = door.accounts.reset(ADMINISTRATOR, siti.id)
    assert code_refusal(door, "siti", first) == "code_wrong"
    door.seconds += 24 * 3600
    assert code_refusal(door, "siti", second) == "code_wrong"
    _, third = door.accounts.add_person(ADMINISTRATOR, "tono", "Tono Raharjo")
    door.seconds += 7 * 24 * 3600 - 1
    assert door.accounts.sign_in_with_code("tono", third, OTHER, HERE)


def test_of_two_who_use_a_code_at_once_one_gets_in(door: Door) -> None:
    siti, code = door.accounts.add_person(ADMINISTRATOR, "siti", "Siti Aminah")
    heard: list[str] = []

    def use(password: str) -> None:
        try:
            door.accounts.sign_in_with_code("siti", code, password, HERE)
            heard.append("in")
        except NotAllowed as refused:
            heard.append(refused.code)

    both = [threading.Thread(target=use, args=(one,)) for one in (PASSWORD, OTHER)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(heard) == ["code_wrong", "in"]
    assert len(door.accounts.sessions(siti.id)) == 1


def test_a_reset_ends_password_and_sessions_and_its_code_lets_in_again(door: Door) -> None:
    siti = door.add("siti")
    inside = door.enter("siti")
    code = door.accounts.reset(ADMINISTRATOR, siti.id)
    assert not door.inside(inside.key)
    assert refusal(door, "siti", PASSWORD) == "sign_in_wrong"
    assert door.accounts.sign_in_with_code("siti", code, OTHER, HERE)


def test_the_first_code_makes_the_first_administrator_and_nobody_after(door: Door) -> None:
    replaced = door.accounts.first_code()
    code = door.accounts.first_code()
    assert replaced
    assert code
    with pytest.raises(NotAllowed) as refused:
        door.accounts.sign_in_first(replaced, "siti", "Siti Aminah", PASSWORD, HERE)
    assert refused.value.code == "code_wrong"
    with pytest.raises(Invalid) as wrong:
        door.accounts.sign_in_first(code, "s", "", "siti", HERE)
    assert {"login_wrong", "name_wrong", "password_short"} <= {
        one.code for one in wrong.value.problems
    }
    entered = door.accounts.sign_in_first(code, "siti", "Siti Aminah", PASSWORD, HERE)
    assert door.inside(entered.key)
    assert [one.role for one in door.accounts.account(entered.person.id).grants] == [
        "administrator"
    ]
    assert door.accounts.first_code() is None
    with pytest.raises(NotAllowed):
        door.accounts.sign_in_first(code, "budi", "Budi", PASSWORD, HERE)
    assert door.kinds()[1:] == [
        "code_used", "person_added", "role_given", "signed_in", "sign_in_failed",
    ]  # fmt: skip


def test_the_first_code_ends_after_a_day_or_when_somebody_was_made_administrator(
    door: Door,
) -> None:
    late = door.accounts.first_code()
    assert late
    door.seconds += 24 * 3600
    with pytest.raises(NotAllowed):
        door.accounts.sign_in_first(late, "siti", "Siti Aminah", PASSWORD, HERE)
    code = door.accounts.first_code()
    assert code
    door.add("budi", "administrator")
    with pytest.raises(NotAllowed):
        door.accounts.sign_in_first(code, "siti", "Siti Aminah", PASSWORD, HERE)
    assert door.accounts.people()[0].person.login == "budi"


def test_an_administrator_who_never_signed_in_ends_the_first_code(door: Door) -> None:
    code = door.accounts.first_code()
    assert code
    person, _ = door.accounts.add_person(ADMINISTRATOR, "siti", "Siti Aminah")
    door.give(person, "administrator")
    with pytest.raises(NotAllowed) as refused:
        door.accounts.sign_in_first(code, "budi", "Budi", PASSWORD, HERE)
    assert refused.value.code == "code_wrong"
    door.seconds += 8 * 24 * 3600  # the invitation is too old; `user reset` makes another
    assert door.accounts.first_code() is None


def test_a_provider_lets_in_whom_an_administrator_linked_and_nobody_else(door: Door) -> None:
    siti = door.add("siti", "camat")
    issuer = "https://masuk.example.go.id"
    with pytest.raises(NotAllowed) as refused:
        door.accounts.sign_in_as(issuer, "s-1", HERE)
    assert refused.value.code == "identity_unknown"
    door.accounts.link_identity(ADMINISTRATOR, siti.id, issuer, "s-1")
    with pytest.raises(Conflict):
        door.accounts.link_identity(ADMINISTRATOR, door.add("budi").id, issuer, "s-1")
    entered = door.accounts.sign_in_as(issuer, "s-1", HERE)
    assert entered.person == siti
    door.accounts.unlink_identity(ADMINISTRATOR, siti.id, issuer, "s-1")
    assert not door.inside(entered.key)
    with pytest.raises(NotAllowed):
        door.accounts.sign_in_as(issuer, "s-1", HERE)


def test_a_browser_of_several_people_knows_them_all_and_what_it_keeps_changes(door: Door) -> None:
    door.add("siti")
    door.add("budi")
    first = door.enter("siti", THERE)
    both = door.enter("budi", THERE, first.device)
    again = door.enter("siti", THERE, both.device)
    assert len(again.device.split(".")) == 2
    assert set(again.device.split(".")) & set(both.device.split(".")) == {both.device.split(".")[0]}
    known = [door.accounts._trying(one, door.store.people.named(one)[0], THERE, again.device)  # type: ignore[index]
             for one in ("siti", "budi")]  # fmt: skip
    assert all(one.device for one in known)
    old = door.accounts._trying("siti", door.store.people.named("siti")[0], THERE, first.device)  # type: ignore[index]
    assert old.device == ""


def test_a_password_change_needs_the_old_one_and_ends_every_other_session(door: Door) -> None:
    siti = door.add("siti")
    here, elsewhere = door.enter("siti"), door.enter("siti", THERE)
    with pytest.raises(NotAllowed) as refused:
        door.accounts.change_password(siti.id, here.key, OTHER, OTHER, HERE)
    assert refused.value.code == "password_old_wrong"
    with pytest.raises(Invalid) as weak:
        door.accounts.change_password(siti.id, here.key, PASSWORD, PASSWORD, HERE)
    assert [one.code for one in weak.value.problems] == ["password_same"]
    changed = door.accounts.change_password(siti.id, here.key, PASSWORD, OTHER, HERE)
    assert [door.inside(one.key) for one in (here, elsewhere, changed)] == [False, False, True]
    assert refusal(door, "siti", PASSWORD) == "sign_in_wrong"
    assert door.kinds()[-2:] == ["password_changed", "sign_in_failed"]
    assert door.kinds().count("password_changed") == 1


def test_who_took_over_a_session_cannot_guess_the_password_in_it(door: Door) -> None:
    siti = door.add("siti")
    inside = door.enter("siti")
    heard = []
    for number in range(15):
        with pytest.raises(NotAllowed) as refused:
            door.accounts.change_password(siti.id, inside.key, f"tebakan {number}", OTHER, HERE)
        heard.append(refused.value.code)
    assert heard == ["password_old_wrong"] * 10 + ["sign_in_wait"] * 5
    assert door.enter("siti", THERE)
