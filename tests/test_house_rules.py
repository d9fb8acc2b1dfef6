"""What holds across all modules: words for codes, templates for outputs, data in the package."""

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from service.procedure import load_all
from service.settings import TEMPLATES

ROOT = Path(__file__).parents[1]
SERVICE = ROOT / "service"
MESSAGES: dict[str, dict[str, str]] = yaml.safe_load((SERVICE / "messages.yaml").read_text("utf-8"))
FAULTS = {"Invalid", "NotAllowed", "NotFound", "Conflict", "ToolFailed", "words", "tell_code"}
PROBLEMS = {"problem", "wrong", "tell", "_WrongCellError"}
TOLD_WITH_A_PROBLEM = {"place", "expected", "found", "column"}
KNOWS_HTTP = {"flask", "flask_wtf", "flask_bootstrap", "flask_openapi", "werkzeug", "wtforms"}
DATA = tuple(
    tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"][
        "service"
    ]
)


def sources() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SERVICE.rglob("*.py")):
        yield str(path.relative_to(ROOT)), ast.parse(path.read_text("utf-8"))


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Yield (place, code, call) for each call that names the code of a fault in its place."""
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _called(node) in FAULTS | PROBLEMS and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield f"{path}:{node.lineno}", first.value, node


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def placeholders(words: dict[str, str]) -> set[str]:
    texts = string.Formatter().parse(words["title"] + words["detail"])
    return {name for _, name, _, _ in texts if name}


def test_every_code_that_is_raised_has_words() -> None:
    coded = re.compile(r"[a-z]+(_[a-z0-9]+)+")
    silent = [
        f"{place} {code}"
        for place, code, call in calls()
        if code not in MESSAGES and (coded.fullmatch(code) or _called(call) in FAULTS - {"words"})
    ]
    assert silent == []


def test_every_code_with_words_is_raised() -> None:
    written = {
        node.value
        for _, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert sorted(MESSAGES.keys() - written) == []


def test_a_raiser_gives_every_word_its_message_asks_for() -> None:
    lacking = []
    for place, code, call in calls():
        given = {one.arg for one in call.keywords}
        if code in MESSAGES and None not in given:  # None: **details, told apart only at run time
            given |= TOLD_WITH_A_PROBLEM if _called(call) in PROBLEMS else set()
            lacking += [f"{place} {code}: {name}" for name in placeholders(MESSAGES[code]) - given]
    assert lacking == []


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_words_are_a_title_and_a_sentence_that_ends(code: str) -> None:
    entry = MESSAGES[code]
    assert entry.keys() == {"title", "detail"}
    assert not entry["title"].endswith(".")
    if entry["title"] != "Letak berkas":  # a place that stands in brackets behind a sentence
        assert entry["detail"].rstrip().endswith((".", "?", "}")), entry["detail"]


@pytest.mark.parametrize("paper", ["", "a4"], ids=["F4", "A4"])
def test_every_output_of_every_procedure_has_its_template(paper: str) -> None:
    procedures = load_all()
    offices, unused = {path.stem for path in (TEMPLATES / paper).glob("*.docx")}, set()
    needed = set()
    for code, one in procedures.items():
        own = procedures.templates(code)
        brought = {path.stem for path in (own / paper).glob("*.docx")} if own else set()
        asked = {output.template for output in one.outputs}
        needed |= asked - brought
        unused |= brought - asked
    assert (sorted(needed), unused) == (sorted(offices), set())


def test_only_web_and_app_import_flask() -> None:
    knowing = set()
    for path, tree in sources():
        for node in ast.walk(tree):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.partition(".")[0] in KNOWS_HTTP for name in names):
                knowing.add(path)
    assert knowing
    assert [p for p in knowing if not p.startswith(("service/web/", "service/app.py"))] == []


def test_every_file_of_data_goes_into_the_package() -> None:
    files = [
        path.relative_to(SERVICE).as_posix()
        for path in SERVICE.rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc"}
    ]
    packed = {path.relative_to(SERVICE).as_posix() for one in DATA for path in SERVICE.glob(one)}
    assert files
    assert [name for name in files if name not in packed] == []
