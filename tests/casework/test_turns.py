"""Whose turn it is, the latest first, and who waits for whom."""

from service.casework import Upload
from service.casework.turns import Turn, approvers, owing, turns, waiting
from service.progress import Actor
from tests.casework.office import Office, scan


def listed(office: Office) -> tuple[Turn, ...]:
    view = office.view()
    return turns(view, office.desk.actors(view.dataset))


def told(office: Office) -> list[tuple[str, str, int]]:
    return [(turn.task.key, turn.who.position, turn.task.late_days) for turn in listed(office)]


def test_a_new_quarter_waits_for_who_begins_it(office: Office) -> None:
    assert told(office) == [("1", "Kepala Sub Bagian Program dan Keuangan", 4)]


def test_the_latest_come_first_each_with_its_own_official(office: Office) -> None:
    office.order_format()
    for unit in ("SEKSI-PEM", "SEKSI-YAN"):
        office.hand_out(unit)
    office.gather("SEKSI-PEM")
    assert told(office) == [
        ("2.SEKRETARIAT", "Pengelola Data Kinerja", 4),
        ("2.SEKSI-PMD", "Pengelola Data Kinerja", 4),
        ("2.SEKSI-TRANTIB", "Pengelola Data Kinerja", 4),
        ("3.SEKSI-YAN", "Operator Data Kinerja Seksi Pelayanan Umum", 3),
        ("4.SEKSI-PEM", "Kepala Sub Bagian Program dan Keuangan", 2),
    ]


def test_what_one_official_owes_stands_together(office: Office) -> None:
    office.order_format()
    office.hand_out("SEKSI-YAN")
    first, second = owing(listed(office))
    assert first.who.role == "staf_program"
    assert [turn.task.unit for turn in first.turns] == [
        "SEKRETARIAT", "SEKSI-PEM", "SEKSI-PMD", "SEKSI-TRANTIB",
    ]  # fmt: skip
    assert (first.late_days, second.late_days) == (4, 3)
    assert (second.who.role, second.who.unit) == ("operator", "SEKSI-YAN")


def test_a_role_nobody_holds_is_named_as_the_sop_names_it(office: Office) -> None:
    (turn,) = turns(office.view(), [])
    assert turn.who == Actor("kasubbag_program", None, "", "Kassubag Program dan Keuangan")


def test_what_was_sent_back_is_owed_again_with_its_note(office: Office) -> None:
    office.order_format()
    office.hand_out("SEKSI-PEM")
    office.gather("SEKSI-PEM")
    office.send_back("kasubbag_program", 4, "SEKSI-PEM")
    back = next(turn for turn in listed(office) if turn.task.key == "3.SEKSI-PEM")
    assert back.returned is not None
    assert back.returned.note == "Angka belum sesuai dengan register."
    office.gather("SEKSI-PEM")
    assert all(turn.returned is None for turn in listed(office))


def test_a_unit_that_was_let_go_owes_nothing(office: Office) -> None:
    office.order_format()
    for unit in office.units():
        office.hand_out(unit)
    office.let_go("SEKSI-YAN", "passed_over")
    assert "SEKSI-YAN" not in {turn.task.unit for turn in listed(office)}
    assert all("Seksi Pelayanan Umum" not in one.units for one in waiting(office.view()))


def test_what_has_to_be_made_again_is_owed_by_who_made_it(reported: Office) -> None:
    reported.collect()
    reported.send_back("staf_program", 6, to="3.SEKSI-TRANTIB")
    reported.gather("SEKSI-TRANTIB", upload=reported.report("3.2", "5"))
    reported.examine("SEKSI-TRANTIB")
    reported.recheck("SEKSI-TRANTIB")
    (turn,) = [turn for turn in listed(reported) if turn.task.key == "6"]
    assert (turn.action.name, turn.who.role) == ("remake", "staf_program")
    assert "3.2" in " ".join(one.text for one in turn.task.stale)


def test_receivers_that_lack_the_document_are_named(reported: Office) -> None:
    reported.collect()
    reported.draft()
    reported.approve()
    reported.sign(Upload(scan("JPEG"), "pindai.jpg"))
    names = [receiver.name for receiver in reported.view().dataset.receivers]
    reported.deliver(names[0])
    (turn,) = listed(reported)
    assert turn.receivers == tuple(names[1:])


def test_a_done_quarter_waits_for_nobody(delivered: Office) -> None:
    assert listed(delivered) == ()
    assert waiting(delivered.view()) == ()


def test_each_waiting_step_names_the_units_it_waits_for(office: Office) -> None:
    office.order_format()
    for unit in office.units():
        office.hand_out(unit)
    for unit in ("SEKRETARIAT", "SEKSI-PEM", "SEKSI-PMD", "SEKSI-TRANTIB"):
        office.gather(unit)
    office.examine("SEKSI-PEM")
    office.recheck("SEKSI-PEM")
    shown = {
        one.step.number: (one.units, [(step.number, units) for step, units in one.for_])
        for one in waiting(office.view())
    }
    late = ("Seksi Pelayanan Umum",)
    unexamined = (
        "Sekretariat Kecamatan",
        "Seksi Pemberdayaan Masyarakat dan Desa",
        "Seksi Ketenteraman dan Ketertiban Umum",
        "Seksi Pelayanan Umum",
    )
    assert shown == {
        4: (late, [(3, late)]),
        5: (unexamined, [(4, unexamined)]),
        6: ((), [(5, unexamined)]),
        7: ((), [(6, ())]),
        8: ((), [(7, ())]),
    }


def test_those_who_approve_are_the_ones_one_reports_to(office: Office) -> None:
    view = office.view()
    (camat,) = approvers(view.procedure, office.desk.actors(view.dataset))
    assert camat.role == "camat"
