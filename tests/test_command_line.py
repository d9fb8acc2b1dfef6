import json
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parent.parent / "samples" / "mentebah-2026.json"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "service", *arguments],
        capture_output=True, text=True, check=False, cwd=SAMPLE.parent.parent, timeout=60,
    )  # fmt: skip


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


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["measure", "tidak-ada.json", "--quarter", "1"], "Berkas tidak ada"),
        (["measure", "tests", "--quarter", "1"], "Bukan berkas"),
        (["measure", "pyproject.toml", "--quarter", "1"], "bukan JSON"),
        (["measure", str(SAMPLE), "--quarter", "5"], "Perintah keliru"),
        (["measure", str(SAMPLE)], "Cara pakai"),
        (["hitung"], "Perintah keliru"),
        ([], "Perintah keliru"),
    ],
)
def test_a_fault_is_told_in_indonesian_without_a_trace(arguments: list[str], told: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr
