"""The SOP as data: what the shipped file says, and every mistake a file can hold."""

import ast
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

import service
from service.errors import Invalid, NotFound
from service.procedure import OutputState, Procedure, load, load_all, reread
from tests import sops

SHIPPED = Path(service.__file__).parent / "procedures" / "pengukuran-kinerja"


@pytest.fixture(scope="module")
def sop() -> Procedure:
    return load_all()["pengukuran-kinerja"]


def broken(folder: Path, change: Callable[[dict[str, Any]], object]) -> list[tuple[str, str]]:
    """Load the shipped file with one change; return (place, code) of what is wrong with it."""
    data = yaml.safe_load((SHIPPED / "procedure.yaml").read_text("utf-8"))
    change(data)
    return wrong(folder, yaml.safe_dump(data, allow_unicode=True))


def wrong(folder: Path, text: str) -> list[tuple[str, str]]:
    here = folder / SHIPPED.name
    here.mkdir(exist_ok=True)
    (here / "procedure.yaml").write_text(text, "utf-8")
    with pytest.raises(Invalid) as caught:
        load(here)
    assert caught.value.code == "procedure_invalid"
    return [(one.place.partition(": ")[2], one.code) for one in caught.value.problems]


def test_the_shipped_procedure_has_the_eight_steps_in_the_words_of_the_sop(sop: Procedure) -> None:
    assert [step.number for step in sop.steps] == list(range(1, 9))
    assert sop.step(5).activity == (
        "Kassubag Program dan Keuangan beserta Staf Pengelola Data Kinerja melakukan Check & "
        "Re-Check data Capaian Kinerja (kesesuaian dengan target Perjanjian Kinerja)"
    )
    assert [step.time for step in sop.steps] == [
        "30 menit", "Paling Lambat Tanggal 5 Triwulan Berikutnya", "1 hari", "1 hari", "1 hari",
        "2 hari", "30 menit", "30 menit",
    ]  # fmt: skip
    assert [step.output_name for step in sop.steps] == [
        "Format Pengukuran Kinerja", "Checklist Inventarisasi Data Kinerja",
        "Rekapitulasi Data Kinerja", "Rekapitulasi Data Kinerja", "Rekapitulasi Data Kinerja",
        "Rekapitulasi Pengukuran Kinerja", "Dokumen Pengukuran Kinerja",
        "Dokumen Pengukuran Kinerja",
    ]  # fmt: skip


def test_each_step_is_done_by_whom_brings_what_and_makes_what(sop: Procedure) -> None:
    lines = [
        (step.number, step.per, action.name, action.by, action.brings, list(map(str, action.makes)))
        for step in sop.steps
        for action in step.required
    ]
    kasubbag, staf = "kasubbag_program", "staf_program"
    assert lines == [
        (1, "office", "do", (kasubbag,), "nothing", ["D1 kosong"]),
        (2, "unit", "do", (staf,), "nothing", ["D2 diserahkan"]),
        (3, "unit", "do", ("operator",), "unit_form", ["D3 dihimpun", "D2 terisi"]),
        (4, "unit", "do", (kasubbag,), "checks", ["D3 diperiksa"]),
        (5, "unit", "do", (kasubbag, staf), "confirmation", ["D3 dicek_ulang"]),
        (6, "office", "do", (staf,), "budget_form", ["D4 disusun", "D1 terisi"]),
        (7, "office", "do", (kasubbag,), "nothing", ["D5 konsep"]),
        (7, "office", "approve", ("camat",), "nothing", ["D5 disetujui"]),
        (7, "office", "sign", (kasubbag,), "signed_file", ["D5 ditandatangani"]),
        (8, "office", "deliver", (staf,), "receipt", ["D5 disampaikan"]),
    ]
    assert [action.per_receiver for action in sop.step(8).required] == [True]
    assert sop.step(7).actions[1].event == "approved"


def test_letters_go_with_four_steps_and_no_step_waits_for_one(sop: Procedure) -> None:
    written = [
        (step.number, action.event, str(action.makes[0]), sop.output(action.makes[0].output).per)
        for step in sop.steps
        for action in step.actions
        if action.optional
    ]
    assert written == [
        (1, "written", "D6 perintah", "office"),
        (2, "written", "D9 penyampaian", "unit"),
        (7, "written", "D8 dibuat", "office"),
        (8, "written", "D7 dibuat", "office"),
    ]
    assert sop.letters == {"D6", "D7", "D8", "D9"}
    assert not sop.letters & {need.output for step in sop.steps for need in step.needs}


def test_the_filled_form_is_the_kelengkapan_of_steps_six_to_eight(sop: Procedure) -> None:
    for number in (6, 7, 8):
        (only,) = sop.step(number).requirements
        assert (only.name, str(only.proof)) == ("Format Pengukuran Kinerja", "D1 terisi")


def test_what_the_sop_leaves_open_is_marked_and_what_is_certain_is_not(sop: Procedure) -> None:
    assert [step.number for step in sop.steps if not sop.asked(step=step.number)] == [1]
    assert [role.code for role in sop.roles if sop.asked(role=role.code)] == [
        "sekretaris", "camat", "kepala_seksi",
    ]  # fmt: skip
    assert "salah salin" in sop.question("kelengkapan-2").text
    assert len(sop.legal_bases) == 3
    assert all(" Nomor " in one and "No." not in one for one in sop.legal_bases)
    assert sop.question("dasar-hukum-4").about.sop
    assert not sop.confirmed("due")


def test_asking_for_what_the_procedure_does_not_have_is_not_found(sop: Procedure) -> None:
    with pytest.raises(NotFound):
        sop.step(9)
    with pytest.raises(NotFound):
        sop.output("D99")
    with pytest.raises(NotFound):
        sop.role("bupati")


def test_python_knows_no_output_and_no_state_of_this_procedure(sop: Procedure) -> None:
    names = {output.code for output in sop.outputs}
    names |= {state for output in sop.outputs for state in output.states}
    names |= {role.code for role in sop.roles}
    package = Path(service.__file__).parent
    sources = [package / "deadlines.py", *(package / "procedure").glob("*.py")]
    sources += (package / "progress").glob("*.py")
    for source in sources:
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Constant):
                assert node.value not in names, f"{source.name}:{node.lineno}: {node.value}"


MISTAKES: list[tuple[str, Callable[[dict[str, Any]], object], str, str]] = [
    ("unknown key", lambda d: d.update(nama="x"), "nama", "procedure_unknown_key"),
    ("missing key", lambda d: d.pop("warning"), "warning", "procedure_missing"),
    (
        "text for a list",
        lambda d: d.update(open_roles="camat"),
        "open_roles",
        "procedure_wrong_kind",
    ),
    (
        "number as text",
        lambda d: d["steps"][2].update(number="3"),
        "steps[2].number",
        "procedure_wrong_kind",
    ),
    (
        "blank text",
        lambda d: d["steps"][2].update(title=""),
        "steps[2].title",
        "procedure_wrong_kind",
    ),
    (
        "unknown brings",
        lambda d: d["steps"][0]["actions"][0].update(brings="kopi"),
        "steps[0].actions[0].brings",
        "procedure_unknown_value",
    ),
    (
        "unknown per",
        lambda d: d["outputs"][1].update(per="desa"),
        "outputs[1].per",
        "procedure_unknown_value",
    ),
    (
        "unknown action",
        lambda d: d["steps"][0]["actions"][0].update(name="hapus"),
        "steps[0].actions[0].name",
        "procedure_unknown_value",
    ),
    (
        "output state in one word",
        lambda d: d["steps"][1].update(needs=["D1"]),
        "steps[1].needs[0]",
        "procedure_wrong_kind",
    ),
    (
        "unknown output",
        lambda d: d["steps"][1].update(needs=["D99 kosong"]),
        "steps[1].needs[0]",
        "procedure_unknown_output",
    ),
    (
        "unknown state",
        lambda d: d["steps"][1]["requirements"][0].update(proof="D1 penuh"),
        "steps[1].requirements[0].proof",
        "procedure_unknown_state",
    ),
    (
        "unknown role",
        lambda d: d["steps"][6]["actions"][1].update(by=["lurah"]),
        "steps[6].actions[1].by[0]",
        "procedure_unknown_role",
    ),
    (
        "unknown opener",
        lambda d: d.update(open_roles=["x"]),
        "open_roles[0]",
        "procedure_unknown_role",
    ),
    (
        "unknown role that opens again",
        lambda d: d.update(reopen_roles=["x"]),
        "reopen_roles[0]",
        "procedure_unknown_role",
    ),
    (
        "unknown role that lets a unit go",
        lambda d: d["steps"][2].update(skip_by=["x"]),
        "steps[2].skip_by[0]",
        "procedure_unknown_role",
    ),
    (
        "the whole office let go",
        lambda d: d["steps"][5].update(skip_by=["camat"]),
        "steps[5].skip_by",
        "procedure_skip_office",
    ),
    (
        "waiting for a letter nobody has to write",
        lambda d: d["steps"][0]["actions"][0].update(optional=True),
        "steps[1].needs[0]",
        "procedure_needs_optional",
    ),
    (
        "an action the service offers itself",
        lambda d: d["steps"][0]["actions"][0].update(name="remake"),
        "steps[0].actions[0].name",
        "procedure_unknown_value",
    ),
    (
        "unknown slice of the data",
        lambda d: d["steps"][0]["actions"][0].update(reads=["cuaca"]),
        "steps[0].actions[0].reads[0]",
        "procedure_unknown_value",
    ),
    (
        "an output nobody makes",
        lambda d: d["outputs"][3]["states"].append("arsip"),
        "outputs[3].states[1]",
        "procedure_nobody_makes",
    ),
    (
        "two steps make one state",
        lambda d: d["steps"][4]["actions"][0].update(makes=["D3 dicek_ulang", "D3 diperiksa"]),
        "steps[4].actions[0].makes[1]",
        "procedure_made_twice",
    ),
    (
        "states made in another order",
        lambda d: d["outputs"][0].update(states=["terisi", "kosong"]),
        "steps[0].actions[0].makes[0]",
        "procedure_state_order",
    ),
    (
        "a need made later",
        lambda d: d["steps"][0].update(needs=["D4 disusun"]),
        "steps[0].needs[0]",
        "procedure_needs_later",
    ),
    (
        "a need made by the step itself",
        lambda d: d["steps"][3].update(needs=["D3 diperiksa"]),
        "steps[3].needs[0]",
        "procedure_needs_later",
    ),
    (
        "a step per unit makes the office's output",
        lambda d: d["steps"][5].update(per="unit"),
        "steps[5].actions[0].makes[0]",
        "procedure_per",
    ),
    (
        "step numbers with a gap",
        lambda d: d["steps"][7].update(number=9),
        "steps[7].number",
        "procedure_step_number",
    ),
    (
        "the same output code twice",
        lambda d: d["outputs"].append(d["outputs"][4] | {"slug": "lain"}),
        "outputs[9].code",
        "procedure_twice",
    ),
    (
        "a slug with a slash",
        lambda d: d["outputs"][0].update(slug="a/b"),
        "outputs[0].slug",
        "procedure_not_a_word",
    ),
    (
        "no due rule",
        lambda d: d["steps"][3].update(due={}),
        "steps[3].due",
        "procedure_due_unclear",
    ),
    (
        "two due rules",
        lambda d: d["steps"][3]["due"].update(day_of_next_quarter=5),
        "steps[3].due",
        "procedure_due_unclear",
    ),
    (
        "due after an unknown step",
        lambda d: d["steps"][7].update(due={"after_step": 12}),
        "steps[7].due.after_step",
        "procedure_out_of_range",
    ),
    (
        "day 31",
        lambda d: d["steps"][1].update(due={"day_of_next_quarter": 31}),
        "steps[1].due.day_of_next_quarter",
        "procedure_out_of_range",
    ),
    (
        "too many days before",
        lambda d: d["steps"][3]["due"].update(working_days=-61),
        "steps[3].due.working_days",
        "procedure_out_of_range",
    ),
    (
        "an action nobody may do",
        lambda d: d["steps"][3]["actions"][0].update(by=[]),
        "steps[3].actions[0].by",
        "procedure_empty",
    ),
    ("another folder's code", lambda d: d.update(code="lain"), "code", "procedure_code"),
    (
        "a code no address can hold",
        lambda d: d.update(code="Pengukuran Kinerja"),
        "code",
        "procedure_code_unusable",
    ),
    (
        "a template nobody has",
        lambda d: d["outputs"][1].update(template="daftar-periksa"),
        "outputs[1].template",
        "procedure_template_missing",
    ),
    (
        "a template outside its folder",
        lambda d: d["outputs"][1].update(template="../checklist"),
        "outputs[1].template",
        "procedure_not_a_word",
    ),
    (
        "an output without states",
        lambda d: d["outputs"][3].update(states=[]),
        "outputs[3].states",
        "procedure_empty",
    ),
]


@pytest.mark.parametrize(
    ("change", "place", "code"), [row[1:] for row in MISTAKES], ids=[row[0] for row in MISTAKES]
)
def test_a_mistake_is_refused_with_its_place(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], place: str, code: str
) -> None:
    assert (place, code) in broken(tmp_path, change)


def test_all_mistakes_are_told_at_once_each_with_what_stands_there(tmp_path: Path) -> None:
    def change(data: dict[str, Any]) -> None:
        data["judul"] = "x"
        data["steps"][0]["actions"][0]["brings"] = "kopi"
        data["steps"][6]["actions"][1]["by"] = ["lurah"]
        data["steps"][7]["needs"] = ["D5 lunas"]
        data["steps"][7]["due"] = {"after_step": 8}

    assert broken(tmp_path, change) == [
        ("judul", "procedure_unknown_key"),
        ("steps[0].actions[0].brings", "procedure_unknown_value"),
        ("steps[6].actions[1].by[0]", "procedure_unknown_role"),
        ("steps[7].needs[0]", "procedure_unknown_state"),
        ("steps[7].due.after_step", "procedure_due_circle"),
    ]
    with pytest.raises(Invalid) as caught:
        load_all(tmp_path)
    role = caught.value.problems[2]
    assert (role.found, role.expected) == (
        "lurah", "kasubbag_program, staf_program, operator, sekretaris, camat, kepala_seksi",
    )  # fmt: skip
    assert role.place.startswith("pengukuran-kinerja/procedure.yaml: ")
    assert "lurah" in role.message


def test_every_kind_of_mistake_an_office_makes_is_told_in_one_go(tmp_path: Path) -> None:
    def change(data: dict[str, Any]) -> None:
        data["steps"][0]["actions"][0]["by"] = ["lurah"]
        data["steps"][1]["needs"] = ["D99 kosong"]
        data["steps"][7]["due"] = {"after_step": 12}
        data["steps"][6]["actions"][0]["makes"] = ["D4 disusun"]  # as step 6 does
        data["steps"][6]["needs"] = ["D1 terisi"]
        data["outputs"][4]["states"] = ["disetujui", "ditandatangani", "disampaikan"]
        data["outputs"][2]["template"] = "rekap-lama"

    assert sorted(broken(tmp_path, change)) == [
        ("outputs[2].template", "procedure_template_missing"),
        ("steps[0].actions[0].by[0]", "procedure_unknown_role"),
        ("steps[1].needs[0]", "procedure_unknown_output"),
        ("steps[6].actions[0].makes[0]", "procedure_made_twice"),
        ("steps[7].due.after_step", "procedure_out_of_range"),
    ]


def test_due_dates_in_a_circle_are_told_at_the_steps_of_the_circle(tmp_path: Path) -> None:
    assert broken(tmp_path, lambda d: d["steps"][1].update(due={"after_step": 3})) == [
        ("steps[1].due.after_step", "procedure_due_circle"),
        ("steps[2].due.after_step", "procedure_due_circle"),
    ]


def test_two_states_of_one_output_are_not_reached_in_one_action(tmp_path: Path) -> None:
    def change(data: dict[str, Any]) -> None:
        data["steps"][3]["actions"][0]["makes"] = ["D3 diperiksa", "D3 dicek_ulang"]
        data["steps"][4]["actions"][0]["makes"] = ["D3 lagi"]
        data["outputs"][2]["states"].append("lagi")

    assert broken(tmp_path, change) == [
        ("steps[3].actions[0].makes[1]", "procedure_state_order"),
    ]


def test_what_was_refused_for_its_shape_is_not_told_again_as_a_contradiction(
    tmp_path: Path,
) -> None:
    assert broken(tmp_path, lambda d: d["steps"][2].update(number="3")) == [
        ("steps[2].number", "procedure_wrong_kind"),
    ]
    assert broken(tmp_path, lambda d: d["steps"][2].pop("due")) == [
        ("steps[2].due", "procedure_missing"),
    ]


def test_mistakes_of_several_procedures_are_told_together(tmp_path: Path) -> None:
    for name in ("satu", "dua"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "procedure.yaml").write_text("[]", "utf-8")
    with pytest.raises(Invalid) as caught:
        load_all(tmp_path)
    assert [one.place for one in caught.value.problems] == [
        "dua/procedure.yaml", "satu/procedure.yaml",
    ]  # fmt: skip


def test_the_sop_that_says_so_is_the_main_one_and_stands_first(tmp_path: Path) -> None:
    found = load_all(more=sops.write(tmp_path, sops.tiny() | {"name": "Absensi"}, surat=b"x"))
    assert found.main.code == next(iter(found)) == SHIPPED.name
    assert found.named(None) is found.main
    assert found.named(sops.TINY).name == "Absensi"
    with pytest.raises(NotFound) as caught:
        found.named("lain")
    assert sops.TINY in caught.value.detail


def test_no_main_sop_and_two_of_them_are_told(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as caught:
        load_all(sops.write_tiny(tmp_path / "tanpa"))
    assert [one.code for one in caught.value.problems] == ["procedure_no_main"]
    two = sops.write(tmp_path / "dua", sops.tiny() | {"main": True}, surat=b"x")
    with pytest.raises(Invalid) as caught:
        load_all(more=two)
    (told,) = caught.value.problems
    assert (told.code, told.place) == ("procedure_two_mains", "surat-tugas/procedure.yaml: main")


def test_a_template_may_lie_in_the_sops_own_folder(tmp_path: Path) -> None:
    found = load_all(more=sops.write_tiny(tmp_path))
    assert found.templates(sops.TINY) == tmp_path / sops.TINY / "templates"
    assert found.templates(SHIPPED.name) is None
    (tmp_path / sops.TINY / "templates" / "surat.docx").unlink()
    with pytest.raises(Invalid) as caught:
        load_all(more=tmp_path)
    (told,) = caught.value.problems
    assert told.message == (
        "surat-tugas/procedure.yaml: outputs[0].template: templat Word “surat” tidak ada. Simpan "
        "sebagai templates/surat.docx di folder SOP ini, atau pakai nama salah satu templat kantor."
    )


def test_a_further_folder_needs_a_file_and_a_name_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "kosong").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / "catatan.txt").write_text("bukan SOP")
    shutil.copytree(SHIPPED, tmp_path / SHIPPED.name)
    with pytest.raises(Invalid) as caught:
        load_all(more=tmp_path)
    assert [(one.place, one.code) for one in caught.value.problems] == [
        ("kosong/procedure.yaml", "procedure_no_file"),
        ("pengukuran-kinerja/procedure.yaml", "procedure_taken"),
    ]


def test_a_kept_sop_is_read_even_when_its_template_is_gone(sop: Procedure) -> None:
    kept = yaml.safe_dump(sops.tiny(), allow_unicode=True).encode()
    assert [step.title for step in reread(kept).steps] == ["Menyusun surat", "Meneruskan surat"]
    assert reread((SHIPPED / "procedure.yaml").read_bytes()) == sop
    with pytest.raises(Invalid):
        reread(b"steps: 3")


@pytest.mark.parametrize(
    "text", ["", "kode: [", "a: 1\na: 2", "? [a]\n: 1", "!!python/name:os.system ", "a: \x00"]
)
def test_what_is_no_mapping_in_yaml_is_refused(tmp_path: Path, text: str) -> None:
    assert [code for _, code in wrong(tmp_path, text)] == ["procedure_not_yaml"]


def test_a_key_written_twice_is_named_with_its_line(tmp_path: Path) -> None:
    here = tmp_path / "x"
    here.mkdir()
    (here / "procedure.yaml").write_text("name: a\nname: b\n", "utf-8")
    with pytest.raises(Invalid) as caught:
        load(here)
    assert "'name' ditulis dua kali" in caught.value.problems[0].message
    assert "line 2" in caught.value.problems[0].message


def test_an_output_state_is_written_as_two_words() -> None:
    assert OutputState.from_text("D3 diperiksa") == OutputState("D3", "diperiksa")
    assert str(OutputState("D3", "diperiksa")) == "D3 diperiksa"
