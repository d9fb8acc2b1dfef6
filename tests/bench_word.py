"""The Word engine beside its peers: speed as ratios of one run, memory, one year of a country.

Part of `make bench`. NODE_BENCH may name a folder in which `npm install carbone@3 docxtemplater
pizzip` was run; without it docxtpl is the only peer.
"""

import copy
import io
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

from docx import Document
from docxtpl import DocxTemplate

from service import documents
from service.dataset import DataSet, parse, units_with_indicators
from service.settings import EXAMPLE, TEMPLATES
from service.word.filling.template import Template

QUARTER = 3
OFFICES, KINDS = 7_288, 24
OFFICE = ("format-pengukuran", "rekap-pengukuran", "dokumen-pengukuran")
PER_UNIT = ("checklist", "rekap-data")
ROWS = (12, 1_000, 10_000)
COLUMNS = (
    "no", "sasaran", "indikator", "satuan", "target", "realisasi", "capaian", "kategori", "pagu",
    "serapan",
)  # fmt: skip
LANGUAGES = {
    "docxtpl": ("{{ r.%s }}", "{%%tr for r in rows %%}", "{%%tr endfor %%}"),
    "carbone": ("{d.rows[i].%s}", "", "{d.rows[i+1].%s}"),
    "docxtemplater": ("{%s}", "{#rows}", "{/rows}"),
}


def main() -> None:
    """Print every figure of the engine."""
    print_rows()
    print_growth()
    print_memory()
    print_compiling()
    print_country()


def table_template(language: str = "docxtpl") -> bytes:
    """Return a template with one table of ten columns, in the tag language of one engine."""
    tag, opening, closing = LANGUAGES[language]
    document = Document()
    table = document.add_table(rows=1, cols=len(COLUMNS))
    table.style = "Table Grid"
    for cell, name in zip(table.rows[0].cells, COLUMNS, strict=True):
        cell.text = name.title()
    if language == "docxtpl":
        table.add_row().cells[0].text = opening.replace("%%", "%")
    row = table.add_row().cells
    for cell, name in zip(row, COLUMNS, strict=True):
        cell.text = tag % name
    if language == "docxtpl":
        table.add_row().cells[0].text = closing.replace("%%", "%")
    elif language == "carbone":
        for cell, name in zip(table.add_row().cells, COLUMNS, strict=True):
            cell.text = closing % name
    else:
        row[0].text, row[-1].text = opening + row[0].text, row[-1].text + closing
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def rows_of(count: int) -> dict[str, Any]:
    """Return the values of a table with so many rows, no two alike."""
    kinds = ("Sangat Tinggi", "Tinggi", "Sedang")
    return {
        "rows": [
            {
                "no": str(n + 1), "sasaran": f"Meningkatnya pelayanan & tata kelola {n // 3}",
                "indikator": f"Indeks Kepuasan Masyarakat seksi {n}", "satuan": "persen",
                "target": f"{80 + n % 20},00", "realisasi": f"{75 + n % 25},50",
                "capaian": f"{90 + n % 17},12", "kategori": kinds[n % 3],
                "pagu": f"{n * 1000 + 1:,}".replace(",", "."), "serapan": "95,10",
            }
            for n in range(count)
        ]
    }  # fmt: skip


def median_ms(work: Callable[[], object], runs: int) -> float:
    """Return the median time of `runs` runs of `work`, in milliseconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1e3)
    return statistics.median(times)


def with_docxtpl(source: bytes, values: dict[str, Any]) -> None:
    """Fill a template with docxtpl, escaping switched on."""
    template = DocxTemplate(io.BytesIO(source))
    template.render(values, autoescape=True)
    template.save(io.BytesIO())


def print_rows() -> None:
    """One table against docxtpl, Carbone, docxtemplater and against deflating alone."""
    source = table_template()
    template = Template(source)
    for rows in ROWS:
        values = rows_of(rows)
        ours = median_ms(lambda values=values: template.fill(values), max(9, 3_000 // rows))
        runs = 9 if rows < 1_000 else 3 if rows < 10_000 else 1
        peers = {"docxtpl": median_ms(lambda values=values: with_docxtpl(source, values), runs)}
        if folder := os.environ.get("NODE_BENCH"):
            peers |= with_node(Path(folder), values, 9 if rows < 10_000 else 3)
        floor = _floor(document_xml(template.fill(values)))
        told = ", ".join(f"{name} {ms:.1f} ms (x{ms / ours:.1f})" for name, ms in peers.items())
        print(f"{rows:>6} rows: {ours:.2f} ms; {told}", flush=True)
        print(f"        x{ours / floor:.1f} of zlib level 1 alone for the same XML (target 1.5)")


def _floor(xml: bytes) -> float:
    """Return how long zlib alone takes, in a process in which nothing slows it down.

    Where isal ran before it, zlib takes two and a half times as long: isal leaves the upper halves
    of the vector registers in use, which older instructions then wait for.
    """
    code = (
        "import sys, time, zlib; xml = sys.stdin.buffer.read(); times = []\n"
        "for _ in range(9):\n"
        "    start = time.perf_counter(); zlib.compress(xml, 1)\n"
        "    times.append(time.perf_counter() - start)\n"
        "print(sorted(times)[4] * 1e3)"
    )
    done = subprocess.run([sys.executable, "-c", code], input=xml, capture_output=True, check=True)
    return float(done.stdout)


def document_xml(docx: bytes) -> bytes:
    """Return the body of a document."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return archive.read("word/document.xml")


NODE = r"""
const fs = require('fs'), path = require('path'), [, , dir, runs] = process.argv;
const data = JSON.parse(fs.readFileSync(path.join(dir, 'values.json')));
const now = () => Number(process.hrtime.bigint()) / 1e6;
const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];
(async () => {
  const carbone = require('carbone'), found = {}, times = { carbone: [], docxtemplater: [] };
  for (let i = 0; i < runs; i++) {
    const start = now();
    await new Promise((ok, no) => carbone.render(
      path.join(dir, 'carbone.docx'), data, (fault, made) => fault ? no(fault) : ok(made)));
    times.carbone.push(now() - start);
  }
  const Zip = require('pizzip'), Docx = require('docxtemplater');
  const source = fs.readFileSync(path.join(dir, 'docxtemplater.docx'));
  for (let i = 0; i < runs; i++) {
    const start = now(), docx = new Docx(new Zip(source), { paragraphLoop: true });
    docx.render(data);
    docx.getZip().generate({ type: 'nodebuffer', compression: 'DEFLATE' });
    times.docxtemplater.push(now() - start);
  }
  for (const name in times) found[name] = median(times[name]);
  console.log(JSON.stringify(found));
  process.exit(0);
})();
"""


def with_node(folder: Path, values: dict[str, Any], runs: int) -> dict[str, float]:
    """Return the medians of Carbone and docxtemplater, in milliseconds."""
    with tempfile.TemporaryDirectory() as work:
        for language in ("carbone", "docxtemplater"):
            (Path(work) / f"{language}.docx").write_bytes(table_template(language))
        (Path(work) / "values.json").write_text(json.dumps(values))
        script = folder / "bench.js"
        script.write_text(NODE)
        done = subprocess.run(
            ["node", script.name, work, str(runs)], cwd=folder, capture_output=True, check=True
        )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def print_growth() -> None:
    """Ten times the rows should take ten times as long."""
    template = Template(table_template())
    small, large = rows_of(10_000), rows_of(100_000)
    tenth, whole = (
        median_ms(lambda: template.fill(small), 9),
        median_ms(lambda: template.fill(large), 3),
    )
    print(f"100,000 rows: {whole:.0f} ms, x{whole / tenth:.1f} of 10,000 rows (target 14)")


def print_memory() -> None:
    """What filling a large table adds to a process, as a multiple of the XML it makes."""
    for character in ("", "≥"):
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            xml, grown = pool.apply(_memory, (character,))
        told = "with a character beyond Latin-1" if character else "Latin text"
        print(f"peak memory, {told}: x{grown / xml:.1f} of {xml / 1e6:.0f} MB of XML (target 6)")


def _memory(character: str) -> tuple[int, int]:
    template = Template(table_template())
    values = rows_of(30_000)
    values["rows"][7]["sasaran"] += character
    template.fill(rows_of(10))
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak so far
    before = _status("VmRSS")
    filled = template.fill(values)
    grown = _status("VmHWM") - before
    return len(document_xml(filled)), grown


def _status(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1]) * 1024


def print_compiling() -> None:
    """The five templates of the main SOP, compiled for the first time."""
    contents = [documents.template(TEMPLATES, name, "F4") for name in (*OFFICE, *PER_UNIT)]
    took = median_ms(lambda: [Template(content) for content in contents], 5)
    print(f"cold compile of the five office templates: {took:.0f} ms (target 300)")


def print_country() -> None:
    """Five documents for each kecamatan of the country, each with figures and names of its own."""
    cores = len(os.sched_getaffinity(0))
    parts = [range(at, min(at + 64, OFFICES)) for at in range(0, OFFICES, 64)]
    _prepare_offices()  # the workers are forks of this process and find it done
    with ProcessPoolExecutor(cores, multiprocessing.get_context("fork")) as pool:
        start = time.perf_counter()
        made = sum(pool.map(_fill_offices, parts))
        took = time.perf_counter() - start
    print(
        f"{made:,} documents for {OFFICES:,} offices on {cores} cores: {took:.1f} s (target 15), "
        f"{took / made * cores * 1e3:.2f} ms each on one core"
    )


_offices: list[list[tuple[Template, dict[str, Any]]]] = []


def _prepare_offices() -> None:
    """Compile the templates and compute the values of offices whose figures differ."""
    sample = json.loads(EXAMPLE.read_text("utf-8"))
    contents = {name: documents.template(TEMPLATES, name, "F4") for name in (*OFFICE, *PER_UNIT)}
    templates = {name: Template(content) for name, content in contents.items()}
    for ds in _varied(sample):
        units = units_with_indicators(ds)
        _offices.append([
            (
                templates[name],
                documents.values_for(
                    contents[name], ds, QUARTER,
                    units[len(_offices) % len(units)].code if name in PER_UNIT else None,
                ),
            )
            for name in contents
        ])  # fmt: skip


def _varied(sample: dict[str, Any]) -> Iterator[DataSet]:
    """Yield the sample's office with other realizations and narratives, one kind after another."""
    for kind in range(KINDS):
        varied = copy.deepcopy(sample)
        for objective in varied["sasaran"]:
            for indicator in objective["indikator"]:
                if indicator["akumulasi"] == "posisi_akhir" and not indicator.get("xy_tw"):
                    indicator["realisasi_tw"] = [
                        given and f"{Decimal(given) * (990 + kind) / 1000:.{indicator['desimal']}f}"
                        for given in indicator["realisasi_tw"]
                    ]
                indicator["faktor_pendorong"] += f", {kind + 1} kegiatan selesai lebih awal"
        yield parse(varied)


def _fill_offices(numbers: range) -> int:
    made = 0
    for number in numbers:
        name = f"KECAMATAN NOMOR {number}"
        for template, values in _offices[number % KINDS]:
            office = {**values["instansi"], "kecamatan": name}
            template.fill({**values, "instansi": office})
            made += 1
    return made


if __name__ == "__main__":
    main()
