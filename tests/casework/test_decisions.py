"""Every question of the examination is decided: accepted, or sent back with a note."""

import pytest

from service.casework.decisions import (
    accepted_findings,
    office_questions,
    open_questions,
    questions,
)
from service.errors import Conflict, Invalid
from service.progress import Event
from tests.casework.office import Office, as_upload, sample

TRANTIB, SEKRETARIAT, YAN = "SEKSI-TRANTIB", "SEKRETARIAT", "SEKSI-YAN"
FAR = "capaian-jauh:3.2"
BACK = {FAR: {"verdict": "dikembalikan", "note": "Register Polsek mencatat 5 kejadian."}}


@pytest.fixture
def examined(office: Office) -> Office:
    """Give an office in which three units wait for their re-check."""
    office.order_format()
    for unit in (TRANTIB, SEKRETARIAT, YAN):
        office.hand_out(unit)
        office.gather(unit)
        office.examine(unit)
    return office


def recheck(office: Office, unit: str, findings: object, **facts: object) -> Event:
    """Decide `findings` and confirm; return what was recorded."""
    told = {"confirmed_by": "staf_program", "findings": findings, **facts}
    return office.act("staf_program", 5, unit, facts=told).progress.events[-1]


def asked(office: Office, unit: str) -> list[str]:
    return [one.finding.id for one in questions(office.view(), unit) if not one.accepted]


def test_accepted_findings_are_recorded_with_their_sentence_and_note(examined: Office) -> None:
    told = {FAR: {"verdict": "diterima", "note": "Kemarau panjang."}}
    event = recheck(examined, TRANTIB, told)
    assert (event.action, event.facts["confirmed_by"]) == ("done", "staf_program")
    (kept,) = event.facts["findings"].values()
    assert (kept["verdict"], kept["note"]) == ("diterima", "Kemarau panjang.")
    assert kept["text"].startswith("Capaian turun 38,89 poin: 77,78% pada Triwulan III")

    (accepted,) = accepted_findings(examined.view())
    assert accepted.finding.id == FAR
    assert accepted.accepted is not None
    assert (accepted.accepted.note, accepted.accepted.by.role) == (
        "Kemarau panjang.",
        "staf_program",
    )


def test_a_unit_nothing_is_asked_about_is_confirmed_as_before(examined: Office) -> None:
    event = recheck(examined, YAN, {})
    assert event.facts == {"confirmed_by": "staf_program"}


def test_one_returned_finding_sends_the_data_back_to_who_gathered_them(examined: Office) -> None:
    told = {name: {"verdict": "diterima", "note": "ada"} for name in asked(examined, SEKRETARIAT)}
    told["bukti-kosong:4.3"] = {"verdict": "dikembalikan", "note": "Lampirkan tanda terima."}
    event = recheck(examined, SEKRETARIAT, told)
    assert (event.action, event.step, event.facts["to"]) == ("returned", 5, "3.SEKRETARIAT")
    assert event.note == "4.3 Bukti belum ada: Lampirkan tanda terima."
    assert event.facts["findings"].keys() == told.keys()
    task = examined.view().progress.task(3, SEKRETARIAT)
    assert (task.state, task.returned) == ("dikembalikan", event)
    assert examined.view().progress.task(5, SEKRETARIAT).state == "menunggu"


def test_what_was_accepted_before_does_not_ask_again_while_its_figures_stay(
    examined: Office,
) -> None:
    told = {name: {"verdict": "diterima", "note": ""} for name in asked(examined, SEKRETARIAT)}
    told["bukti-kosong:4.3"] = {"verdict": "dikembalikan", "note": "Lampirkan tanda terima."}
    recheck(examined, SEKRETARIAT, told)
    examined.gather(SEKRETARIAT)
    examined.examine(SEKRETARIAT)
    assert asked(examined, SEKRETARIAT) == ["bukti-kosong:4.3"]
    again = next(one for one in questions(examined.view()) if one.finding.id == "bukti-kosong:4.3")
    assert again.before is not None
    assert again.before.note == "Lampirkan tanda terima."


def test_a_finding_whose_figure_changed_asks_again(examined: Office) -> None:
    recheck(examined, TRANTIB, {FAR: {"verdict": "diterima", "note": ""}})
    examined.send_back("kasubbag_program", 5, TRANTIB, to=f"3.{TRANTIB}")
    assert asked(examined, TRANTIB) == []
    examined.gather(TRANTIB, upload=examined.report("3.2", "7"))
    assert asked(examined, TRANTIB) == [FAR]
    assert accepted_findings(examined.view()) == ()


def test_every_finding_wants_a_verdict_and_a_returned_one_a_note(examined: Office) -> None:
    with pytest.raises(Invalid) as caught:
        recheck(
            examined, SEKRETARIAT,
            {
                "capaian-jauh:4.2": {"verdict": "mungkin"},
                "bukti-kosong:4.3": {"verdict": "dikembalikan", "note": "  "},
                "capaian-jauh:9.9": {"verdict": "diterima"},
            },
        )  # fmt: skip
    assert [(one.place, one.code) for one in caught.value.problems] == [
        ("capaian-jauh:4.2", "case_finding_missing"),
        ("realisasi-jauh:4.3", "case_finding_missing"),
        ("tindak-lanjut-lalu:4.3", "case_finding_missing"),
        ("bukti-kosong:4.3", "case_finding_note"),
        ("capaian-jauh:9.9", "case_finding_strange"),
    ]
    assert "4.2 Persentase tindak lanjut" in caught.value.problems[0].message
    assert examined.view().progress.task(5, SEKRETARIAT).state == "terbuka"


@pytest.mark.parametrize("told", [None, [], "diterima", {FAR: "diterima"}])
def test_what_is_no_decision_at_all_is_refused(examined: Office, told: object) -> None:
    with pytest.raises(Invalid, match="case_findings_incomplete"):
        recheck(examined, TRANTIB, told)


def test_accepting_everything_still_wants_the_confirmation(examined: Office) -> None:
    accepted = {FAR: {"verdict": "diterima", "note": ""}}
    with pytest.raises(Invalid, match="case_not_confirmed"):
        recheck(examined, TRANTIB, accepted, confirmed_by="camat")
    recheck(examined, TRANTIB, BACK, confirmed_by="")
    with pytest.raises(Conflict):
        recheck(examined, TRANTIB, accepted)


def test_the_previous_quarters_own_case_is_what_figures_are_held_against(empty: Office) -> None:
    values = sample() | {"triwulan": 2}
    for one in (i for s in values["sasaran"] for i in s["indikator"]):
        one["realisasi_tw"][2] = one["tindak_lanjut_sebelumnya"] = None
        if one["xy_tw"]:
            one["xy_tw"][2] = None
        if one["kode"] == "3.2":
            one["realisasi_tw"][1] = "4"
    empty.open(as_upload(values))
    view = empty.open()
    assert view.before is not None
    assert view.before.quarter == 2
    changed = {one.finding.id: one.finding for one in questions(view, TRANTIB)}
    assert changed["triwulan-lalu-berubah:3.2:2"].compared == "4 kejadian"
    assert "102" not in changed[FAR].text


def test_the_quarter_before_may_be_opened_later(office: Office) -> None:
    assert office.view().before is None
    values = sample() | {"triwulan": 2}
    office.open(as_upload(values))
    office.case = "2026-tw3"
    assert office.view().before is not None


def test_money_is_told_once_every_unit_is_through_and_wants_no_decision(office: Office) -> None:
    assert open_questions(office.view()) == ()
    view = office.play_units()
    opened = open_questions(view)
    assert [task for task, _ in opened][-2:] == ["", ""]
    assert {task for task, _ in opened[:-2]} == {
        "5.SEKSI-PEM", "5.SEKSI-PMD", "5.SEKSI-TRANTIB", "5.SEKRETARIAT",
    }  # fmt: skip
    assert [one.finding.id for one in office_questions(view)] == [
        "pagu-hampir-habis:7.01.03.2.01.0001", "serapan-capaian:S1",
    ]  # fmt: skip
    assert len(accepted_findings(view)) == len(opened) - 2


def test_nothing_is_asked_about_a_unit_that_was_let_go(examined: Office) -> None:
    unit = "SEKSI-PEM"
    assert asked(examined, unit) != []
    examined.hand_out(unit)
    examined.let_go(unit, "passed_over")
    assert asked(examined, unit) == []
