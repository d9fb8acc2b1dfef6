"""The statements of the tag language, and which one a misspelt tag was surely meant to be."""

import difflib
import re
from dataclasses import replace
from functools import lru_cache

from service.word.names import SCOPES
from service.word.scanning.source import Slot

PAIRS = {
    "for": "endfor", "if": "endif", "set": "endset", "macro": "endmacro", "call": "endcall",
    "filter": "endfilter", "with": "endwith",
}  # fmt: skip
INSIDE = {"else": ("if", "for"), "elif": ("if",), "break": ("for",), "continue": ("for",)}
ENDS = {end: start for start, end in PAIRS.items()}
STATEMENTS = frozenset({*PAIRS, *ENDS, *INSIDE, "do"})
# Jinja's own that are not to be had here, and what other languages call "elif".
_FOREIGN = frozenset(
    f"{end}{name}" for end in ("", "end")
    for name in ("include", "import", "from", "extends", "block", "raw", "autoescape", "trans")
)  # fmt: skip
_ALIASES = {"elseif": "elif", "elsif": "elif", "loop": "for", "foreach": "for"}
END = "end"  # {% end %}: closes whatever is open

_SORTED = sorted(STATEMENTS)
_LONGEST = max(map(len, STATEMENTS)) + 3
_GLUED = re.compile(rf"(p|tr|tc|r)({'|'.join(sorted(STATEMENTS, reverse=True))})$")
_SPACED = re.compile(r"(p|tr|tc|r|end|else)\s+(\w+)\b")
# What stands for a tag whose own words can't be read, so that all others still can.
_NEUTRAL = {
    "for": "for x in []", "if": "if 0", "elif": "elif 0", "set": "set x", "macro": "macro x()",
    "call": "call x()", "filter": "filter upper", "with": "with x=0",
}  # fmt: skip


def word(slot: Slot) -> str:
    """Return the first word of a statement."""
    found = re.match(r"\w+", slot.body)
    return found.group() if found else ""


def sets_inline(slot: Slot) -> bool:
    """Tell whether a set statement has its value on the same line and needs no end."""
    return bool(re.match(r"set\b[^=]*=", slot.body))


def is_known(slot: Slot) -> bool:
    """Tell whether a statement's first word is one the tag language has."""
    return word(slot) in STATEMENTS and not _SPACED.match(slot.body)


def meant(slot: Slot) -> str:
    """Return the statement a tag stands for: "endfor" for {% enfor %}, "" when nobody can tell."""
    name = word(slot)
    if spaced := _SPACED.match(slot.body):
        first, second = spaced.groups()
        joined = first + second if first == "end" else "elif" if first == "else" else second
        return joined if joined in STATEMENTS else ""
    if name in STATEMENTS:
        return name
    if glued := _GLUED.match(name):
        return glued[2]
    return END if name == END else _near(name)


def suggestion(slot: Slot) -> str:
    """Return what an author surely wanted to write instead, "" when nobody can tell."""
    wanted = meant(slot)
    if wanted == END:
        return "endfor / endif"
    scoped = _SPACED.match(slot.body) or _GLUED.match(word(slot))
    if wanted and scoped and scoped[1] in SCOPES:
        return f"{{%{scoped[1]} {wanted}"
    return wanted


@lru_cache(maxsize=4096)
def _near(name: str) -> str:
    lower = name.lower()
    if len(name) > _LONGEST or lower in _FOREIGN:
        return ""
    if lower in STATEMENTS or lower in _ALIASES:
        return _ALIASES.get(lower, lower)
    near = difflib.get_close_matches(lower, _SORTED, 1)
    return near[0] if near else ""


def mended(slot: Slot) -> Slot:
    """Return a tag that reads as what it was meant to be, marked as broken, if it is not sound."""
    if slot.opening != "{%":
        return replace(slot, opening="{#", body="") if slot.broken else slot
    if is_known(slot) and not slot.broken:
        return slot
    wanted = meant(slot)
    if wanted in ("", END):
        return neutral(slot)
    misspelt = _SPACED.match(slot.body) if not is_known(slot) else None
    rest = slot.body[misspelt.end() if misspelt else len(word(slot)) :]
    return replace(slot, body=wanted + rest, broken=True)


def neutral(slot: Slot) -> Slot:
    """Return a tag that reads as nothing but opens and closes what this one does."""
    wanted = meant(slot)
    if slot.opening != "{%" or wanted in ("", END):
        return replace(slot, opening="{#", body="", broken=True)
    return replace(slot, body=_NEUTRAL.get(wanted, wanted), broken=True)
