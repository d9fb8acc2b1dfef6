"""What sentences, titles, labels and heads of pages say."""

from collections.abc import Iterator, Sequence

from service.consistency import periods, signers
from service.consistency.lookup import Lookup
from service.consistency.model import Printed
from service.consistency.notions import named, notion, said, sentences
from service.consistency.paper import Table
from service.consistency.signers import Signer
from service.consistency.values import value_of
from service.consistency.writing import date_key, is_blank, key, one_way

_LETTERHEAD = 12  # paragraphs at the top among which office and government stand in capitals


def of_paragraph(lookup: Lookup, text: str, place: str) -> Iterator[Printed]:
    """Yield the figures and the period in the sentences of a paragraph, or of a title."""
    yield from periods.of_line(lookup.document, text, place)
    line = one_way(text)
    for sentence in sentences():
        if sentence.signer:
            continue
        for found in sentence.pattern.finditer(line):
            yield from periods.of_match(lookup.document, found, place)
            groups = found.groupdict()
            subject = lookup.said_of(sentence.subject, groups.get("sasaran"))
            for name, told in groups.items():
                if told and subject and name in said()["notions"] and name not in _PERIOD:
                    yield lookup.printed(name, subject, told.strip(), place)


_PERIOD = ("triwulan", "tahun", "sasaran")


def of_document(lookup: Lookup, text: str, place: str) -> Iterator[Printed]:
    """Yield the document's own number and date, in the one document that bears them."""
    for name, pattern, group in (
        ("nomor_dokumen", "document_number", "nomor"),
        ("tanggal_dokumen", "document_date", "tanggal"),
    ):
        found = named(pattern).match(text)
        if found and not _is_open(found[group]):
            yield _own(lookup, name, found[group], place)
    city = f"{key(lookup.known.place)}, "
    if lookup.known.place and key(text).startswith(city) and not _is_open(text):
        yield _own(lookup, "tanggal_dokumen", text[len(city) :], place)


def of_letterhead(lookup: Lookup, lines: Sequence[str]) -> Iterator[Printed]:
    """Yield the names of office and government among the first lines of a document."""
    for line in lines[:_LETTERHEAD]:
        if line.isupper() and not any(letter.isdecimal() for letter in line):
            yield from _office(lookup, line, f"“{line}”")


def of_margin(lookup: Lookup, text: str) -> Iterator[Printed]:
    """Yield the period and the office's name in the head or foot of a page."""
    place = "kepala atau kaki halaman"
    yield from periods.of_margin(lookup.document, text, place)
    for piece in text.replace("\t", ",").split(","):
        yield from _office(lookup, piece.strip(), place)


def of_labels(
    lookup: Lookup, table: Table, place: str, blocks: Sequence[Signer]
) -> Iterator[Printed]:
    """Yield what stands behind the labels ("Periode : …") of a table that frames text."""
    for row in table.rows:
        texts = [cell.text for cell in row.cells]
        for at, text in enumerate(texts[:-2]):
            if texts[at + 1] == ":":
                yield from _label(lookup, text, texts[at + 2], place, blocks)


def _label(
    lookup: Lookup, label: str, text: str, place: str, blocks: Sequence[Signer]
) -> Iterator[Printed]:
    meant: str = said()["labels"].get(key(label), "")
    if not meant or _is_open(text) or not text:
        return
    here = f"{place}, {label}" if place else label
    if meant == "periode":
        yield from periods.of_months(lookup.document, text, here)
    elif meant == "kantor":
        yield from _office(lookup, text.partition(",")[0].strip(), here)
    elif meant.startswith("signer"):
        found = signers.in_sentence(
            lookup.document, text, here, blocks, lookup.known, start=meant.partition(" ")[2]
        )
        if found is not None:
            yield found
    elif not is_blank(text):
        yield _own(lookup, meant, text, here)


def approvals(lookup: Lookup, text: str, place: str, blocks: Sequence[Signer]) -> Iterator[Printed]:
    """Yield who a sentence says approved, held against the signature block."""
    for sentence in sentences():
        if sentence.signer:
            for found in sentence.pattern.finditer(text):
                told = signers.in_sentence(
                    lookup.document, found["nama"].strip(), place, blocks, lookup.known
                )
                if told is not None:
                    yield told


def _office(lookup: Lookup, text: str, place: str) -> Iterator[Printed]:
    """Yield `text` when it begins as the name of the office or of its government does."""
    known = lookup.known
    for name, full, words in (("pemerintah", known.government, 2), ("kantor", known.office, 1)):
        start = key(full).split()[:words]
        if start and key(text).split()[:words] == start and len(text.split()) > words:
            yield Printed(lookup.document, name, "", None, text, key(text), place, "text")


def _own(lookup: Lookup, name: str, text: str, place: str) -> Printed:
    value = date_key(text) if notion(name)["as"] == "date" else value_of(name, text)[0]
    return Printed(lookup.document, name, lookup.document, None, text, value, place)


def _is_open(text: str) -> bool:
    return named("not_given").search(text) is not None
