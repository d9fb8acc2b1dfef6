"""Speed and memory as ratios against a floor or a peer of the same run: `make bench`.

The machines this runs on are noisy, so only the ratios and the distance to a target say much.
"""

import io
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from datetime import date
from pathlib import Path

from docxtpl import DocxTemplate

from service import documents, pdf, workbook
from service.app import create_app, create_casework, open_store
from service.consistency import disagreements, facts_of
from service.dataset import parse, to_json, units_with_indicators
from service.measurement import measure
from service.settings import EXAMPLE, SAMPLES, TEMPLATES, Settings
from service.values import Particulars, values_of
from tests import bench_word, bench_workbook, large_office
from tests.bench_word import OFFICE, PER_UNIT, QUARTER, median_ms
from tests.consistency.papers import approved

UNIT = "SEKSI-YAN"


def main() -> None:
    """Print every figure."""
    print_documents()
    bench_workbook.main()
    bench_word.main()
    print_agreement()
    print_pdfs()
    print_service()
    print_large_office()


def print_documents() -> None:
    """From the uploaded workbook to the Word files; docxtpl fills the same templates beside."""
    form = (SAMPLES / "isian-seksi-yan-tw3.xlsx").read_bytes()
    whole = (SAMPLES / "mentebah-2026-tw3.xlsx").read_bytes()
    base = parse(json.loads(EXAMPLE.read_text("utf-8")))
    units = [one.code for one in units_with_indicators(base)]
    render_all(base, units)  # draws the chart, compiles the templates: once per set and version

    def five() -> None:
        ds = workbook.read_unit(form, base, UNIT)
        render_all(ds, [UNIT])

    def thirteen() -> None:
        render_all(workbook.read(whole), units)

    ours_five, ours_all = median_ms(five, 15), median_ms(thirteen, 15)
    peer = median_ms(lambda: docxtpl_all(base), 3)
    ours_same = median_ms(lambda: render_all(base, units), 15)
    print(f"upload -> D1, D4, D5, one D2 and D3: {ours_five:.0f} ms (target 100)")
    print(f"upload -> all 13 documents: {ours_all:.0f} ms (target 200)")
    print(
        f"filling the 13 alone: {ours_same:.0f} ms; docxtpl, same templates and values: "
        f"{peer:.0f} ms (x{peer / ours_same:.0f})"
    )


def render_all(ds: object, units: list[str]) -> list[bytes]:
    """Return every document of the quarter for these units."""
    made = [
        documents.render(documents.template(TEMPLATES, name, "F4"), ds, QUARTER) for name in OFFICE
    ]
    for name in PER_UNIT:
        content = documents.template(TEMPLATES, name, "F4")
        made += [documents.render(content, ds, QUARTER, unit) for unit in units]
    return made


def docxtpl_all(ds: object) -> None:
    """Fill the templates docxtpl can fill with our plain values; pictures left out of both."""
    for name in (*OFFICE, *PER_UNIT):
        units = [one.code for one in units_with_indicators(ds)] if name in PER_UNIT else [None]
        for unit in units:
            values = values_of(ds, QUARTER, unit=unit, particulars=Particulars())
            values["gambar_capaian"] = ""
            template = DocxTemplate(io.BytesIO(documents.template(TEMPLATES, name, "F4")))
            template.render(values, autoescape=True)
            template.save(io.BytesIO())


def print_agreement() -> None:
    """Read the 13 documents of a quarter back and hold them against each other."""
    found = approved()

    def check() -> None:
        facts_of.cache_clear()
        disagreements(found.documents, found.known)

    print(f"holding 13 documents against each other: {cpu_ms(check, 5):.0f} ms (target 1000)")


def print_pdfs() -> None:
    """The embedded engine on every document of the quarter, its start included in the first."""
    ds = parse(json.loads(EXAMPLE.read_text("utf-8")))
    made = render_all(ds, [one.code for one in units_with_indicators(ds)])
    pdf.embedded.stop()
    start = time.perf_counter()
    pdf.convert(made[0], "bawaan")
    first = time.perf_counter() - start
    for docx in made[1:]:
        pdf.convert(docx, "bawaan")
    total = time.perf_counter() - start
    print(f"first PDF after asking: {first:.2f} s (target 1)")
    print(f"all {len(made)} PDFs by the embedded engine: {total:.1f} s (target 8)")


def print_service() -> None:
    """Start the demo twice; the second start is what an office sees every morning."""
    with tempfile.TemporaryDirectory() as folder:
        env = dict(os.environ) | {"DATA_DIR": folder, "PORT": str(free_port())}
        for which in ("first", "second"):
            start = time.perf_counter()
            with subprocess.Popen(
                [sys.executable, "-m", "service", "demo"],
                env=env,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            ) as child:
                wait_for(f"http://127.0.0.1:{env['PORT']}/healthz")
                ready = time.perf_counter() - start
                time.sleep(3)
                memory = resident_mb(child.pid)
                child.terminate()
            print(f"{which} start: ready in {ready:.1f} s (target 4)")
            print(f"  resident when idle: {memory:.0f} MB (target 150)")


def print_large_office() -> None:
    """Ten years of four quarters, 30 units, 500 indicators: CPU time, free of the neighbours'."""
    with tempfile.TemporaryDirectory() as folder:
        today = date(large_office.FIRST_YEAR + large_office.YEARS, 1, 5)
        settings = Settings(secret_key="ukur", data_dir=Path(folder), today=today)  # noqa: S106
        store = open_store(settings)
        casework = create_casework(settings, store, background=False)
        case = large_office.fill(store, casework.procedures.named(None))
        client = create_app(settings, casework).test_client()
        board, year = f"/triwulan/{case}", f"/tahun/{today.year - 1}"
        first = cpu_ms(lambda: client.get(board), 1)
        print(f"500 indicators, 40 cases: board {cpu_ms(lambda: client.get(board), 9):.0f} ms "
              f"(target 100), the first after a start {first:.0f} ms")  # fmt: skip
        figures, office = [], []
        for turn in range(5):
            large_office.change_figure(store, casework.view(case), turn)
            figures.append(cpu_ms(lambda: client.get(board), 1))
            large_office.change_figure(store, casework.view(case), 5 + turn)
            office.append(cpu_ms(lambda: casework.view(case), 1))
        print(f"  board after a changed figure {statistics.median(figures):.0f} ms (target 100)")
        print(f"  recomputing the case {statistics.median(office):.0f} ms (target 200)")
        view = casework.view(case)
        ds = view.dataset
        parsing = cpu_ms(lambda: parse(to_json(ds)), 5)
        measuring = cpu_ms(lambda: measure(ds, view.quarter), 5)
        renamed = []
        for turn in range(5):
            large_office.rename_official(store, casework.view(case), turn)
            renamed.append(cpu_ms(lambda: casework.view(case), 1))
        judging = statistics.median(renamed) - parsing - measuring
        stale = len(casework.view(case).progress.stale)
        print(f"  staleness of all outputs, {stale} of them stale: {judging:.0f} ms (target 50)")
        print(f"  year page {cpu_ms(lambda: client.get(year), 5):.0f} ms, "
              f"as Excel {cpu_ms(lambda: client.get(f'{year}/rekap.xlsx'), 3):.0f} ms")  # fmt: skip
        casework.close()
        again = create_casework(settings, store, background=False)
        client = create_app(settings, again).test_client()
        first = cpu_ms(lambda: client.get(board), 1)
        print(f"  the first board after another start {first:.0f} ms")
        again.close()
        store.close()


def cpu_ms(work: Callable[[], object], runs: int) -> float:
    """Return the median processor time of `runs` runs of `work`, in milliseconds."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1e3)
    return statistics.median(times)


def wait_for(address: str) -> None:
    """Return once `address` answers; raise TimeoutError after a minute."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(address)


def resident_mb(pid: int) -> float:
    """Return the resident memory of a process in MB (10^6 bytes)."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) * 1024 / 1e6


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


if __name__ == "__main__":
    main()
