"""The same template and the same values give the same bytes: anywhere, at any time.

The digests below were the same on processors that stop at SSE4.2, AVX, AVX2 and AVX-512, for which
the compressor has code of its own each. A test that fails here on one machine alone says that this
machine would sign, store and answer with other bytes than its neighbours.
"""

import hashlib
import io
import os
import random
import shutil
import subprocess
import sys
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from docxtpl import Listing, RichText

from service import word
from service.word import archive

ROOT = Path(__file__).parents[2]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DOCUMENT_DIGEST = "ca8678c4c68160bc0009fb49b87bc257dadabe52ea9ff5f4e84992af029158fd"
DEFLATE_DIGEST = "c660eebfcd8f5179e644302a9e55c855677f553c7c64c625abd340f8084785df"
SIZES = (0, 1, 31, 255, 4096, 8193, 32_768, 65_537, 300_000)
# What the compressor looks for: the oldest processor the service runs on, and a younger kind.
PROCESSORS = ("Nehalem-v1", "Haswell-v4")


def template():
    """Return a template that is itself the same everywhere: nothing compressed, no clock."""

    def paragraph(text):
        return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'

    row = "".join(f"<w:tc>{paragraph('{{ r.' + key + ' }}')}</w:tc>" for key in "abcd")
    rows = [
        f"<w:tc>{paragraph(tag)}</w:tc>" for tag in ("{%tr for r in baris %}", "{%tr endfor %}")
    ]
    grid = "<w:tblGrid>" + "<w:gridCol/>" * 4 + "</w:tblGrid>"
    table = f"<w:tbl>{grid}<w:tr>{rows[0]}</w:tr><w:tr>{row}</w:tr><w:tr>{rows[1]}</w:tr></w:tbl>"
    heads = [paragraph(f"{{{{ {name} }}}}") for name in ("judul", "gambar", "kaya", "daftar", "n")]
    body = f"<w:body>{''.join(heads)}{table}{paragraph('akhir')}</w:body>"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    members = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{W}">{body}</w:document>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in members.items():
            package.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def values():
    rows = [
        {"a": str(number), "b": "Seksi & <Umum>\té", "c": Decimal(number) / 4, "d": number}
        for number in range(2_000)
    ]
    return {
        "judul": f"Laporan\n{date(2026, 9, 30)}",
        "gambar": word.Picture(b"".join(SMALL_PNG)),
        "kaya": RichText("tebal", bold=True, color="FF0000"),
        "daftar": Listing("satu\ndua\atiga"),
        "n": None,
        "baris": rows,
    }


# Written out: a picture drawn here would depend on the drawing library's own compressor.
SMALL_PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU",
    b"\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82",
)


def digest_of_a_document():
    return hashlib.sha256(word.compile(template()).fill(values())).hexdigest()


def digest_of_compressed_parts():
    """Return one digest over parts of many sizes, repetitive, mixed and hardly compressible."""
    chance = random.Random(4)  # noqa: S311 - the same every time is the point
    words = ["".join(chance.choices("abcdefghij <&é", k=chance.randint(1, 9))) for _ in range(400)]
    digest = hashlib.sha256()
    for size in SIZES:
        for pick in (lambda: "<w:tc><w:p><w:r><w:t>", lambda: chance.choice(words),
                     lambda: chr(chance.randrange(32, 0xD000))):  # fmt: skip
            text = "".join(pick() for _ in range(size // 6 + 1))
            content = text.encode()[:size].decode(errors="ignore")
            digest.update(archive.deflated("x", content).record)
    return digest.hexdigest()


def test_a_document_has_the_bytes_it_has_everywhere():
    assert digest_of_a_document() == DOCUMENT_DIGEST


def test_the_compressor_gives_the_bytes_it_gives_everywhere():
    assert digest_of_compressed_parts() == DEFLATE_DIGEST


SAY = "from tests.word import test_determinism as t; print(t.digest_of_a_document())"


@pytest.mark.parametrize("seed", ["1", "4711"])
def test_another_process_with_other_hashes_in_another_zone_gives_the_same_bytes(seed):
    env = {"PATH": os.defpath, "PYTHONHASHSEED": seed, "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}
    said = subprocess.run([sys.executable, "-c", SAY], cwd=ROOT, env=env, capture_output=True,
                          text=True, check=True)  # fmt: skip
    assert said.stdout.strip() == DOCUMENT_DIGEST


def test_the_order_in_which_values_are_given_does_not_matter():
    backwards = dict(reversed(values().items()))
    backwards["baris"] = [dict(reversed(row.items())) for row in backwards["baris"]]
    assert word.compile(template()).fill(backwards) == word.compile(template()).fill(values())


EMULATOR = shutil.which("qemu-x86_64")
ELSEWHERE = (
    "import sys; sys.path[:] = {path!r}; from tests.word import test_determinism as t;"
    " print(t.digest_of_compressed_parts())"
)


@pytest.mark.skipif(EMULATOR is None, reason="needs qemu-x86_64 (apt-get install qemu-user)")
@pytest.mark.parametrize("processor", PROCESSORS)
def test_an_emulated_processor_gives_the_same_bytes(processor):
    code = ELSEWHERE.format(path=sys.path)
    command = [EMULATOR, "-cpu", processor, str(Path(sys.executable).resolve()), "-c", code]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == DEFLATE_DIGEST
