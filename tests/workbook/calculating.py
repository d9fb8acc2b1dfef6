"""A workbook opened by LibreOffice and saved again: in which format, and what its formulas give."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

SOFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


def saved_as(content: bytes, ending: str, kind: str = "") -> list[bytes]:
    """Return what LibreOffice makes of a workbook: one file, or with `kind` one for each sheet."""
    with TemporaryDirectory() as folder:
        source = Path(folder) / "masuk" / "formulir.xlsx"
        source.parent.mkdir()
        source.write_bytes(content)
        subprocess.run(
            [str(SOFFICE), f"-env:UserInstallation=file://{folder}/profil", "--headless",
             "--convert-to", f"{ending}:{kind}" if kind else ending, "--outdir", folder,
             str(source)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return [path.read_bytes() for path in sorted(Path(folder).glob(f"*.{ending}"))]


def calculated(content: bytes) -> Workbook:
    """Return the workbook with the results of its formulas."""
    return load_workbook(BytesIO(saved_as(content, "xlsx")[0]), data_only=True)
