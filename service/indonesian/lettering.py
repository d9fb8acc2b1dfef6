"""Lists in a sentence, and title case as Ejaan yang Disempurnakan has it."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from service import yaml_text

_WORD = re.compile(r"\S+")
_NUMERAL = re.compile(r"X{0,3}(IX|IV|V?I{0,3})", re.IGNORECASE)
_RANK = re.compile(r"(IV|I{1,3})/([A-E])", re.IGNORECASE)
_PHYSICIAN = "dr."  # a doctorate is "Dr."
_PARTS = re.compile(r"([-/])")


def listed(parts: Iterable[str], conjunction: str = "dan") -> str:
    """Return "a", "a dan b" or "a, b, dan c"."""
    parts = list(parts)
    if len(parts) < 3:
        return f" {conjunction} ".join(parts)
    return f"{', '.join(parts[:-1])}, {conjunction} {parts[-1]}"


def title_case(text: str) -> str:
    """Return "Kepala UPT Puskesmas Ilir Timur II" for the same in capitals or in small letters.

    Conjunctions stay small but at the beginning; degrees ("S.Sos., M.Si."), acronyms, numerals and
    ranks ("IV/a") keep their own letters. In a text that is not all capitals, a word that already
    mixes them stays as it is written.
    """
    shouting = text.isupper()
    first = _WORD.search(text)
    start = first.start() if first else 0

    def changed(found: re.Match[str]) -> str:
        return _word(found.group(), shouting, begins=found.start() == start)

    return _WORD.sub(changed, text)


def _word(word: str, shouting: bool, *, begins: bool) -> str:
    """Change what is between the quotation marks, brackets and commas around a word."""
    inside = [at for at, letter in enumerate(word) if letter.isalnum()]
    if not inside:
        return word
    start, end = inside[0], inside[-1] + 1
    end += word[end : end + 1] == "."
    return word[:start] + _core(word[start:end], shouting, begins=begins) + word[end:]


def _core(core: str, shouting: bool, *, begins: bool) -> str:
    if not shouting and (core == _PHYSICIAN or not (core.islower() or core.istitle())):
        return core  # its author chose: "UPT", "e-Kinerja"
    key = core.casefold()
    if key in _small():
        return _capital(key) if begins else key
    written = _fixed().get(key, "")
    if written and (shouting or "." in written):
        return written
    if rank := _RANK.fullmatch(core):
        return f"{rank[1].upper()}/{rank[2].lower()}"
    if _NUMERAL.fullmatch(core):
        return core.upper()
    return _assembled(core, shouting, begins=begins)


def _assembled(core: str, shouting: bool, *, begins: bool) -> str:
    """Put a word together from parts: of "undang-undang", of "dan/atau", of "m.si."."""
    parts = _PARTS.split(core)
    if len(parts) > 1:
        parts[::2] = [part and _core(part, shouting, begins=begins) for part in parts[::2]]
        return "".join(parts)
    return ".".join(map(_capital, core.lower().split(".")))


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


@cache
def _letters() -> dict[str, list[str]]:
    source = files("service.indonesian").joinpath("lettering.yaml").read_text("utf-8")
    loaded: dict[str, list[str]] = yaml_text.read(source)
    return loaded


@cache
def _small() -> frozenset[str]:
    return frozenset(_letters()["kecil"])


@cache
def _fixed() -> dict[str, str]:
    return {word.casefold(): word for word in _letters()["tetap"] + _letters()["singkatan"]}
