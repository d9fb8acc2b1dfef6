import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from service import workbook
from service.store import Store
from tests.server import demo_server, stopped

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"
SAMPLE = SAMPLES / "mentebah-2026.json"
KEY = "kunci-untuk-uji-saja"
LETTER, VALUES = SAMPLES / "surat.docx", SAMPLES / "surat.json"


def run(
    *arguments: object, umask: int = -1, **settings: object
) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name != "SECRET_KEY"}
    return subprocess.run(
        [sys.executable, "-m", "service", *map(str, arguments)],
        capture_output=True, text=True, check=False, cwd=ROOT, timeout=60,
        umask=umask,
        env=clean | {name: str(value) for name, value in settings.items()},
    )  # fmt: skip


def words(docx: bytes) -> str:
    with ZipFile(io.BytesIO(docx)) as package:
        return re.sub("<[^>]+>", " ", package.read("word/document.xml").decode())


def broken_letter(folder: Path) -> Path:
    """Return the letter with a tag that is never closed."""
    made = folder / "rusak.docx"
    with ZipFile(LETTER) as source, ZipFile(made, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(b"{{ nomor }}", b"{{ nomor"))
    return made


def test_measure_prints_the_figures_of_the_sample() -> None:
    done = run("measure", str(SAMPLE), "--quarter", "3")
    assert (done.returncode, done.stderr) == (0, "")
    summary = json.loads(done.stdout)["ringkasan"]
    assert (summary["rata_rata_capaian"], summary["penyerapan"]) == ("94.72", "76.68")
    counts = (summary["tercapai"], summary["belum_tercapai"], summary["tidak_terukur"])
    assert counts == (5, 7, 0)


def test_measure_tells_a_derived_value_that_disagrees_beside_the_right_figures(
    tmp_path: Path,
) -> None:
    wrong = tmp_path / "beda.json"
    text = SAMPLE.read_text("utf-8").replace('"rata_rata": "83.54"', '"rata_rata": "83.53"')
    wrong.write_text(text, "utf-8")
    done = run("measure", str(wrong), "--quarter", "3")
    assert done.returncode == 1
    assert json.loads(done.stdout)["sasaran"]["S3"]["rata_rata"] == "83.54"
    assert "sasaran[2].hasil_tw3.rata_rata" in done.stderr


def test_measure_tells_every_fault_of_a_data_set_and_prints_no_figures(tmp_path: Path) -> None:
    wrong = tmp_path / "salah.json"
    text = SAMPLE.read_text("utf-8").replace('"84.12",', '"84,12",', 1)
    wrong.write_text(text.replace('"SEKSI-TRANTIB"', '"SEKSI-X"', 1), "utf-8")
    done = run("measure", str(wrong), "--quarter", "3")
    assert (done.returncode, done.stdout) == (1, "")
    assert 'Maksud Anda "84.12"?' in done.stderr
    assert "SEKSI-X" in done.stderr


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder whose demo office has been prepared."""
    folder: Path = tmp_path_factory.mktemp("demo")
    with demo_server(folder):
        return folder


@pytest.fixture
def demo(prepared: Path, tmp_path: Path) -> Path:
    """Return a data folder with a demo office of one's own."""
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    return tmp_path


def test_render_fills_a_template_as_word_or_pdf(tmp_path: Path) -> None:
    for name in ("surat.docx", "surat.pdf"):
        done = run("render", LETTER, VALUES, "-o", tmp_path / name)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "Kendala &amp; tindak lanjut" in words((tmp_path / "surat.docx").read_bytes())
    assert (tmp_path / "surat.pdf").read_bytes().startswith(b"%PDF")


def test_render_computes_a_data_set_for_its_own_quarter_or_the_one_asked_for(
    tmp_path: Path,
) -> None:
    template, made = ROOT / "templates_docx" / "rekap-pengukuran.docx", tmp_path / "rekap.docx"
    assert run("render", template, SAMPLE, "-o", made).returncode == 0
    assert "94,72" in words(made.read_bytes())
    assert run("render", template, SAMPLE, "-o", made, "--quarter", 2).returncode == 0
    assert "94,72" not in words(made.read_bytes())


def test_render_names_every_missing_value_and_writes_nothing(tmp_path: Path) -> None:
    values, made = tmp_path / "kurang.json", tmp_path / "surat.docx"
    values.write_text('{"nomor": "1"}', "utf-8")
    done = run("render", LETTER, values, "-o", made)
    assert (done.returncode, made.exists()) == (1, False)
    for name in ("tempat_tanggal", "acara", "camat", "sifat"):
        assert name in done.stderr
    assert "Traceback" not in done.stderr


def test_render_writes_word_or_pdf_and_nothing_else(tmp_path: Path) -> None:
    done = run("render", LETTER, VALUES, "-o", tmp_path / "surat.odt")
    assert done.returncode == 1
    assert ".docx atau .pdf" in done.stderr


def test_check_finds_nothing_in_a_sound_template() -> None:
    done = run("check", LETTER, "--values", VALUES)
    assert (done.returncode, done.stdout) == (0, "Tidak ada kesalahan.\n")


def test_check_tells_each_problem_as_text_or_json(tmp_path: Path) -> None:
    broken = broken_letter(tmp_path)
    told = run("check", broken)
    assert (told.returncode, told.stderr) == (1, "")
    assert "nomor" in told.stdout
    as_json = run("check", broken, "--format", "json")
    assert as_json.returncode == 1
    problems = json.loads(as_json.stdout)["problems"]
    assert set(problems[0]) == {"place", "code", "message", "expected", "found"}
    values = tmp_path / "kosong.json"
    values.write_text("{}", "utf-8")
    assert "acara" in run("check", LETTER, "--values", values).stdout


def test_data_that_no_tag_uses_is_told_and_is_no_problem(tmp_path: Path) -> None:
    values = tmp_path / "lebih.json"
    values.write_text(json.dumps(json.loads(VALUES.read_text()) | {"lebih": 1}), "utf-8")
    told = run("check", LETTER, "--values", values)
    assert (told.returncode, told.stdout.count("lebih")) == (0, 1)
    as_json = json.loads(run("check", LETTER, "--values", values, "--format", "json").stdout)
    assert (as_json["problems"], [one["place"] for one in as_json["hints"]]) == ([], ["lebih"])
    office = ROOT / "templates_docx" / "rekap-data.docx"
    assert run("check", office, "--values", SAMPLE).stdout == "Tidak ada kesalahan.\n"


def test_check_gives_the_template_back_with_a_comment_at_each_problem(tmp_path: Path) -> None:
    broken, own = broken_letter(tmp_path), tmp_path / "catatan.docx"
    told = run("check", broken, "--format", "docx")
    beside = broken.with_name(f"{broken.stem}-diperiksa.docx")
    assert (told.returncode, told.stderr) == (1, "")
    assert beside.name in told.stdout
    assert b"commentReference" in ZipFile(beside).read("word/document.xml")
    assert run("check", broken, "--format", "docx", "-o", own).returncode == 1
    assert own.read_bytes() == beside.read_bytes()


def test_fields_is_json_schema_of_the_values() -> None:
    schema = json.loads(run("fields", LETTER).stdout)
    assert "membawa" not in schema["required"]
    assert {"acara", "camat", "tembusan"} <= set(schema["required"])
    assert schema["properties"]["acara"]["type"] == "array"


def test_workbook_writes_the_form_of_the_office_or_one_unit(tmp_path: Path) -> None:
    whole, unit = tmp_path / "kantor.xlsx", tmp_path / "unit.xlsx"
    assert run("workbook", SAMPLE, "-o", whole).returncode == 0
    assert workbook.read(whole.read_bytes()) == workbook.read(SAMPLE.read_bytes())
    assert run("workbook", SAMPLE, "-o", unit, "--unit", "SEKSI-PEM").returncode == 0
    base = workbook.read(SAMPLE.read_bytes())
    assert workbook.read_unit(unit.read_bytes(), base, "SEKSI-PEM") == base
    unknown = run("workbook", SAMPLE, "-o", tmp_path / "x.xlsx", "--unit", "SEKSI-X")
    assert unknown.returncode == 1
    assert "SEKSI-X" in unknown.stderr


def test_the_data_folder_is_checked_saved_and_brought_back(demo: Path) -> None:
    archive, restored = demo / "cadangan.tar.gz", demo / "pulih"
    with demo_server(demo):
        saved = run("backup", archive, DATA_DIR=demo / "contoh")
        assert (saved.returncode, saved.stderr) == (0, "")
    assert saved.stdout == f"Folder data {demo / 'contoh'} disimpan ke {archive}.\n"
    back = run("restore", archive, DATA_DIR=restored)
    assert back.returncode == 0
    told = f"Isi {archive} dipulihkan ke folder data {restored}. Semua orang perlu masuk lagi;"
    assert back.stdout.startswith(told)
    assert run("fsck", DATA_DIR=restored).stdout == "Folder data utuh.\n"
    assert run("restore", archive, DATA_DIR=restored).returncode == 1
    kept = next(path for path in (restored / "files").rglob("*") if path.is_file())
    kept.write_bytes(b"diubah")
    damaged = run("fsck", DATA_DIR=restored)
    assert damaged.returncode == 1
    assert kept.name in damaged.stderr


def test_only_the_owner_may_read_what_is_kept_and_saved(tmp_path: Path) -> None:
    home, archive = tmp_path / "kantor", tmp_path / "cadangan.tar.gz"
    for command, folder in (
        (["user", "add", "siti", "--name", "Siti Aminah"], home), (["backup", archive], home),
        (["restore", archive], tmp_path / "pulih"),
    ):  # fmt: skip
        assert run(*command, umask=0o022, DATA_DIR=folder).returncode == 0
    open_to_others = [path for path in tmp_path.rglob("*") if path.stat().st_mode & 0o077]
    assert open_to_others == []
    letter = tmp_path / "surat.docx"  # somebody's own file, not the service's
    assert run("render", LETTER, VALUES, "-o", letter, umask=0o022).returncode == 0
    assert letter.stat().st_mode & 0o777 == 0o644


def test_a_folder_without_data_is_not_taken_for_a_store(tmp_path: Path) -> None:
    for command in (["fsck"], ["backup", tmp_path / "cadangan.tar.gz"]):
        done = run(*command, DATA_DIR=tmp_path / "kosong")
        assert done.returncode == 1
        assert "DATA_DIR" in done.stderr
    assert not (tmp_path / "kosong").exists()


def test_a_folder_with_the_demo_only_says_where_it_is(demo: Path) -> None:
    done = run("fsck", DATA_DIR=demo)
    assert done.returncode == 1
    assert f"DATA_DIR={demo / 'contoh'}" in done.stderr
    assert run("fsck", DATA_DIR=demo / "contoh").returncode == 0


def test_output_that_nobody_reads_to_its_end_is_no_fault() -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "service", "measure", str(SAMPLE), "--quarter", "3"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    assert running.stdout is not None
    running.stdout.close()
    _, told = running.communicate(timeout=60)
    assert (running.returncode, told) == (128 + signal.SIGPIPE, b"")


def test_words_on_the_command_line_speak_of_no_page(tmp_path: Path) -> None:
    empty = tmp_path / "kosong.docx"
    empty.touch()
    wrong = tmp_path / "salah.json"
    wrong.write_text('{"tahun": 2026}', "utf-8")
    for arguments in (
        ["check", empty], ["check", broken_letter(tmp_path)], ["restore", tmp_path / "tidak-ada"],
        ["measure", wrong, "--quarter", 1],
        ["workbook", SAMPLE, "-o", tmp_path / "x.xlsx", "--unit", "SEKSI-X"],
    ):  # fmt: skip
        done = run(*arguments, DATA_DIR=tmp_path / "data")
        assert done.returncode == 1
        told = (done.stdout + done.stderr).casefold()
        assert not re.search("beranda|unggah|halaman|template", told)


def test_serve_needs_a_key_and_beyond_this_machine_a_name(tmp_path: Path) -> None:
    keyless = run("serve", DATA_DIR=tmp_path)
    assert (keyless.returncode, list(tmp_path.iterdir())) == (1, [])
    assert "SECRET_KEY" in keyless.stderr
    nameless = run("serve", DATA_DIR=tmp_path, SECRET_KEY=KEY, HOST="0.0.0.0")  # noqa: S104
    assert nameless.returncode == 1
    assert "HOSTS" in nameless.stderr


def test_the_demo_keeps_to_this_machine(tmp_path: Path) -> None:
    open_to_all = run("demo", DATA_DIR=tmp_path, HOST="0.0.0.0", HOSTS="a.id")  # noqa: S104
    assert (open_to_all.returncode, list(tmp_path.iterdir())) == (1, [])
    assert "127.0.0.1" in open_to_all.stderr


def test_a_port_in_use_is_told(demo: Path) -> None:
    with demo_server(demo) as port:
        second = run("serve", DATA_DIR=demo / "dua", SECRET_KEY=KEY, PORT=port)
    assert second.returncode == 1
    assert f"127.0.0.1:{port}" in second.stderr


@pytest.mark.parametrize("host", ["kinerja.salah.invalid", "nonsense..x", "10.9.9.9"])
def test_a_host_that_is_no_address_of_this_machine_is_told(host: str, tmp_path: Path) -> None:
    done = run("serve", DATA_DIR=tmp_path, SECRET_KEY=KEY, PORT=0, HOST=host, HOSTS="a.id")
    assert (done.returncode, done.stdout) == (1, "")
    assert f"HOST berisi “{host}”" in done.stderr
    assert "Traceback" not in done.stderr
    assert "layanan lain" not in done.stderr


def test_the_demo_keeps_what_was_done_until_it_begins_anew(demo: Path) -> None:
    mark = demo / "contoh" / "tanda"
    mark.touch()
    with demo_server(demo):
        assert mark.exists()
    with demo_server(demo, "--baru"):
        assert not mark.exists()


def test_the_demo_never_removes_a_real_office(tmp_path: Path) -> None:
    folder = tmp_path / "contoh"
    Store(folder, "kantor").close()
    for arguments in (["demo"], ["demo", "--baru"]):
        refused = run(*arguments, DATA_DIR=tmp_path, PORT=0)
        assert refused.returncode == 1
        assert "contoh" in refused.stderr
    assert (folder / "store.sqlite3").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["measure", "tidak-ada.json", "--quarter", "1"], "Berkas tidak ada"),
        (["measure", "tests", "--quarter", "1"], "Bukan berkas"),
        (["measure", "pyproject.toml", "--quarter", "1"], "bukan JSON"),
        (["measure", str(SAMPLE), "--quarter", "5"], "Perintah keliru"),
        (["measure", str(SAMPLE)], "Cara pakai"),
        (["render", str(LETTER), "tidak-ada.json", "-o", "x.docx"], "Berkas tidak ada"),
        (["check", str(LETTER), "--format", "pdf"], "Perintah keliru"),
        (["check", str(LETTER), "-o", "x.docx"], "--format docx"),
        (["check", str(LETTER), "--format", "docx", "-o", "x.pdf"], ".docx"),
        (["fields", str(SAMPLE)], "Jenis berkas tidak sesuai"),
        (["restore", "tidak-ada.tar.gz"], "Tidak ditemukan"),
        (["hitung"], "Perintah keliru"),
        ([], "Perintah keliru"),
    ],
)
def test_a_fault_is_told_in_indonesian_without_a_trace(arguments: list[str], told: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_server_told_to_stop_ends_in_order(demo: Path) -> None:
    assert stopped(demo) == 0
