"""The list of everything: events in words, an indicator's share of it, what is old forgotten."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from service.casework.trail import ChainState, TrailDesk
from service.casework.trail.search import Search, place, place_of
from service.progress import Actor
from service.store import Store, TrailQuery, fsck
from tests.casework.office import Office, nine_october

CAMAT = Actor("camat", None, "NAMA CAMAT", "Camat")
DAY = timedelta(days=1)


@pytest.fixture
def moving(tmp_path: Path) -> Iterator[tuple[Office, list[datetime]]]:
    """Give an office with a clock to set."""
    hands = [nine_october()]
    store = Store(tmp_path / "data", "kantor")
    made = Office(store, clock=lambda: hands[0])
    yield made, hands
    made.desk.close()
    store.close()


def sentences(desk: TrailDesk, **search: object) -> list[str]:
    return [one.what for one in desk.lines(CAMAT, Search(**search))]  # type: ignore[arg-type]


def test_an_event_is_told_in_the_words_of_the_sop_with_step_and_unit(delivered: Office) -> None:
    told = sentences(delivered.desk.trail)
    assert told[-1] == "Membuka triwulan"
    assert "Periksa data (langkah 4, Seksi Pemerintahan)" in told
    (one,) = [w for w in told if w.startswith("Setujui")]
    assert "langkah 7" in one


def test_an_indicator_leads_to_who_set_judged_and_took_its_figures(delivered: Office) -> None:
    desk = delivered.desk.trail
    unit = "SEKSI-PEM"
    own, other = (
        next(
            one.code
            for objective in delivered.view().dataset.objectives
            for one in objective.indicators
            if (one.unit == unit) is wanted
        )
        for wanted in (True, False)
    )
    gathered = "(langkah 3, Seksi Pemerintahan)"
    assert any(gathered in one for one in sentences(desk, indicator=own))
    assert any("(langkah 4, Seksi Pemerintahan)" in one for one in sentences(desk, indicator=own))
    assert not any(gathered in one for one in sentences(desk, indicator=other))
    desk.note("downloaded", CAMAT, "", case="2026-tw3", about=f"D3.{unit}", facts={"name": "a"})
    desk.note("downloaded", CAMAT, "", case="2026-tw3", about="arsip", facts={"name": "b"})
    assert {"Mengunduh a", "Mengunduh b"} <= set(sentences(desk, indicator=own))
    assert "Mengunduh a" not in sentences(desk, indicator=other)


def test_the_list_goes_on_from_any_place_without_a_gap(delivered: Office) -> None:
    desk = delivered.desk.trail
    every = list(desk.lines(CAMAT, Search()))
    before, found = None, []
    while True:
        page = desk.page(CAMAT, Search(), before, 7)
        found += page.lines
        assert page.count == len(every)
        if not page.more:
            break
        before = place(place_of(page.lines[-1]))
    assert found == every
    assert desk.count(CAMAT, Search()) == len(every)


@pytest.mark.parametrize("text", ["", "~", "x~y~z", "2026-10-09T00:00:00~a~1", "9" * 99])
def test_a_place_that_is_none_is_the_beginning(text: str) -> None:
    assert place(text) is None


def test_the_fingerprint_is_another_after_anything_happened(office: Office) -> None:
    def state() -> ChainState:
        return office.desk.trail.chain(UTC, check=True)  # type: ignore[arg-type]

    first = state()
    office.order_format()
    second = state()
    office.desk.trail.note("signed_out", CAMAT, "")
    third = state()
    assert len({first.fingerprint, second.fingerprint, third.fingerprint}) == 3
    assert third.count == 3
    assert first.faults == third.faults == ()


def test_entries_are_forgotten_after_the_days_of_the_settings(
    moving: tuple[Office, list[datetime]],
) -> None:
    office, hands = moving
    office.open()
    desk = office.desk.trail
    desk.note("signed_out", CAMAT, "")
    hands[0] += desk.days * DAY
    assert desk.trim() == 0
    hands[0] += DAY
    assert desk.trim() == 1
    told = sentences(desk)
    assert told == ["Menghapus 1 catatan yang lewat masa simpan", "Membuka triwulan"]
    assert fsck(office.store) == []


def test_a_clock_years_ahead_lets_a_month_a_day_be_forgotten(
    moving: tuple[Office, list[datetime]],
) -> None:
    office, hands = moving
    desk = office.desk.trail
    for _ in range(10):
        desk.note("signed_out", CAMAT, "")
        hands[0] += 10 * DAY
    hands[0] += 5000 * DAY
    assert desk.trim() == 4
    assert desk.trim() == 0
    hands[0] += DAY
    assert desk.trim() == 4


def test_the_background_forgets_at_its_start(tmp_path: Path) -> None:
    store = Store(tmp_path / "data", "kantor")
    store.trail.add("signed_out", at=datetime(2020, 1, 1, tzinfo=UTC))
    made = Office(store, background=True)
    for _ in range(500):
        if store.trail.find(TrailQuery())[0].kind == "trail_trimmed":
            break
        threading.Event().wait(0.02)
    made.desk.close()
    assert [one.kind for one in store.trail.find(TrailQuery())] == ["trail_trimmed"]
    store.close()


def test_both_days_of_a_search_count_by_the_clock_of_the_office(
    moving: tuple[Office, list[datetime]],
) -> None:
    office, hands = moving
    office.open()
    hands[0] = datetime(2026, 10, 9, 17, 30, tzinfo=UTC)  # the tenth, half past midnight here
    office.desk.trail.note("signed_out", CAMAT, "")
    tenth = date(2026, 10, 10)
    assert sentences(office.desk.trail, since=tenth, until=tenth) == ["Keluar"]


def test_days_in_a_line_are_written_as_an_office_writes_them(office: Office) -> None:
    given = {"about": "NAMA", "role": "camat", "acting": "Plh.", "unit": None, "order": ""}
    days = {"start": "2026-10-09", "end": "2026-10-20"}
    office.desk.trail.note("role_given", CAMAT, "", about="NAMA", facts={**given, **days})
    told = "Memberi NAMA peran Plh. Camat mulai 9 Oktober 2026 sampai 20 Oktober 2026"
    assert told in sentences(office.desk.trail)
