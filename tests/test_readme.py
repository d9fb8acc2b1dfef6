"""The calls of README.md, as they stand there, against a really started server."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
import pytest

from tests.server import demo_server

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
ADDRESS = "http://127.0.0.1:8000"


def calls() -> list[str]:
    return [one for one in re.findall(r"```sh\n(.*?)```", README, re.S) if one.startswith("curl")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a folder in which the calls were made one after another."""
    made: Path = tmp_path_factory.mktemp("readme")
    (made / "samples").symlink_to(ROOT / "samples")
    with demo_server(made / "data") as port:
        for call in calls():
            assert ADDRESS in call
            script = call.replace(ADDRESS, f"http://127.0.0.1:{port}")
            done = subprocess.run(["sh", "-e", "-c", script], cwd=made, check=False)
            assert done.returncode == 0, call
        yield made


def test_there_are_three_calls_to_copy() -> None:
    assert len(calls()) == 3


def test_sample_data_become_a_word_file(folder: Path) -> None:
    with ZipFile(folder / "rekap.docx") as package:
        xml = package.read("word/document.xml").decode()
    assert {"94,72", "76,68"} <= set(re.sub("<[^>]+>", " ", xml).split())


def test_sample_data_become_a_pdf(folder: Path) -> None:
    assert "94,72" in _text(folder / "dokumen.pdf")


def test_ones_own_template_becomes_a_pdf(folder: Path) -> None:
    assert "Kendala & tindak lanjut" in _text(folder / "surat.pdf")


def test_the_emblem_takes_the_place_of_the_grey_field_in_ones_own_template(folder: Path) -> None:
    pdf = pypdfium2.PdfDocument(folder / "surat.pdf")
    drawn = pdf[0].render(scale=2).to_pil().convert("RGB")
    pdf.close()
    often = {colour for count, colour in drawn.getcolors(1 << 24) or [] if count > 1_000}
    assert (11, 107, 58) in often  # the emblem's green
    assert (217, 217, 217) not in often


def test_the_settings_table_names_every_setting() -> None:
    source = (ROOT / "service" / "settings.py").read_text("utf-8")
    read = set(re.findall(r'(?:env\.get|reading\.\w+)\("([A-Z_]+)"', source))
    told = set(re.findall(r"`([A-Z_]+)`", README))
    assert read <= told


def _text(path: Path) -> str:
    pdf = pypdfium2.PdfDocument(path)
    text = " ".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    return text
