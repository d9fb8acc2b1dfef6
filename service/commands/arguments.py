"""Which commands there are, what they take, and the function that carries each out."""

import argparse
from pathlib import Path
from typing import NoReturn

from service.commands.telling import tell_code

QUARTERS = (1, 2, 3, 4)


class Parser(argparse.ArgumentParser):
    """A parser whose faults are told in Indonesian, with exit status 1 like all others."""

    def error(self, message: str) -> NoReturn:  # noqa: ARG002  (argparse names it)
        """Tell how the command is used; argparse's own words are English."""
        tell_code("command_unusable", used=self.format_usage().partition(":")[2].strip())
        raise SystemExit(1)


Commands = argparse._SubParsersAction  # the only name argparse gives it


def parser() -> Parser:
    """Return the parser; its result names the function to run as `run` ("templates:check")."""
    made = Parser(prog="python -m service", description="SOP kantor: dari data ke dokumen resmi.")
    commands = made.add_subparsers(required=True, metavar="PERINTAH")
    _add_serving(commands)
    _add_templates(commands)
    _add_figures(commands)
    _add_upkeep(commands)
    _add_people(commands)
    return made


def _add_serving(commands: "Commands[Parser]") -> None:
    _command(commands, "serve", "serving:serve", "jalankan layanan kantor")
    demo = _command(commands, "demo", "serving:demo_office", "jalankan kantor contoh")
    demo.add_argument("--baru", action="store_true", help="mulai lagi dari awal")


def _add_templates(commands: "Commands[Parser]") -> None:
    render = _command(commands, "render", "templates:render", "isi templat Word dengan data")
    _takes_template(render)
    render.add_argument("values", type=Path, metavar="VALUES.json")
    render.add_argument("-o", dest="output", type=Path, required=True, metavar="OUT.docx|OUT.pdf")
    _takes_quarter(render, required=False)
    check = _command(commands, "check", "templates:check", "periksa templat Word")
    _takes_template(check)
    check.add_argument("--values", type=Path, metavar="VALUES.json")
    check.add_argument(
        "--format", choices=("text", "json", "docx"), default="text",
        help="docx: templat itu sendiri dengan catatan Word pada setiap kesalahan",
    )  # fmt: skip
    check.add_argument(
        "-o", dest="output", type=Path, metavar="OUT.docx",
        help="berkas untuk --format docx; tanpa ini TEMPLATE-diperiksa.docx di sebelah templatnya",
    )  # fmt: skip
    _takes_quarter(check, required=False)
    fields = _command(commands, "fields", "templates:fields", "JSON Schema nilai yang diminta")
    _takes_template(fields)


def _add_figures(commands: "Commands[Parser]") -> None:
    measure = _command(commands, "measure", "figures:measure", "hitung capaian dan penyerapan")
    _takes_dataset(measure)
    _takes_quarter(measure, required=True)
    workbook = _command(commands, "workbook", "forms:workbook", "tulis berkas Excel dari data set")
    _takes_dataset(workbook)
    workbook.add_argument("-o", dest="output", type=Path, required=True, metavar="FORM.xlsx")
    workbook.add_argument("--unit", metavar="KODE", help="hanya formulir unit ini")


def _add_upkeep(commands: "Commands[Parser]") -> None:
    _command(commands, "fsck", "upkeep:fsck", "periksa keutuhan folder data")
    backup = _command(commands, "backup", "upkeep:backup", "buat cadangan folder data")
    backup.add_argument("file", type=Path, metavar="FILE")
    restore = _command(commands, "restore", "upkeep:restore", "pulihkan cadangan")
    restore.add_argument("file", type=Path, metavar="FILE")


def _add_people(commands: "Commands[Parser]") -> None:
    user = commands.add_parser("user", help="atur pengguna", description="atur pengguna")
    doings = user.add_subparsers(required=True, metavar="TINDAKAN")
    _command(doings, "list", "people:listed", "daftar pengguna")
    add = _command(doings, "add", "people:add", "tambah pengguna; kode sekali pakainya dicetak")
    _takes_login(add)
    add.add_argument("--name", required=True, metavar="NAMA", help="nama lengkap")
    add.add_argument("--nip", default="", metavar="NIP")
    _takes_roles(add, "--role", "peran, untuk peran per unit dengan unitnya; boleh diulang")
    reset = _command(doings, "reset", "people:reset", "kode sekali pakai bila lupa sandi")
    _takes_login(reset)
    role = _command(doings, "role", "people:role", "beri atau cabut peran")
    _takes_login(role)
    _takes_roles(role, "--give", "beri peran; boleh diulang")
    _takes_roles(role, "--take", "cabut peran; boleh diulang")
    close = _command(doings, "close", "people:close", "tutup akun")
    _takes_login(close)


def _takes_login(command: Parser) -> None:
    command.add_argument("login", metavar="LOGIN", help="nama masuk")


def _takes_roles(command: Parser, option: str, told: str) -> None:
    command.add_argument(
        option, action="append", default=[], metavar="PERAN[@UNIT]", help=told,
    )  # fmt: skip


def _command(commands: "Commands[Parser]", name: str, run: str, told: str) -> Parser:
    command = commands.add_parser(name, help=told, description=told)
    command.set_defaults(run=run)
    return command


def _takes_template(command: Parser) -> None:
    command.add_argument("template", type=Path, metavar="TEMPLATE")


def _takes_dataset(command: Parser) -> None:
    command.add_argument("dataset", type=Path, metavar="DATASET.json")


def _takes_quarter(command: Parser, *, required: bool) -> None:
    command.add_argument("--quarter", type=int, choices=QUARTERS, required=required, metavar="N")
