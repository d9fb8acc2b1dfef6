"""What an examiner noted stays visible until the data is sent or examined anew."""

from service.casework.findings import Finding, open_findings
from tests.casework.office import Office

UNIT, OTHER = "SEKSI-PEM", "SEKSI-YAN"


def examine(office: Office, unit: str, **notes: str) -> None:
    """Do step 4; the indicators named in `notes` (2_1 for 2.1) are to be mended."""
    wanted = {code.strip("n").replace("_", "."): note for code, note in notes.items()}
    verdicts = {
        one.code: {
            "verdict": "perbaiki" if one.code in wanted else "sesuai",
            "note": wanted.get(one.code, ""),
        }
        for objective in office.view().dataset.objectives
        for one in objective.indicators
        if one.unit == unit
    }
    assert set(wanted) <= set(verdicts)
    office.act("kasubbag_program", 4, unit, facts={"checks": verdicts})


def first_code(office: Office, unit: str) -> str:
    return next(
        one.code
        for objective in office.view().dataset.objectives
        for one in objective.indicators
        if one.unit == unit
    )


def test_what_is_to_be_mended_stays_open_and_the_examination_may_be_repeated(
    office: Office,
) -> None:
    office.order_format()
    for unit in (UNIT, OTHER):
        office.hand_out(unit)
        office.gather(unit)
    code = first_code(office, UNIT)
    examine(office, UNIT, **{f"n{code.replace('.', '_')}": "Lampirkan daftar hadir"})
    office.examine(OTHER)
    (found,) = open_findings(office.view())
    assert found == Finding(
        UNIT, "Seksi Pemerintahan", code, "Lampirkan daftar hadir", "4.SEKSI-PEM", repeatable=True
    )
    assert open_findings(office.view(), OTHER) == ()

    office.recheck(UNIT)
    assert [one.repeatable for one in open_findings(office.view(), UNIT)] == [False]


def test_findings_stand_in_the_order_of_the_indicators(office: Office) -> None:
    office.order_format()
    codes = []
    for unit in reversed(office.units()):
        office.hand_out(unit)
        office.gather(unit)
        codes.append(first_code(office, unit))
        examine(office, unit, **{f"n{codes[-1].replace('.', '_')}": "Lampirkan daftar hadir"})
    assert [one.indicator for one in open_findings(office.view())] == sorted(codes)
    assert codes != sorted(codes)


def test_an_examination_without_findings_closes_those_before(office: Office) -> None:
    office.order_format()
    office.hand_out(UNIT)
    office.gather(UNIT)
    code = first_code(office, UNIT)
    examine(office, UNIT, **{f"n{code.replace('.', '_')}": "Lampirkan daftar hadir"})
    office.examine(UNIT)
    assert open_findings(office.view()) == ()
