"""Progress read out of events: what is done, open, waiting, late, and who may act."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from service.dataset import DataSet, parse
from service.errors import Conflict, NotAllowed, NotFound, ServiceError
from service.procedure import Procedure, load_all
from service.progress import (
    Actor,
    Event,
    FileRef,
    Progress,
    output_files,
    output_key,
    read,
    require_may_do,
    require_may_open,
)

TODAY = date(2026, 10, 9)
DUE = {n: date(2026, 10, day) for n, day in enumerate([5, 5, 6, 7, 8, 12, 13, 14], 1)}
UNITS = ["SEKRETARIAT", "SEKSI-PEM", "SEKSI-PMD", "SEKSI-TRANTIB", "SEKSI-YAN"]
SAMPLE = Path(__file__).parent.parent / "samples" / "mentebah-2026.json"

KASUBBAG = Actor("kasubbag_program", None, "Ibu Kasubbag", "Kasubbag Program dan Keuangan")
STAF = Actor("staf_program", None, "Bapak Staf", "Pengelola Data Kinerja")
CAMAT = Actor("camat", None, "Bapak Camat", "Camat Mentebah")
OPERATOR = Actor("operator", "SEKSI-PEM", "Operator Pem", "Operator Data Kinerja")


def calendar_days(start: date, end: date) -> int:
    return max((end - start).days, 0)


class Case:
    """A case played event by event; every action leaves the files the procedure says it makes."""

    def __init__(self, procedure: Procedure, ds: DataSet) -> None:
        self.procedure, self.ds = procedure, ds
        self.events: list[Event] = []
        self.record("opened", None, None, ())

    def record(
        self,
        action: str,
        step: int | None,
        unit: str | None,
        files: tuple[FileRef, ...],
        **facts: Any,
    ) -> None:
        number = len(self.events) + 1
        at = datetime(2026, 10, 1, 8, tzinfo=UTC) + timedelta(hours=number)
        self.events.append(
            Event("2026-tw3", number, at, KASUBBAG, action, step, unit, None, files, facts)
        )

    def do(self, step: int, unit: str | None = None, action: str = "do", **facts: Any) -> "Case":
        (done,) = (one for one in self.procedure.step(step).actions if one.name == action)
        files = tuple(
            made_file(output_key(self.procedure.output(made.output), unit), made.state)
            for made in done.makes
        )
        self.record(done.event, step, unit, files, **facts)
        return self

    def all_units(self, *steps: int) -> "Case":
        for step in steps:
            for unit in UNITS:
                self.do(step, unit)
        return self

    def number(self, step: int, key: str, state: str) -> "Case":
        unit = key.partition(".")[2] or None
        self.record("numbered", step, unit, (made_file(key, state),))
        return self

    @property
    def progress(self) -> Progress:
        return read(self.procedure, self.events, self.ds, TODAY, DUE, calendar_days)

    def ask(
        self,
        actor: Actor,
        step: int,
        unit: str | None = None,
        action: str = "do",
        **more: Any,
    ) -> str:
        return require_may_do(self.procedure, self.progress, actor, step, unit, action, **more).name


def made_file(key: str, state: str) -> FileRef:
    return FileRef("output", key, state, "0" * 64, f"{key}.docx", "application/x", 1)


@pytest.fixture(scope="module")
def sop() -> Procedure:
    return load_all()["pengukuran-kinerja"]


@pytest.fixture(scope="module")
def ds() -> DataSet:
    return parse(json.loads(SAMPLE.read_text("utf-8")))


@pytest.fixture
def case(sop: Procedure, ds: DataSet) -> Case:
    return Case(sop, ds)


def to_draft(case: Case) -> Case:
    return case.do(1).all_units(2, 3, 4, 5).do(6).do(7)


def states(case: Case) -> list[str]:
    return [step.state for step in case.progress.steps]


def keys(case: Case) -> set[str]:
    return {file.key for file in case.progress.outputs}


def test_a_new_case_opens_the_first_step_and_the_others_wait(case: Case) -> None:
    assert states(case) == ["terbuka", *["menunggu"] * 7]
    progress = case.progress
    assert progress.next is not None
    assert (progress.next.key, progress.next.next) == ("1", case.procedure.step(1).actions[0])
    assert progress.task(2, "SEKSI-PEM").waits_for == ((1, "D1"),)
    assert progress.task(2, "SEKSI-PEM").next is None
    assert not progress.done


def test_a_step_is_done_when_its_output_exists_and_not_because_an_event_says_so(case: Case) -> None:
    case.record("done", 1, None, ())
    assert case.progress.step(1).state == "terbuka"
    case.do(1)
    task = case.progress.task(1)
    assert task.state == "selesai"
    assert [file.key for file in task.outputs] == ["D1"]
    assert (task.actor, task.at) == (KASUBBAG, case.events[-1].at)


def test_each_unit_goes_at_its_own_pace(case: Case) -> None:
    case.do(1).all_units(2).do(3, "SEKSI-PEM").do(3, "SEKSI-YAN").do(4, "SEKSI-PEM")
    progress = case.progress
    third, fourth = progress.step(3), progress.step(4)
    assert (third.state, third.done, third.total) == ("sebagian", 2, 5)
    assert third.missing_units == (
        "Sekretariat Kecamatan",
        "Seksi Pemberdayaan Masyarakat dan Desa",
        "Seksi Ketenteraman dan Ketertiban Umum",
    )
    assert [task.state for task in fourth.tasks] == [
        "menunggu", "selesai", "menunggu", "menunggu", "terbuka",
    ]  # fmt: skip
    assert progress.task(5, "SEKSI-PEM").state == "terbuka"
    assert progress.task(6).waits_for == tuple((5, f"D3.{unit}") for unit in UNITS)


def test_the_units_are_those_that_own_an_indicator_and_the_others_are_skipped(case: Case) -> None:
    progress = case.progress
    assert [task.unit for task in progress.step(3).tasks] == UNITS
    reason = "tidak mempunyai indikator tahun 2026"
    assert ("Seksi Ekonomi dan Pembangunan", reason) in progress.skipped_units
    assert len(progress.skipped_units) == 3
    with pytest.raises(NotFound):
        progress.task(3, "SEKSI-EKBANG")


def test_the_whole_case_ends_with_thirteen_documents(case: Case) -> None:
    to_draft(case).do(7, action="approve").do(7, action="sign")
    for receiver in case.ds.receivers:
        assert not case.progress.done
        case.do(8, action="deliver", receiver=receiver.name)
    assert states(case) == ["selesai"] * 8
    assert case.progress.done
    assert case.progress.next is None
    assert len(keys(case)) == 13


def test_approval_is_a_task_of_three_actions_and_half_done_in_between(case: Case) -> None:
    to_draft(case)
    task = case.progress.task(7)
    assert (task.state, task.next and task.next.name) == ("sebagian", "approve")
    case.do(7, action="approve")
    task = case.progress.task(7)
    assert (task.state, task.next and task.next.name) == ("sebagian", "sign")
    assert case.progress.step(8).state == "menunggu"
    assert [file.state for file in task.outputs] == ["konsep", "disetujui"]


def test_delivery_is_done_when_every_receiver_has_a_receipt(case: Case) -> None:
    to_draft(case).do(7, action="approve").do(7, action="sign")
    first, *others = [receiver.name for receiver in case.ds.receivers]
    case.do(8, action="deliver", receiver=first)
    task = case.progress.task(8)
    assert task.state == "sebagian"
    assert task.receivers == {first: case.events[-1], **dict.fromkeys(others)}
    assert case.progress.task(7).receivers == {}


def test_an_office_without_a_list_of_receivers_is_done_after_one_delivery(case: Case) -> None:
    case.ds = replace(case.ds, receivers=())
    to_draft(case).do(7, action="approve").do(7, action="sign")
    assert case.progress.task(8).state == "terbuka"
    case.do(8, action="deliver", receiver="Bupati").number(8, "D5", "disampaikan")
    assert list(case.progress.task(8).receivers) == ["Bupati"]
    assert case.progress.done


def test_versions_count_per_document_and_the_newest_is_current(case: Case) -> None:
    case.do(1).all_units(2).do(3, "SEKSI-PEM").do(3, "SEKSI-PEM").number(
        3, "D3.SEKSI-PEM", "dihimpun"
    )
    mine = [file for file in case.progress.outputs if file.key == "D3.SEKSI-PEM"]
    assert [(file.version, file.current) for file in mine] == [(1, False), (2, False), (3, True)]
    assert (mine[0].output, mine[0].unit) == ("D3", "SEKSI-PEM")
    task = case.progress.task(3, "SEKSI-PEM")
    assert [(file.key, file.version) for file in task.outputs] == [
        ("D3.SEKSI-PEM", 3), ("D2.SEKSI-PEM", 3),
    ]  # fmt: skip
    assert task.at == case.events[-2].at  # a number given later is no work of the task


def test_an_earlier_state_made_anew_takes_the_later_ones_back(case: Case) -> None:
    case.do(1).all_units(2).do(3, "SEKSI-PEM").do(4, "SEKSI-PEM").do(3, "SEKSI-PEM")
    assert case.progress.task(3, "SEKSI-PEM").state == "selesai"
    assert case.progress.task(4, "SEKSI-PEM").state == "terbuka"


def test_files_that_are_no_output_of_the_procedure_prove_nothing(case: Case) -> None:
    file = made_file("D1", "kosong")
    strange = (replace(file, kind="upload"), replace(file, state="?"), replace(file, key="X9"))
    case.record("done", 1, None, strange)
    assert output_files(case.procedure, case.events) == ()
    assert case.progress.step(1).state == "terbuka"


def test_each_step_shows_its_kelengkapan_and_whether_it_exists(case: Case) -> None:
    (slip,) = case.progress.step(2).requirements
    assert (slip.exists, slip.keys) == (False, ())
    case.do(1).all_units(2).do(3, "SEKSI-PEM")
    assert case.progress.step(2).requirements[0].keys == ("D1",)
    (gathered,) = case.progress.step(4).requirements
    assert (gathered.exists, gathered.keys) == (False, ("D3.SEKSI-PEM",))
    case.all_units(3, 4, 5)
    assert case.progress.step(4).requirements[0].exists
    assert not case.progress.step(7).requirements[0].exists
    case.do(6)
    for step in (6, 7, 8):
        assert case.progress.step(step).requirements[0].keys == ("D1",)


def test_a_kelengkapan_nothing_in_the_procedure_makes_counts_as_there(case: Case) -> None:
    first, *others = case.procedure.steps
    paper = replace(first.requirements[0], name="ATK", proof=None)
    steps = (replace(first, requirements=(paper,)), *others)
    case.procedure = replace(case.procedure, steps=steps)
    assert case.progress.step(1).requirements[0].exists


def test_a_step_is_late_from_the_day_after_its_due_date_until_it_is_done(case: Case) -> None:
    case.do(1)
    late = [step.late_days for step in case.progress.steps]
    assert late == [0, 4, 3, 2, 1, 0, 0, 0]
    on_the_day = read(case.procedure, case.events, case.ds, date(2026, 10, 5), DUE, calendar_days)
    assert on_the_day.step(2).late_days == 0
    undated = read(case.procedure, case.events, case.ds, TODAY, {}, calendar_days)
    assert (undated.step(2).due, undated.step(2).late_days) == (None, 0)


def on(case: Case, day: int, hour: int = 3) -> Case:
    """Move the last event to a day of October, `hour` in UTC."""
    last = case.events[-1]
    case.events[-1] = replace(last, at=datetime(2026, 10, day, hour, 30, tzinfo=UTC))
    return case


def test_a_task_done_after_its_due_date_says_by_how_much(case: Case) -> None:
    on(case.do(1), 5)
    on(case.do(2, "SEKSI-PEM"), 8)
    assert case.progress.step(1).done_late_days == 0
    late, still = case.progress.task(2, "SEKSI-PEM"), case.progress.task(2, "SEKSI-YAN")
    assert (late.due, late.late_days, late.done_late_days) == (date(2026, 10, 5), 0, 3)
    assert (still.late_days, still.done_late_days) == (4, 0)
    assert (case.progress.step(2).late_days, case.progress.step(2).done_late_days) == (4, 0)


def test_a_step_is_done_as_late_as_its_last_unit(case: Case) -> None:
    on(case.do(1), 5)
    for day, unit in enumerate(UNITS, 4):
        on(case.do(2, unit), day)
    step = case.progress.step(2)
    assert [task.done_late_days for task in step.tasks] == [0, 0, 1, 2, 3]
    assert (step.late_days, step.done_late_days) == (0, 3)


def test_the_day_a_task_is_done_is_that_of_the_offices_clock(case: Case) -> None:
    on(case.do(1), 5, hour=23)  # 6 October, 06.30 in Pontianak
    assert case.progress.step(1).done_late_days == 1
    assert on(case, 5, hour=16).progress.step(1).done_late_days == 0  # 5 October, 23.30


def test_a_number_given_later_makes_nothing_late(case: Case) -> None:
    on(case.do(1), 5)
    on(case.number(1, "D1", "kosong"), 9)
    assert case.progress.step(1).done_late_days == 0


def test_a_letter_written_later_makes_nothing_late(case: Case) -> None:
    on(case.do(1), 5)
    on(case.do(1, action="letter"), 9)
    assert case.progress.step(1).done_late_days == 0


def test_the_most_urgent_task_is_the_open_one_that_is_due_first(case: Case) -> None:
    case.do(1).all_units(2).do(3, "SEKRETARIAT")
    assert case.progress.next is not None
    assert case.progress.next.key == "3.SEKSI-PEM"
    sooner = read(
        case.procedure, case.events, case.ds, TODAY, DUE | {4: date(2026, 10, 1)}, calendar_days
    )
    assert sooner.next is not None
    assert sooner.next.key == "4.SEKRETARIAT"


def refused(kind: type[ServiceError], ask: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(kind) as caught:
        ask()
    return caught.value.code, caught.value.detail


def test_only_the_roles_of_the_action_may_do_it_and_they_are_named(case: Case) -> None:
    assert case.ask(KASUBBAG, 1) == "do"
    code, detail = refused(NotAllowed, lambda: case.ask(CAMAT, 1))
    assert code == "not_allowed"
    assert "“Perintahkan dan siapkan format”" in detail
    assert "Kassubag Program dan Keuangan" in detail
    to_draft(case)
    assert case.ask(CAMAT, 7, action="approve") == "approve"
    assert "oleh Camat." in refused(NotAllowed, lambda: case.ask(KASUBBAG, 7, action="approve"))[1]


def test_either_role_of_the_recheck_may_confirm_and_a_third_is_told_both(case: Case) -> None:
    case.do(1).all_units(2, 3, 4)
    assert case.ask(KASUBBAG, 5, "SEKSI-PEM") == case.ask(STAF, 5, "SEKSI-PEM") == "do"
    assert (
        "Kassubag Program dan Keuangan atau Staf Sub Bagian Program dan Keuangan"
        in refused(NotAllowed, lambda: case.ask(OPERATOR, 5, "SEKSI-PEM"))[1]
    )


def test_an_operator_acts_for_the_own_unit_only(case: Case) -> None:
    case.do(1).all_units(2)
    assert case.ask(OPERATOR, 3, "SEKSI-PEM") == "do"
    code, detail = refused(NotAllowed, lambda: case.ask(OPERATOR, 3, "SEKSI-YAN"))
    assert code == "task_other_unit"
    assert "Seksi Pelayanan Umum" in detail
    nobody = replace(OPERATOR, unit=None)
    assert refused(NotAllowed, lambda: case.ask(nobody, 3, "SEKSI-YAN"))[0] == "task_other_unit"


def test_a_waiting_task_names_what_is_missing_and_the_step_it_comes_from(case: Case) -> None:
    case.do(1)
    code, detail = refused(Conflict, lambda: case.ask(OPERATOR, 3, "SEKSI-PEM"))
    assert code == "task_waits"
    assert "Checklist Inventarisasi Data Kinerja Seksi Pemerintahan (langkah 2)" in detail
    case.all_units(2, 3, 4).do(5, "SEKSI-PEM")
    detail = refused(Conflict, lambda: case.ask(STAF, 6))[1]
    assert "Rekapitulasi Data Kinerja Seksi Pelayanan Umum (langkah 5)" in detail
    assert "Seksi Pemerintahan" not in detail


def test_the_actions_of_a_task_come_in_their_order(case: Case) -> None:
    case.do(1).all_units(2, 3, 4, 5).do(6)
    code, detail = refused(Conflict, lambda: case.ask(KASUBBAG, 7, action="sign"))
    assert code == "task_not_yet"
    assert "“Ajukan konsep dokumen”" in detail


def test_a_task_may_be_done_again_until_a_later_one_has_used_its_output(case: Case) -> None:
    case.do(1).all_units(2).do(3, "SEKSI-PEM").do(3, "SEKSI-YAN").do(4, "SEKSI-YAN")
    assert case.ask(OPERATOR, 3, "SEKSI-PEM") == "do"
    yan = replace(OPERATOR, unit="SEKSI-YAN")
    code, detail = refused(Conflict, lambda: case.ask(yan, 3, "SEKSI-YAN"))
    assert code == "already_used_downstream"
    assert "langkah 4 (Pemeriksaan data, Seksi Pelayanan Umum) oleh Ibu Kasubbag" in detail
    assert case.ask(KASUBBAG, 4, "SEKSI-YAN") == "do"
    assert refused(Conflict, lambda: case.ask(KASUBBAG, 1))[0] == "already_used_downstream"
    assert refused(Conflict, lambda: case.ask(STAF, 2, "SEKSI-PEM"))[0] == "already_used_downstream"


def test_what_every_unit_made_is_used_once_the_office_has_gathered_it(case: Case) -> None:
    case.do(1).all_units(2, 3, 4, 5)
    assert case.ask(STAF, 5, "SEKSI-PEM") == "do"
    case.do(6)
    assert refused(Conflict, lambda: case.ask(STAF, 5, "SEKSI-PEM"))[0] == "already_used_downstream"
    assert case.ask(STAF, 6) == "do"
    case.do(7)
    assert refused(Conflict, lambda: case.ask(STAF, 6))[0] == "already_used_downstream"


def test_an_action_is_not_done_again_once_the_next_of_its_task_has_used_it(case: Case) -> None:
    seventh = case.procedure.step(7)
    short = replace(seventh, actions=(seventh.actions[0], seventh.actions[2]))
    steps = tuple(short if step == seventh else step for step in case.procedure.steps)
    case.procedure = replace(case.procedure, steps=steps)
    to_draft(case).do(7, action="sign")
    code, detail = refused(Conflict, lambda: case.ask(KASUBBAG, 7))
    assert code == "already_used_downstream"
    assert "langkah 7" in detail


def test_a_draft_may_be_made_again_until_it_is_approved(case: Case) -> None:
    to_draft(case)
    assert case.ask(KASUBBAG, 7) == "do"
    before = case.progress
    assert before.locked is None
    case.do(7, action="approve")
    assert case.progress.locked == case.events[-1]
    code, detail = refused(Conflict, lambda: case.ask(KASUBBAG, 7))
    assert code == "task_locked"
    assert "2 Oktober 2026" in detail


def test_after_approval_nothing_upstream_may_change_and_what_follows_may_be_done(
    case: Case,
) -> None:
    to_draft(case).do(7, action="approve")
    for actor, step, unit in [
        (KASUBBAG, 1, None), (STAF, 2, "SEKSI-PEM"), (OPERATOR, 3, "SEKSI-PEM"),
        (KASUBBAG, 4, "SEKSI-PEM"), (STAF, 5, "SEKSI-PEM"), (STAF, 6, None),
    ]:  # fmt: skip
        code, _ = refused(Conflict, partial(case.ask, actor, step, unit))
        assert code == "task_locked"
    assert refused(Conflict, lambda: case.ask(CAMAT, 7, action="approve"))[0] == "task_locked"
    assert case.ask(KASUBBAG, 7, action="sign") == "sign"
    case.do(7, action="sign")
    assert case.ask(KASUBBAG, 7, action="sign") == "sign"  # the wrong scan
    name = case.ds.receivers[0].name
    assert case.ask(STAF, 8, action="deliver", receiver=name) == "deliver"
    case.do(8, action="deliver", receiver=name)
    code, _ = refused(Conflict, lambda: case.ask(KASUBBAG, 7, action="sign"))
    assert code == "already_used_downstream"


def test_what_there_is_not_is_not_found(case: Case) -> None:
    asks: list[Callable[[], str]] = [
        lambda: case.ask(KASUBBAG, 9),
        lambda: case.ask(KASUBBAG, 1, "SEKSI-PEM"),
        lambda: case.ask(STAF, 2),
        lambda: case.ask(STAF, 2, "SEKSI-EKBANG"),
        lambda: case.ask(KASUBBAG, 1, action="approve"),
        lambda: case.ask(STAF, 8, action="deliver", receiver="Toko Sebelah"),
    ]
    for ask in asks:
        assert refused(NotFound, ask)[0] == "not_found"


def test_only_the_roles_named_for_it_open_a_case(sop: Procedure) -> None:
    require_may_open(sop, KASUBBAG)
    assert "Kassubag" in refused(NotAllowed, lambda: require_may_open(sop, STAF))[1]
