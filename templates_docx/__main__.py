"""Redraws the shipped Word templates: F4 beside this file, A4 in `a4/`.

Those that belong to one SOP alone are drawn here too and written into the SOP's own folder.
"""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from templates_docx.drawing import A4, F4

FOLDER = Path(__file__).parent
PROCEDURES = FOLDER.parent / "service" / "procedures"
NAMES = (
    "format-pengukuran",
    "checklist",
    "rekap-data",
    "rekap-pengukuran",
    "dokumen-pengukuran",
    "nota-dinas",
    "surat-pengantar",
    "lembar-persetujuan",
)  # drawn by draw_<name>.py
OF_PROCEDURES = {
    "pengumpulan-data-kinerja": (
        "permintaan-data",
        "format-pengumpulan",
        "data-unit",
        "rekap-pengumpulan",
    ),
}


def draw_all(folder: Path = FOLDER, names: Sequence[str] = NAMES) -> list[Path]:
    """Write the templates `names` in both papers under `folder`; gives the files written."""
    (folder / "a4").mkdir(parents=True, exist_ok=True)
    written = []
    for name in names:
        draw = import_module(f"templates_docx.draw_{name.replace('-', '_')}").draw
        for paper, place in ((F4, folder), (A4, folder / "a4")):
            path = place / f"{name}.docx"
            path.write_bytes(draw(paper))
            written.append(path)
    return written


def draw_procedures(folder: Path = PROCEDURES) -> list[Path]:
    """Write each SOP's own templates into its folder under `folder`; gives the files written."""
    return [
        path
        for code, names in OF_PROCEDURES.items()
        for path in draw_all(folder / code / "templates", names)
    ]


if __name__ == "__main__":
    for path in (*draw_all(), *draw_procedures()):
        print(path)
