"""Small SOPs for tests: a folder with a YAML and a Word template of its own."""

import io
from pathlib import Path
from typing import Any

import yaml
from docx import Document

TINY = "surat-tugas"
LETTER = "Surat Tugas {{ instansi.nama }} Triwulan {{ triwulan }} ({{ status }})"
SIGNED = "Disusun {{ tanggal_status.disusun }}, diteruskan {{ tanggal_status.diteruskan }}"


def word(*paragraphs: str) -> bytes:
    """Return a Word file of these paragraphs."""
    made = Document()
    for text in paragraphs:
        made.add_paragraph(text)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def tiny() -> dict[str, Any]:
    """Return an SOP of two steps: the staff writes a letter, the Camat passes it on."""
    return {
        "code": TINY,
        "name": "Surat Tugas",
        "owner": "Sub Bagian Umum",
        "version": "1",
        "warning": "Tanpa surat tugas tidak ada yang berangkat",
        "legal_bases": ["Peraturan Camat (contoh)"],
        "open_roles": ["staf_program"],
        "roles": [
            {"code": "staf_program", "name": "Staf Umum"},
            {"code": "camat", "name": "Camat"},
        ],
        "outputs": [
            {
                "code": "S1",
                "name": "Surat Tugas",
                "slug": "surat-tugas",
                "template": "surat",
                "per": "office",
                "states": ["disusun", "diteruskan"],
                "numbered": True,
            }
        ],
        "steps": [
            step(1, "Menyusun surat", "staf_program", "disusun", {"day_of_next_quarter": 10}),
            step(2, "Meneruskan surat", "camat", "diteruskan", {"after_step": 1}, "S1 disusun"),
        ],
    }


def step(
    number: int, title: str, role: str, state: str, due: dict[str, int], *needs: str
) -> dict[str, Any]:
    """Return a step in which `role` brings the letter into `state`."""
    action = {"name": "do", "label": title, "by": [role], "brings": "nothing"}
    return {
        "number": number,
        "title": title,
        "activity": f"{title} untuk kegiatan triwulan",
        "per": "office",
        "actors": role,
        "requirements": [],
        "time": "1 hari",
        "output_name": "Surat Tugas",
        "needs": list(needs),
        "actions": [{**action, "makes": [f"S1 {state}"]}],
        "due": due,
    }


def write(folder: Path, sop: dict[str, Any], **templates: bytes) -> Path:
    """Write the SOP as a folder in `folder`, its templates by name; return `folder`."""
    own = folder / sop["code"]
    (own / "templates").mkdir(parents=True, exist_ok=True)
    (own / "procedure.yaml").write_text(yaml.safe_dump(sop, allow_unicode=True), "utf-8")
    for name, content in templates.items():
        (own / "templates" / f"{name}.docx").write_bytes(content)
    return folder


def write_tiny(folder: Path) -> Path:
    """Write the tiny SOP with its letter; return `folder`."""
    return write(folder, tiny(), surat=word(LETTER, SIGNED, "{{ penanda_tangan.camat.nama }}"))
