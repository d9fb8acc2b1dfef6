"""The SOP Pengumpulan Data Kinerja, shipped as files alone, on the sample office."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import service
from service import documents
from service.app import create_casework
from service.casework import CaseView, Casework, Upload
from service.casework.templates import of_procedure
from service.dataset import indicators
from service.procedure import Procedure, load_all
from service.progress import Actor
from service.settings import Settings
from service.store import Store
from service.values import Particulars
from tests.casework.office import SAMPLE, docx_text

CODE = "pengumpulan-data-kinerja"
CASE = f"{CODE}-2026-tw3"
ROOT = Path(service.__file__).parent


@pytest.fixture(scope="module")
def sop() -> Procedure:
    return load_all()[CODE]


class Collection:
    """The people of the sample office at the collection of a quarter's data."""

    def __init__(self, desk: Casework) -> None:
        self.desk = desk
        self.desk.open_case(Actor("kasubbag_program", None, "", ""), SAMPLE, CODE)

    @property
    def view(self) -> CaseView:
        return self.desk.view(CASE)

    def act(
        self, role: str, step: int, unit: str | None = None, action: str = "do", **more: object
    ) -> CaseView:
        """Do `action` as the holder of a role; an operator acts for the unit."""
        people = self.desk.actors(self.view.dataset, self.view.procedure)
        who = next(one for one in people if one.role == role and one.unit in (None, unit))
        return self.desk.act(who, CASE, step, unit, action, **more)  # type: ignore[arg-type]

    def units(self) -> list[str]:
        return [task.unit for task in self.view.progress.step(3).tasks if task.unit]

    def send(self, unit: str) -> CaseView:
        form = self.desk.form(CASE, unit)
        return self.act("operator", 3, unit, upload=Upload(form.content, form.name))

    def verify(self, unit: str) -> CaseView:
        codes = [one.code for one in indicators(self.view.dataset, unit)]
        checks = {code: {"verdict": "sesuai", "note": ""} for code in codes}
        return self.act("staf_program", 4, unit, facts={"checks": checks})

    def text(self, key: str, version: int | None = None) -> str:
        return docx_text(self.desk.document(CASE, key, version).content)


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    store = Store(tmp_path / "data", "kantor")
    desk = create_casework(Settings(secret_key="rahasia"), store, background=False)  # noqa: S106
    yield Collection(desk)
    desk.close()
    store.close()


def test_five_steps_from_the_request_to_the_approved_recapitulation(
    collection: Collection,
) -> None:
    collection.act("kasubbag_program", 1, number="000.8.6.3/1/2026")
    for unit in collection.units():
        collection.act("staf_program", 2, unit)
        collection.send(unit)
        collection.verify(unit)
    collection.act("staf_program", 5)
    draft = collection.text("P4")
    done = collection.act("sekretaris", 5, action="approve")
    assert done.progress.done
    assert {(one.key.partition(".")[0], one.state) for one in done.progress.outputs} == {
        ("P1", "diminta"), ("P2", "diserahkan"), ("P3", "terkumpul"), ("P3", "diverifikasi"),
        ("P4", "konsep"), ("P4", "disetujui"),
    }  # fmt: skip
    assert "Nomor\n:\n000.8.6.3/1/2026" in collection.text("P1")
    assert "KONSEP" in draft
    assert "Konsep, belum disetujui" in draft
    approved = collection.text("P4")
    assert "KONSEP" not in approved
    assert "Disetujui tanggal" in approved
    assert "…" not in approved.partition("Disetujui tanggal")[2].partition("\n")[0]


def test_the_request_names_every_unit_with_its_indicators(collection: Collection) -> None:
    collection.act("kasubbag_program", 1)
    text = collection.text("P1")
    assert "Seksi Pelayanan Umum\n1.1; 1.2; 1.3; 1.4\n4" in text
    assert "Seksi Pemberdayaan Masyarakat dan Desa\n2.3; 3.1\n2" in text
    assert "paling lambat tanggal 2 Oktober 2026" in text


def test_a_units_form_leaves_realizations_blank_and_its_data_print_them(
    collection: Collection,
) -> None:
    collection.act("kasubbag_program", 1)
    collection.act("staf_program", 2, "SEKSI-YAN")
    form = collection.text("P2.SEKSI-YAN")
    assert "83,00" in form  # the target
    assert "84,12" not in form  # the realization
    collection.send("SEKSI-YAN")
    assert "Belum diverifikasi" in collection.text("P3.SEKSI-YAN")
    collection.verify("SEKSI-YAN")
    data = collection.text("P3.SEKSI-YAN")
    assert "84,12" in data
    assert "Belum diverifikasi" not in data
    assert "Sesuai" in data


def test_the_recapitulation_counts_evidence_and_holds_both_kinds_of_data(
    collection: Collection,
) -> None:
    collection.act("kasubbag_program", 1)
    for unit in collection.units():
        collection.act("staf_program", 2, unit)
        collection.send(unit)
        collection.verify(unit)
    collection.act("staf_program", 5)
    text = collection.text("P4")
    assert "Sekretariat Kecamatan\n3\n2\n1\n2\n" in text  # 4.3 of the sample has no evidence
    assert "Jumlah\n12\n11\n1\n11\n" in text
    assert "1.907.201.000" in text


def test_what_was_gathered_is_the_data_the_measurement_begins_with(
    collection: Collection,
) -> None:
    collection.act("kasubbag_program", 1)
    collection.act("staf_program", 2, "SEKSI-TRANTIB")
    form = collection.desk.form(CASE, "SEKSI-TRANTIB")
    collection.act("operator", 3, "SEKSI-TRANTIB", upload=Upload(form.content, form.name))
    opener = Actor("kasubbag_program", None, "", "")
    measurement = collection.desk.open_quarter(opener, 2026, 3)
    assert measurement.id == "2026-tw3"
    assert measurement.dataset.objectives == collection.view.dataset.objectives


def test_everything_of_it_is_marked_as_a_proposal(sop: Procedure) -> None:
    assert "Seluruh SOP ini usulan" in sop.questions[0].text
    assert all(sop.asked(step=step.number) for step in sop.steps)
    assert all(sop.asked(role=role.code) for role in sop.roles)


def test_it_names_the_measurement_as_the_measurement_names_it(sop: Procedure) -> None:
    main = load_all().main
    assert f"SOP {main.name}" in sop.related
    assert f"SOP {sop.name}" in main.related


def test_no_line_of_python_knows_this_sop(sop: Procedure) -> None:
    own = {CODE} | {output.code for output in sop.outputs} | {one.template for one in sop.outputs}
    for source in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Constant):
                assert node.value not in own, f"{source.name}:{node.lineno}: {node.value}"


@pytest.mark.parametrize("paper", ["F4", "A4"])
def test_its_templates_are_filled_from_a_data_set_alone(
    collection: Collection, sop: Procedure, paper: str
) -> None:
    templates, ds = collection.desk.templates, collection.view.dataset
    names = [name for name in templates.names() if name.startswith(f"{CODE}.")]
    assert len(names) == 4
    for name in names:
        found = documents.described(name, templates.named(name, paper))
        unit = "SEKSI-YAN" if found.takes_unit else None
        particulars = Particulars(**of_procedure(sop))
        made = documents.render(found.content, ds, 3, unit, particulars)
        assert "KECAMATAN MENTEBAH" in docx_text(made)
