"""A real browser in front of a really started service."""

import io
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from service.settings import ROOT
from tests.stores import Kept, kept, laid

SWITCHES = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-gpu",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
]
CASE = "/triwulan/2026-tw3"
LOGIN, PASSWORD = "nama.penguji", "empat kuda di tepi sungai"
UNITS = ("SEKSI-PEM", "SEKSI-YAN", "SEKSI-PMD", "SEKSI-TRANTIB", "SEKRETARIAT")


@dataclass
class Office:
    """A running service and a browser's page on it."""

    address: str
    page: Page
    asked: list[str]
    keys: dict[str, str] = field(default_factory=dict)

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def sign_in_with(self, code: str) -> None:
        """Use a one-time code and choose a password."""
        self.open("/masuk/kode")
        self.page.get_by_label("Nama masuk").fill(LOGIN)
        self.page.get_by_label("Kode sekali pakai").fill(code)
        for label in ("Kata sandi baru", "Kata sandi baru, sekali lagi"):
            self.page.get_by_label(label, exact=True).fill(PASSWORD)
        self.press("Simpan kata sandi dan masuk")
        expect(self.page.get_by_label("Nama masuk")).to_have_count(0)

    def act_as(self, who: str) -> None:
        """Choose a role (`peran@unit`) at the top of the page, unless it is the one acted in."""
        if self.page.locator("#peran").input_value() == who:
            return
        self.page.locator("details.role > summary").click()
        self.page.locator("#peran").select_option(who)
        self.press("Ganti peran")

    def press(self, label: str) -> None:
        """Press a button and wait for the page it leads to."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=label, exact=True).first.click()

    def send(self, label: str) -> None:
        """Press a button whose form must be accepted."""
        self.press(label)
        expect(self.page.locator(".errors, .notice")).to_have_count(0)
        expect(self.page.get_by_role("status").first).to_be_visible()

    def look_and_send(self) -> None:
        """Have the form checked, look at what it would make, and make it."""
        self.press("Periksa")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(
            "Periksa sebelum dokumen dibuat"
        )
        self.press("Buat dokumen")
        expect(self.page.locator(".errors")).to_have_count(0)

    def do(self, task: str, who: str, label: str) -> None:
        """Open a task as `who` and press its button."""
        self.open(f"{CASE}/langkah/{task}")
        self.act_as(who)
        self.send(label)

    def bearer(self, role: str = "kasubbag_program@") -> dict[str, str]:
        """Return the headers of a program with a key, made on the account's page, for a role."""
        if role not in self.keys:
            other = self.page.context.new_page()
            other.goto(f"{self.address}/akun")
            other.get_by_label("Keperluan").fill("Uji")
            other.locator("#peran-baru").select_option(role)
            for scope in ("Membaca", "Mengisi", "Mengerjakan"):
                other.get_by_label(re.compile(f"^{scope}")).check()
            other.get_by_role("button", name="Buat kunci API").click()
            self.keys[role] = other.locator(".secret code").inner_text()
            other.close()
        return {"Authorization": f"Bearer {self.keys[role]}"}

    def download(self, path: str) -> bytes:
        """Return what a link to `path` downloads."""
        headers = self.bearer() if path.startswith("/api/") else {}
        answer = self.page.request.get(self.address + path, headers=headers)
        assert answer.ok, f"{path}: {answer.status}"
        return answer.body()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start headless Chromium."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=SWITCHES)
        yield started
        started.close()


@cache
def _invited() -> tuple[Kept, str]:
    """Return the data folder of an office where somebody has every role, and the one-time code."""
    per_unit = [f"{role}@{unit}" for role in ("operator", "kepala_seksi") for unit in UNITS]
    roles = ["administrator", "kasubbag_program", "staf_program", "sekretaris", "camat", *per_unit]
    given = [part for role in roles for part in ("--role", role)]
    with TemporaryDirectory() as folder:
        told = subprocess.run(
            [sys.executable, "-m", "service", "user", "add", LOGIN, "--name", "NAMA PENGUJI",
             *given],
            cwd=ROOT, env=os.environ | {"DATA_DIR": folder}, text=True, check=True,
            capture_output=True,
        )  # fmt: skip
        found = re.search(r"\b(?:[0-9A-Z]{4}-){3,}[0-9A-Z]{4}\b", told.stdout)
        assert found, told.stdout
        return kept(Path(folder)), found[0]


@contextmanager
def serving(browser: Browser, folder: Path) -> Iterator[Office]:
    """Serve an office in `folder`, still empty, on 9 October 2026, with a page open on it."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    env = os.environ | {
        "SECRET_KEY": "untuk-uji-saja-tidak-rahasia",
        "DATA_DIR": str(folder),
        "PORT": str(port),
        "TODAY": "2026-10-09",
        "PDF_ENGINE": "bawaan",
    }
    invited, code = _invited()
    laid(invited, folder)
    with subprocess.Popen([sys.executable, "-m", "service", "serve"], cwd=ROOT, env=env) as server:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/healthz", server)
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="id-ID")
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        office = Office(address, page, asked)
        office.sign_in_with(code)
        yield office
        context.close()
        server.terminate()


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(address)


def text_of_pdf(content: bytes) -> str:
    opened = pypdfium2.PdfDocument(content)
    try:
        pages = [page.get_textpage().get_text_bounded() for page in opened]
    finally:
        opened.close()
    return re.sub(r"\s+", " ", " ".join(pages))


def text_of_docx(content: bytes) -> str:
    document = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", document))


def signed_scan() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (620, 877), "white").save(out, "PDF")
    return out.getvalue()
