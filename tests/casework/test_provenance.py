"""From a figure to the cell of the upload, and to the documents that print it."""

import json
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from service import documents, word
from service.casework import Upload
from service.dataset import DataSet, Path, figures, indicators, parse, to_json
from service.errors import NotFound
from service.values import Particulars
from tests.casework.office import ROOT, Office, as_upload, docx_text, sample
from tests.workbook.books import edited

FIRST = Upload((ROOT / "samples" / "mentebah-2026-tw3-awal.xlsx").read_bytes(), "awal.xlsx")
NOW: Path = ("3.2", "realisasi", 3)
TOLD = ("3.2", "faktor_penghambat", 0)


def form(unit: str) -> Upload:
    """Return the sample form a unit filled in."""
    name = f"isian-{unit.lower()}-tw3.xlsx"
    return Upload((ROOT / "samples" / name).read_bytes(), name)


def with_value(upload: Upload, place: str, value: Any) -> Upload:
    def write(book: Workbook) -> None:
        sheet, _, cell = place.partition("!")
        book[sheet][cell] = value

    return Upload(edited(upload.content, write), "perbaikan.xlsx")


def report(office: Office, unit: str, upload: Upload | None = None) -> None:
    office.hand_out(unit)
    office.gather(unit, upload=upload or form(unit))


@pytest.fixture
def reported(empty: Office) -> Office:
    """Give an office in which Seksi Trantib has reported."""
    empty.open(FIRST)
    empty.order_format()
    report(empty, "SEKSI-TRANTIB")
    return empty


def origin(office: Office, path: Path = NOW) -> Any:
    return office.desk.tracing.of(office.case).origins[path]


def test_a_figure_leads_to_sheet_and_cell_of_the_upload_who_and_when(reported: Office) -> None:
    found = origin(reported)
    assert found.value == 6
    source = found.source
    assert source.file is not None
    assert source.file.name == "isian-seksi-trantib-tw3.xlsx"
    assert (source.actor.role, source.actor.unit) == ("operator", "SEKSI-TRANTIB")
    assert source.at == reported.view().progress.events[source.event - 1].at
    sent = reported.desk.tracing.upload(source.case, source.event)
    assert sent.content == form("SEKSI-TRANTIB").content
    sheet, _, cell = source.place.partition("!")
    assert load_workbook(BytesIO(sent.content))[sheet][cell].value == 6


def test_what_the_office_sent_leads_to_the_workbook_that_opened_the_quarter(
    reported: Office,
) -> None:
    for path in (("3.2", "target", 0), ("3.2", "realisasi", 1), ("7.01.01.2.01.0006", "pagu", 0)):
        source = origin(reported, path).source
        assert (source.event, source.file.name) == (1, "awal.xlsx")
    assert origin(reported, ("3.2", "target", 0)).source.place.startswith("Sasaran & Indikator!")


def test_an_upload_that_repeats_a_value_takes_over_and_the_value_stands_since_the_first(
    reported: Office,
) -> None:
    first, told = (origin(reported, path).source for path in (NOW, TOLD))
    again = with_value(form("SEKSI-TRANTIB"), told.place, "Kemarau panjang")
    reported.gather("SEKSI-TRANTIB", upload=again)
    found = origin(reported)
    assert found.source.event == first.event + 1
    assert found.since.event == first.event
    assert found.shifts[-1].source.event == first.event


def test_a_changed_value_tells_old_and_new_and_both_uploads(reported: Office) -> None:
    first = origin(reported).source
    reported.gather("SEKSI-TRANTIB", upload=with_value(form("SEKSI-TRANTIB"), first.place, 5))
    shift = origin(reported).shifts[-1]
    assert (shift.old, shift.new) == (Decimal(6), Decimal(5))
    assert (shift.source.file.name, shift.source.place) == ("perbaikan.xlsx", first.place)
    assert [(one.old, one.new) for one in origin(reported).shifts] == [(None, 6), (6, 5)]


def test_a_unit_that_was_passed_over_leaves_no_cell_but_who_did_it(office: Office) -> None:
    office.order_format()
    office.hand_out("SEKSI-TRANTIB")
    kasubbag = office.someone("kasubbag_program")
    office.desk.let_go(
        kasubbag, office.case, 3, "SEKSI-TRANTIB", "passed_over", note="Belum mengirim"
    )
    found = origin(office)
    assert found.value is None
    assert (found.source.place, found.source.file) == (None, None)
    assert (found.source.action, found.source.actor) == ("passed_over", kasubbag)


def test_json_leads_to_its_path(empty: Office) -> None:
    empty.open()
    place = origin(empty).source.place
    assert place == "sasaran[2].indikator[1].realisasi_tw[2]"


def test_an_earlier_quarter_leads_to_the_upload_of_its_own_case(empty: Office) -> None:
    second = sample() | {"triwulan": 2}
    empty.open(as_upload(second))
    empty.open(FIRST)
    found = origin(empty, ("3.2", "realisasi", 2))
    assert (found.source.case, found.source.file.name) == ("2026-tw2", "data.json")
    assert origin(empty, ("3.2", "target", 0)).source.case == "2026-tw3"


def test_an_earlier_quarter_that_differs_leads_to_the_opening(empty: Office) -> None:
    second = sample() | {"triwulan": 2}
    second["sasaran"][2]["indikator"][1]["realisasi_tw"][1] = 4
    empty.open(as_upload(second))
    empty.open(FIRST)
    assert origin(empty, ("3.2", "realisasi", 2)).source.case == "2026-tw3"


def test_a_quarter_opened_without_a_file_leads_to_the_quarter_before(reported: Office) -> None:
    before = origin(reported)
    kasubbag = reported.someone("kasubbag_program")
    reported.case = reported.desk.open_quarter(kasubbag, 2026, 4).id
    assert origin(reported).source == before.source
    assert origin(reported, ("3.2", "target", 0)).source.file.name == "awal.xlsx"
    promised = origin(reported, ("3.2", "tindak_lanjut_sebelumnya", 0))
    assert (promised.value, promised.source.case) == ("belum", "2026-tw3")


def test_the_budget_leads_to_the_budget_form(delivered: Office) -> None:
    assert origin(delivered, ("7.01.01.2.01.0006", "pagu", 0)).source.case == delivered.case


def test_the_cells_of_an_upload_tell_which_still_stand(reported: Office) -> None:
    first = origin(reported).source
    reported.gather("SEKSI-TRANTIB", upload=with_value(form("SEKSI-TRANTIB"), first.place, 5))
    cells = {one.path: one for one in reported.desk.tracing.cells(reported.case, first.event)}
    assert (cells[NOW].place, cells[NOW].value, cells[NOW].now) == (first.place, 6, 5)
    assert not cells[NOW].stands
    newest = reported.desk.tracing.cells(reported.case, first.event + 1)
    assert all(one.stands for one in newest)
    with pytest.raises(NotFound):
        reported.desk.tracing.cells(reported.case, 2)


def printed(office: Office, path: Path) -> dict[str, tuple[str, ...]]:
    prints = office.desk.tracing.of(office.case).prints.of(path)
    return {one.file.key: (*one.names, *one.computed) for one in prints}


def test_a_cell_leads_to_the_documents_that_print_it(delivered: Office) -> None:
    found = printed(delivered, NOW)
    assert found == {
        "D1": ("realisasi", "realisasi_sd", "capaian"),
        "D3.SEKSI-TRANTIB": ("realisasi_tw3", "realisasi_sd"),
        "D4": ("realisasi_sd", "capaian", "capaian_tahunan"),
        "D5": ("realisasi_tw3", "realisasi_sd", "capaian", "capaian_tahunan"),
    }
    prints = delivered.desk.tracing.of(delivered.case).prints.of(NOW)
    assert {one.file.state for one in prints if one.file.key == "D5"} == {"disampaikan"}


def test_a_blank_form_prints_targets_and_no_results(reported: Office) -> None:
    assert "D1" in printed(reported, ("3.2", "target", 3))
    assert "D1" not in printed(reported, NOW)


def test_a_stale_document_prints_the_value_it_was_made_from(reported: Office) -> None:
    place = origin(reported).source.place
    reported.examine("SEKSI-TRANTIB")
    kasubbag = reported.someone("kasubbag_program")
    raw = to_json(reported.view().dataset)
    raw["sasaran"][2]["indikator"][1]["realisasi_tw"][2] = 5
    reported.desk.amend(kasubbag, reported.case, parse(raw), "Salah ketik")
    (of_unit,) = reported.desk.tracing.of(reported.case).prints.of(NOW)
    assert of_unit.value == 6
    assert origin(reported).value == 5
    assert origin(reported).source.place is None
    assert place is not None


SHOWN = [
    ("3.2", "realisasi", 3), ("3.2", "realisasi", 1), ("3.2", "faktor_penghambat", 0),
    ("3.2", "bukti_dukung", 0), ("1.2", "pembilang", 3), ("3.2", "target", 1),
    ("7.01.01.2.01.0006", "pagu", 0),
]  # fmt: skip


@pytest.mark.parametrize("path", SHOWN)
def test_exactly_the_documents_named_change_when_the_figure_changes(
    delivered: Office, path: Path
) -> None:
    """Every document is made twice; those that read otherwise are those that print the figure."""
    view = delivered.view()
    other = with_another(view.dataset, path)
    named = printed(delivered, path).keys()
    filled = {file.key: file for file in view.progress.outputs if file.ref.template}
    assert len(filled) == 13
    for file in filled.values():
        template = delivered.store.file(file.ref.template)
        state = Particulars(state=file.state)
        texts = [
            docx_text(documents.render(template, ds, view.quarter, file.unit, state))
            for ds in (view.dataset, other)
        ]
        assert (texts[0] != texts[1]) == (file.key in named), file.key


def with_another(ds: DataSet, path: Path) -> DataSet:
    raw = to_json(ds)
    code, field, quarter = path
    for objective in raw["sasaran"]:
        for one in objective["indikator"]:
            if one["kode"] == code:
                put_another(one, field, quarter)
    for programme in raw["program"]:
        for activity in programme["kegiatan"]:
            for sub in activity["sub"]:
                if sub["kode"] == code:
                    sub["pagu"] += 1_000_000
    changed = parse(json.loads(json.dumps(raw)))
    assert figures(changed)[path] != figures(ds)[path]
    return changed


def put_another(one: dict[str, Any], field: str, quarter: int) -> None:
    match field:
        case "realisasi":
            one["realisasi_tw"][quarter - 1] = str(Decimal(one["realisasi_tw"][quarter - 1]) + 1)
        case "pembilang":
            one["xy_tw"][quarter - 1][0] = str(Decimal(one["xy_tw"][quarter - 1][0]) - 1)
            one["realisasi_tw"] = [None] * 4
        case "target":
            one["target_tw"][quarter - 1] = str(Decimal(one["target_tw"][quarter - 1]) + 1)
            one["target_tahunan"] = str(Decimal(one["target_tahunan"]) + 1)
        case "bukti_dukung":
            one[field] = ["Bukti lain"]
        case _:
            one[field] = "Kalimat lain"


def test_the_trace_knows_every_figure_of_the_case(delivered: Office) -> None:
    trace = delivered.desk.tracing.of(delivered.case)
    assert trace.origins.keys() == figures(delivered.view().dataset).keys()
    assert trace.derived.average.value == delivered.view().measurement.summary.average
    assert trace.derived.indicators.keys() == {one.code for one in indicators(trace.view.dataset)}
    assert delivered.desk.tracing.of(delivered.case) is trace
    assert replace(trace) == trace


def test_the_values_of_a_document_fill_its_template_to_the_very_same_bytes(
    delivered: Office,
) -> None:
    for file in delivered.view().progress.outputs:
        if not file.ref.template:
            continue
        filled = delivered.desk.tracing.filled(delivered.case, file.key, file.version)
        template = word.compile(delivered.store.file(file.ref.template))
        made = delivered.desk.document(delivered.case, file.key, file.version).content
        assert template.fill(filled.values) == made, (file.key, file.version)


def test_the_values_of_a_numbered_document_are_its_own(reported: Office) -> None:
    kasubbag = reported.someone("kasubbag_program")
    reported.desk.set_number(kasubbag, reported.case, "D1", number="000.1/2026", date=None)
    first, second = (reported.desk.tracing.filled(reported.case, "D1", one) for one in (1, 2))
    assert first.values["nomor"] != second.values["nomor"] == "000.1/2026"


def test_an_older_document_has_the_figures_and_origins_of_its_time(reported: Office) -> None:
    first = origin(reported).source
    reported.gather("SEKSI-TRANTIB", upload=with_value(form("SEKSI-TRANTIB"), first.place, 5))
    old, new = (
        reported.desk.tracing.filled(reported.case, "D3.SEKSI-TRANTIB", one) for one in (1, 2)
    )
    assert (old.origins[NOW].value, new.origins[NOW].value) == (6, 5)
    assert (old.origins[NOW].source.event, new.origins[NOW].source.event) == (
        first.event, first.event + 1,
    )  # fmt: skip
    shares = [one.values["bagian"]["sasaran"][0]["indikator"] for one in (old, new)]
    assert [one[-1]["realisasi_tw3"] for one in shares] == ["6", "5"]


def test_a_signed_document_was_filled_as_the_one_before_it(delivered: Office) -> None:
    assert delivered.desk.tracing.filled(delivered.case, "D5").file.state == "disetujui"
