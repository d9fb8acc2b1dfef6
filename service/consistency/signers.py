"""Signature blocks: office, name, rank and NIP, in table cells or plain paragraphs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.consistency.model import Known, Printed
from service.consistency.notions import named
from service.consistency.paper import Table
from service.consistency.writing import key

_REACH = 8  # paragraphs above a NIP that may belong to its block


@dataclass(frozen=True)
class Signer:
    """One signature block; `nip` has digits only, "" where none is given."""

    position: str
    name: str
    rank: str
    nip: str
    nip_text: str


def of_table(table: Table) -> Iterator[Signer]:
    """Yield the blocks of a table, reading its columns from top to bottom."""
    for number, row in enumerate(table.rows):
        for cell in row.cells:
            if any(named("nip").match(line) for line in cell.paragraphs):
                above = [
                    line
                    for earlier in table.rows[:number]
                    for other in earlier.cells
                    if other.column <= cell.column < other.column + other.span
                    for line in other.paragraphs
                ]
                yield from of_lines([*above, *cell.paragraphs])


def of_lines(lines: Sequence[str]) -> Iterator[Signer]:
    """Yield the blocks among paragraphs that follow each other."""
    for at, line in enumerate(lines):
        found = named("nip").match(line)
        if found:
            signer = _signer(lines[max(0, at - _REACH) : at], found["nip"], line)
            if signer is not None:
                yield signer


def facts(document: str, signer: Signer) -> Iterator[Printed]:
    """Yield what a block says: whose NIP, whose name, which rank, who holds the office."""
    place = f"tanda tangan {signer.position.rstrip(',')}"
    told = (signer.name, signer.nip_text)
    yield Printed(document, "nip", signer.name, None, told[1], signer.nip or None, place, "text")
    person = f"NIP {signer.nip_text}" if signer.nip else signer.name
    if signer.nip:
        yield named_person(document, signer.nip_text, signer.name, place)
    if signer.rank:
        rank = _rank_key(signer.rank)
        yield Printed(document, "pangkat", person, None, signer.rank, rank, place, "text")
    office = named("acting").sub("", signer.position).rstrip(",").strip()
    yield holder(document, office, signer.name, signer.nip, place)


def named_person(document: str, nip_text: str, name: str, place: str) -> Printed:
    """Return that the person with this NIP is called so."""
    return Printed(document, "nama", f"NIP {nip_text}", None, name, key(name), place, "text")


def holder(document: str, office: str, name: str, nip: str, place: str) -> Printed:
    """Return that an office is held by this person."""
    return Printed(document, "pejabat", office, None, name, f"{key(name)}|{nip}", place, "text")


def in_sentence(
    document: str,
    name: str,
    place: str,
    signers: Sequence[Signer],
    known: Known,
    *,
    start: str = "",
) -> Printed | None:
    """Return what a name outside the blocks says of the one signer it can mean, or None.

    `start` is how the signer's office begins. Another official of the office who stands in the
    sentence is one who held that office on another day.
    """
    meant = {one for one in signers if key(one.position).startswith(key(start))}
    if len(meant) != 1:
        return None
    signer = meant.pop()
    office = named("acting").sub("", signer.position).rstrip(",").strip()
    if key(name) != key(signer.name):
        for other in known.officials:
            if key(other.name) == key(name):
                return holder(document, office, name, other.nip or "", place)
    if signer.nip:
        return named_person(document, signer.nip_text, name, place)
    return holder(document, office, name, "", place)


def _rank_key(rank: str) -> str:
    """Return a rank as ranks are compared: "Penata Tk. I, III/d" is "Penata Tingkat I (III/d)"."""
    words = re.findall(r"\w+", rank.casefold())
    return " ".join("tingkat" if word == "tk" else word for word in words)


def _signer(above: Sequence[str], nip: str, line: str) -> Signer | None:
    lines = list(above)
    digits = "".join(one for one in nip if one.isdecimal())
    rank = ""
    if lines and (named("rank").search(lines[-1]) or lines[-1] == "-"):
        rank = lines.pop()
    if not lines or named("not_given").search(lines[-1]):
        return None
    name = lines.pop()
    position = lines.pop() if lines else ""
    text = line.casefold().replace("nip", "", 1).strip(" .:")
    return Signer(position, name, rank, digits, text)
