"""One office through its quarter: in each state, the pages that show something new."""

import dataclasses
import re
from dataclasses import dataclass, field

from flask import Flask
from openpyxl import Workbook
from werkzeug.test import TestResponse

from service import workbook
from service.dataset import parse, read_json
from tests.casework.office import SAMPLE, Office
from tests.casework.test_template_versions import NEW_TITLE, TITLE
from tests.casework.test_template_versions import edited as reworded
from tests.sops import word
from tests.web.conftest import CAMAT, CASE, KASUBBAG, STAF, Person, file
from tests.web.every_route import RECEIVED, Request, every
from tests.web.every_state import STATES
from tests.web.reading import Reader
from tests.workbook.books import edited

UNIT = "SEKSI-YAN"
OPERATOR = f"operator@{UNIT}"
STEP = f"{CASE}/langkah"
TASK = f"{STEP}/3.{UNIT}"
FIGURE = "realisasi_tw-1.1"
COLLECTING = "pengumpulan-data-kinerja"


@dataclass
class Stage:
    """The office, somebody in front of it, and who looks at the pages.

    `shown` are the routes whose pages were looked at.
    """

    office: Office
    person: Person
    reader: Reader
    shown: set[str] = field(default_factory=set)
    scene: str = ""

    @property
    def app(self) -> Flask:
        return self.person.client.application

    def enter(self, state: str, role: str = KASUBBAG) -> None:
        """Bring the quarter into a state, and act as somebody."""
        STATES[state](self.office)
        self.scene = state
        self.person.acts_as(role)

    def look(self, *paths: str) -> None:
        """Look at pages that are there."""
        for path in paths:
            answer = self.person.get(path)
            self._read(path, answer)
            if answer.status_code == 200:
                addresses = self.app.url_map.bind("localhost")
                self.shown.add(addresses.match(path.partition("?")[0])[0])

    def look_at_the_rest(self) -> None:
        """Look at the pages of all routes that have one by now and were not looked at yet."""
        before = frozenset(self.shown)
        coming = [one for one in every(self.app) if is_page(one) and one.endpoint not in before]
        self.look(*(one.path for one in coming if self.person.get(one.path).status_code == 200))

    def send(self, path: str, status: int, **fields: object) -> None:
        """Send a form that is not simply accepted, and look at the page that comes of it.

        One that leads on, to what waits or to what was made, does so with status 200.
        """
        answer = self.person.post(path, **fields)
        if answer.status_code == 302 and status == 200:
            self.look(answer.location)
            return
        assert answer.status_code == status, (path, answer.text)
        self._read(path, answer)

    def _read(self, path: str, answer: TestResponse) -> None:
        self.reader.read(f"{self.scene}: {path}", answer)


def is_page(one: Request) -> bool:
    """Tell whether a person reads the answer: no file for downloading, nothing for programs."""
    ending = re.search(r"\.(xlsx|docx|pdf|png|zip|ics|csv|json|css)$", one.path)
    files = {"document.word", "document.pdf", "origin.sent", "health.alive", "contract.contract"}
    leads_on = {"start.home", "delivery.show"}
    if one.is_api and one.endpoint != "contract.docs":
        return False
    return one.is_safe and not ending and one.endpoint not in files | leads_on


def play(stage: Stage) -> None:
    """Play the quarter from the empty store to the document that has to be made again."""
    for scene in (begin, report, examine, conclude, deliver, reopen, change_office):
        scene(stage)


def begin(stage: Stage) -> None:
    """Look at the empty store, what may go wrong there, and the pages of the opened quarter."""
    stage.scene = "empty"
    stage.look_at_the_rest()
    stage.look("/tidak-ada")
    stage.person.get("/mulai")
    broken = edited(workbook.write(parse(read_json(SAMPLE.content))), misnamed)
    stage.send("/mulai/unggah", 422, berkas=file(broken, "kantor.xlsx"))
    stage.send("/mulai/unggah", 422)
    stage.enter("opened")
    stage.look_at_the_rest()
    stage.look("/mulai", "/templat/rekap-data", "/hari-libur", "/perlu-konfirmasi/kertas")
    stage.person.acts_as(CAMAT)
    stage.send(f"{STEP}/1/do", 403)
    stage.send("/perlu-konfirmasi/kertas", 403, jawaban="A4", lanjut="simpan")
    stage.enter("ordered", STAF)
    stage.look(CASE, f"{STEP}/1", f"{STEP}/2.{UNIT}", f"{CASE}/dokumen/D1")


def report(stage: Stage) -> None:
    """Look at every way in which a unit brings its figures, and how they are refused."""
    stage.enter("handed out", OPERATOR)
    form = stage.person.get(f"{TASK}/formulir.xlsx").data
    wrong = edited(form, mistyped)
    stage.look(CASE, f"{STEP}/3", TASK, f"{TASK}/isian?cara=tabel", f"{TASK}/isian?cara=satu")
    stage.send(f"{TASK}/isian/periksa", 422, draf="0", **{FIGURE: "enam"})
    stage.send(f"{TASK}/isian", 409, draf="0", **{FIGURE: "81"})
    stage.look(TASK)
    for sent in (wrong, b"PK", b""):
        stage.send(f"{TASK}/do", 422, berkas=file(sent, "isian.xlsx"))
    stage.person.get(f"{STEP}/3")
    several = [file(form, "a.xlsx"), file(wrong, "b.xlsx"), file(b"", "c.xlsx")]
    stage.send(f"{STEP}/3/beberapa", 200, berkas=several)
    stage.person.get(TASK)
    changed = edited(form, lambda book: book["Realisasi"].__setitem__("N6", 90))
    stage.send(f"{TASK}/do", 200, berkas=file(changed, "isian.xlsx"))
    late = stage.person.get(TASK)
    stage.enter("gathered", OPERATOR)
    stage.person.shown = late
    stage.send(f"{TASK}/do", 409, berkas=file(changed, "isian-saya.xlsx"))
    stage.look(*re.findall(r'href="([^"]*tersimpan=[^"]*)"', stage.person.text))


def examine(stage: Stage) -> None:
    """Look at the pages of who examines the units' data, and confirms them."""
    stage.person.acts_as(KASUBBAG)
    stage.look(CASE, f"{CASE}/siapa-belum", f"{STEP}/4", f"{STEP}/4.{UNIT}", f"{CASE}/asal/3.2")
    stage.send(f"{STEP}/4.{UNIT}/do", 422)
    stage.send(f"{STEP}/4.{UNIT}/kembalikan", 422, **{"kembali-ke": f"3.{UNIT}"})
    stage.enter("examined", STAF)
    stage.look(f"{STEP}/5", f"{STEP}/5.SEKRETARIAT", f"{STEP}/5.{UNIT}")
    stage.send(f"{STEP}/5.{UNIT}/do", 422)
    stage.enter("rechecked", STAF)
    stage.look(CASE, f"{STEP}/5.{UNIT}", f"{STEP}/6")
    stage.send(f"{STEP}/6/do", 422, berkas=file(b"PK", "anggaran.xlsx"))
    stage.send(f"{STEP}/6/do", 200)


def conclude(stage: Stage) -> None:
    """Look at the pages that lead to the Camat's approval, and at those of the delivery."""
    stage.enter("collected")
    stage.look(f"{STEP}/6", f"{STEP}/7", f"{CASE}/keselarasan", f"{CASE}/dokumen/D4")
    stage.send(f"{CASE}/dokumen/D4/nomor", 422, tanggal="kemarin")
    stage.enter("drafted", CAMAT)
    stage.look(CASE, f"{STEP}/7", f"{CASE}/persetujuan/7")
    stage.send(f"{CASE}/persetujuan/7/kembalikan", 422, **{"kembali-ke": f"3.{UNIT}"})
    stage.enter("approved")
    stage.look(CASE, f"{STEP}/7", f"{CASE}/persetujuan/7", f"{CASE}/dokumen/D5")
    stage.send(f"{STEP}/7/sign", 422, berkas=file(b"%PDF-rusak", "pindai.pdf"))
    stage.send(f"{STEP}/7/buka-kembali", 422)
    stage.enter("signed", STAF)
    stage.look(f"{STEP}/8", f"{CASE}/dokumen/D5")
    stage.send(f"{STEP}/8/deliver", 422, **{"penerima": RECEIVED[0], "tanggal-terima": "kemarin"})


def deliver(stage: Stage) -> None:
    """Look at what the finished quarter says, at a new template, and at the quarter after it."""
    stage.enter("delivered")
    stage.person.get("/templat/rekap-data")
    old = stage.person.get("/templat/rekap-data/berkas.docx").data
    stage.person.get("/templat/rekap-data")
    for sent in (word("{{ instansi.nam }}"), old):
        stage.send("/templat/rekap-data", 422, berkas=file(sent, "rekap.docx"))
    new = file(reworded(old, TITLE, NEW_TITLE), "baru.docx")
    stage.send("/templat/rekap-data", 200, berkas=new)
    stage.look(CASE, f"{CASE}/berikutnya", f"{CASE}/riwayat", f"{CASE}/siapa-belum", "/tahun/2026")
    stage.look(*(f"{STEP}/{task}" for task in (1, f"2.{UNIT}", f"3.{UNIT}", f"4.{UNIT}", 6, 7, 8)))
    stage.person.get("/mulai")
    stage.send("/mulai/triwulan", 200, tahun="2026", triwulan="4")
    stage.look("/mulai", "/tahun/2026")


def reopen(stage: Stage) -> None:
    """Look at what has to be made again after a figure of the approved quarter changed."""
    stage.scene = "reopened"
    stage.office.reopen()
    ds = stage.office.view().dataset
    other = dataclasses.replace(ds, office=dataclasses.replace(ds.office, name="KECAMATAN LAIN"))
    stage.office.desk.amend(stage.office.someone("kasubbag_program"), "2026-tw3", other, "Nama")
    stage.look(CASE, f"{STEP}/1", f"{STEP}/7", f"{CASE}/dokumen/D5", f"{CASE}/riwayat")
    stage.look("/triwulan/2026-tw4")


def change_office(stage: Stage) -> None:
    """Look at the forms that change how the office works, and what they refuse."""
    stage.scene = "changed"
    book = stage.person.get(f"{CASE}/data-kantor/berkas.xlsx").data
    stage.person.get(f"{CASE}/data-kantor")
    stage.send(f"{CASE}/data-kantor", 200, berkas=file(edited(book, renamed), "kantor.xlsx"))
    stage.send(f"{CASE}/data-kantor", 422, berkas=file(edited(book, misnamed), "kantor.xlsx"))
    stage.send("/hari-libur", 422, daftar="kapan saja")
    asked = "/perlu-konfirmasi"
    stage.look(f"{asked}/tanggal-tenggat")
    stage.send(f"{asked}/tanggal-tenggat", 200, jawaban="8", lanjut="lihat")
    stage.send(f"{asked}/tanggal-tenggat", 422, jawaban="", lanjut="simpan")
    stage.look(f"{asked}/instansi-penerima", f"{asked}/skala")
    stage.send("/mulai/triwulan", 200, tahun="2026", triwulan="3", prosedur=COLLECTING)
    stage.look(f"/triwulan/{COLLECTING}-2026-tw3/langkah/1", "/mulai", "/bantuan")


def mistyped(book: Workbook) -> None:
    book["Realisasi"]["N6"] = "enam"
    book["Narasi"]["F6"] = "31/11/2026"


def renamed(book: Workbook) -> None:
    _in_every_cell(book, "NAMA KASUBBAG PROGRAM (CONTOH), S.E.", "NAMA PENGGANTI (CONTOH), S.E.")


def misnamed(book: Workbook) -> None:
    _in_every_cell(book, "KECAMATAN MENTEBAH", None)


def _in_every_cell(book: Workbook, old: str, new: str | None) -> None:
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == old:
                    cell.value = new
