"""A small desk for tests: one office's quarter, played step by step."""

import io
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pypdfium2
from lxml import etree
from PIL import Image

from service.casework import CaseView, Casework, Upload
from service.casework.decisions import questions
from service.casework.detours import Excuse
from service.dataset import parse, to_json
from service.procedure import load_all
from service.progress import Actor
from service.store import Store

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates_docx"
PROCEDURES = load_all()
CASE = "2026-tw3"
SAMPLE = Upload((ROOT / "samples" / "mentebah-2026.json").read_bytes(), "mentebah-2026.json")


def sample() -> dict[str, Any]:
    """Return the sample data set as plain values, without derived figures."""
    return to_json(parse(json.loads(SAMPLE.content)))


def as_upload(values: dict[str, Any]) -> Upload:
    """Return `values` as somebody would send them."""
    return Upload(json.dumps(values).encode(), "data.json")


def nine_october() -> datetime:
    """Return 9 October 2026, 08.40 in Pontianak."""
    return datetime(2026, 10, 9, 1, 40, tzinfo=UTC)


class Office:
    """The people of the sample office at one desk; each method is one step of the procedure."""

    def __init__(
        self,
        store: Store,
        templates: Path = TEMPLATES,
        clock: Callable[[], datetime] = nine_october,
        *,
        background: bool = False,
    ) -> None:
        self.store = store
        self.desk = Casework(store, PROCEDURES, templates, clock, background, "bawaan")
        self.case = CASE
        self._people: dict[tuple[str, str | None], Actor] = {}

    def open(self, upload: Upload = SAMPLE) -> CaseView:
        """Open the quarter of `upload`."""
        view = self.desk.open_case(Actor("kasubbag_program", None, "", ""), upload)
        self.case = view.id
        return view

    def someone(self, role: str, unit: str | None = None) -> Actor:
        """Return who holds `role`."""
        people = self.desk.actors(self.view().dataset)
        return next(one for one in people if (one.role, one.unit) == (role, unit))

    def view(self) -> CaseView:
        """Return the case."""
        return self.desk.view(self.case)

    def units(self) -> list[str]:
        """Return the codes of the reporting units."""
        return [task.unit for task in self.view().progress.step(3).tasks if task.unit]

    def order_format(self, **more: object) -> CaseView:
        """Do step 1."""
        return self.act("kasubbag_program", 1, **more)

    def hand_out(self, unit: str, **more: object) -> CaseView:
        """Do step 2."""
        return self.act("staf_program", 2, unit, **more)

    def gather(self, unit: str, **more: object) -> CaseView:
        """Do step 3, with the unit's own form filled from the data on file unless told."""
        if "upload" not in more:
            form = self.desk.form(self.case, unit)
            more["upload"] = Upload(form.content, form.name)
        return self.act(("operator", unit), 3, unit, **more)

    def examine(
        self, unit: str | None, mend: Mapping[str, str] | None = None, **more: object
    ) -> CaseView:
        """Do step 4: every indicator is in order but those to `mend`, each with its note."""
        verdicts = {
            one.code: {"verdict": "sesuai", "note": ""}
            for objective in self.view().dataset.objectives
            for one in objective.indicators
            if unit in (None, one.unit)
        }
        for code, note in (mend or {}).items():
            verdicts[code] = {"verdict": "perbaiki", "note": note}
        return self.act("kasubbag_program", 4, unit, facts={"checks": verdicts}, **more)

    def recheck(self, unit: str | None, **more: object) -> CaseView:
        """Do step 5: whatever is asked about the unit's data is accepted."""
        facts = {"confirmed_by": "staf_program", "findings": self.accepting(unit)}
        return self.act("staf_program", 5, unit, facts=facts, **more)

    def accepting(self, unit: str | None, note: str = "") -> dict[str, dict[str, str]]:
        """Return the verdict "diterima" for everything asked that is not settled yet."""
        asked = questions(self.view(), unit)
        open_ones = [one.finding.id for one in asked if not one.accepted]
        return {name: {"verdict": "diterima", "note": note} for name in open_ones}

    def collect(self, **more: object) -> CaseView:
        """Do step 6."""
        return self.act("staf_program", 6, **more)

    def draft(self, **more: object) -> CaseView:
        """Do the first action of step 7."""
        return self.act("kasubbag_program", 7, **more)

    def approve(self, **more: object) -> CaseView:
        """Let the Camat approve."""
        return self.act("camat", 7, action="approve", **more)

    def sign(self, upload: Upload, **more: object) -> CaseView:
        """Upload the signed file."""
        return self.act("kasubbag_program", 7, action="sign", upload=upload, **more)

    def deliver(self, receiver: str, **more: object) -> CaseView:
        """Record one receipt."""
        facts = {"receiver": receiver, "received_by": "NAMA PENERIMA", "received_on": "2026-10-09"}
        return self.act("staf_program", 8, action="deliver", facts=facts, **more)

    def act(
        self,
        who: str | tuple[str, str],
        step: int,
        unit: str | None = None,
        action: str = "do",
        **more: object,
    ) -> CaseView:
        """Do `action` of a step as the holder of a role."""
        actor = self.someone(who) if isinstance(who, str) else self.someone(*who)
        return self.desk.act(actor, self.case, step, unit, action, **more)  # type: ignore[arg-type]

    def send_back(
        self, who: str, step: int, unit: str | None = None, to: str | None = None, **more: object
    ) -> CaseView:
        """Send an earlier task back from a step, with a note unless told."""
        more.setdefault("note", "Angka belum sesuai dengan register.")
        return self.desk.send_back(self.someone(who), self.case, step, unit, to=to, **more)  # type: ignore[arg-type]

    def let_go(self, unit: str, kind: Excuse, note: str | None = "Operator cuti.") -> CaseView:
        """Go on without a unit, from step 3."""
        staf = self.someone("staf_program")
        return self.desk.let_go(staf, self.case, 3, unit, kind, note=note)

    def remake(self, who: str, step: int, unit: str | None = None) -> CaseView:
        """Make what is stale in a task once more."""
        return self.desk.remake(self.someone(who), self.case, step, unit)

    def reopen(self, who: str = "camat", note: str | None = "Angka 3.2 salah.") -> CaseView:
        """Open the approved quarter again."""
        return self.desk.reopen(self.someone(who), self.case, note=note)

    def report(self, code: str, value: str) -> Upload:
        """Return what a unit sends when its indicator `code` has come to `value`."""
        values = to_json(self.view().dataset)
        for one in (i for s in values["sasaran"] for i in s["indikator"]):
            if one["kode"] == code:
                one["realisasi_tw"][self.view().quarter - 1] = value
        return as_upload(values)

    def play_units(self) -> CaseView:
        """Do steps 1 to 5 for every unit."""
        self.order_format()
        for unit in self.units():
            self.hand_out(unit)
            self.gather(unit)
            self.examine(unit)
            self.recheck(unit)
        return self.view()

    def play(self) -> CaseView:
        """Do the whole procedure."""
        self.play_units()
        self.collect()
        self.draft()
        self.approve()
        self.sign(Upload(scan("JPEG"), "pindai.jpg"))
        for receiver in self.view().dataset.receivers:
            self.deliver(receiver.name)
        return self.view()


def scan(form: str) -> bytes:
    """Return a small picture as PNG or JPEG."""
    out = io.BytesIO()
    Image.new("RGB", (60, 90), "white").save(out, form)
    return out.getvalue()


def docx_text(content: bytes) -> str:
    """Return the text of a Word file's body, header and footer, paragraphs on lines."""
    paragraphs = []
    with ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                tree = etree.fromstring(archive.read(name))
                for paragraph in tree.iter("{*}p"):
                    paragraphs.append("".join(t.text or "" for t in paragraph.iter("{*}t")))
    return "\n".join(paragraphs)


def pdf_text(content: bytes) -> str:
    """Return the text of a PDF."""
    document = pypdfium2.PdfDocument(content)
    text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return text


def states(office: Office, key: str) -> list[str]:
    """Return the states a document went through, oldest first."""
    return [one.state for one in office.view().progress.outputs if one.key == key]
