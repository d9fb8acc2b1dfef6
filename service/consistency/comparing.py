"""Documents side by side: what one says and another says differently."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from service.consistency.facts import facts_of
from service.consistency.model import Comparison, Finding, Known, Printed
from service.consistency.notions import label, notion
from service.consistency.sums import Unequal, unequal
from service.consistency.writing import key
from service.errors import Problem, problem
from service.indonesian import decimal_text

_UNTOLD = Problem("", "", "")
_PLACES = 3  # of one value in one document; more are counted
_Key = tuple[str, int | None, str]


def disagreements(
    documents: Mapping[str, bytes], known: Known, titles: Mapping[str, str] | None = None
) -> tuple[Problem, ...]:
    """Return a problem for everything that is printed differently in the documents.

    `documents` are Word files by key, `titles` what a person calls them. Raises Invalid for a
    file that is no sound Word file.
    """
    read = {name: facts_of(content, known, name) for name, content in documents.items()}
    return tuple(one.problem for one in compare(read, known, titles or {}).disagreements)


def compare(
    read: Mapping[str, Sequence[Printed]], known: Known, titles: Mapping[str, str]
) -> Comparison:
    """Compare what was read from documents of the same quarter, each in its current version.

    Different quarters' figures are never held against each other, and what only one place
    prints is compared with nothing. Totals are told only where their parts agree everywhere.
    """
    groups: dict[_Key, list[Printed]] = {}
    for facts in read.values():
        for one in facts:
            groups.setdefault((one.notion, one.quarter, key(one.subject)), []).append(one)
    teller = _Teller(titles)
    found = [
        teller.differs(group, sort)
        for (name, _, _), group in groups.items()
        if (sort := _difference(name, group, known))
    ]
    told = {one for finding in found if finding.sort == "differs" for one in finding.printed}
    for facts in read.values():
        for sum_ in unequal(facts, known):
            if not told.intersection((sum_.total, *sum_.parts)):
                found.append(teller.sum(sum_))
    compared = sum(len(group) > 1 for group in groups.values())
    return Comparison({name: tuple(facts) for name, facts in read.items()}, tuple(found), compared)


def _difference(name: str, group: Sequence[Printed], known: Known) -> str:
    """Return "differs", "notice" or "" for everything printed of one thing."""
    if name == "pejabat":
        if _same_person(group):
            return ""
        return "notice" if _explained(group, known) else "differs"
    figures = {one.value for one in group if one.value is not None and one.kind != "state"}
    states = {one.value for one in group if one.kind == "state"}
    blank = any(one.value is None for one in group)
    if len(figures) < 2 and len(states) < 2 and not (figures and (states or blank)):
        return ""
    return "notice" if notion(name)["as"] == "words" else "differs"


def _same_person(group: Sequence[Printed]) -> bool:
    """Tell whether all are one person: by the name, or by the NIP with the name mistyped."""
    people = {_person(one) for one in group}
    names = {name for name, _ in people}
    nips = {nip for _, nip in people}
    return len(names) == 1 or (len(nips) == 1 and "" not in nips)


def _explained(group: Sequence[Printed], known: Known) -> bool:
    """Tell whether the office's list of officials has every one of them in that office."""
    office = key(group[0].subject)
    roles = {one.role for one in known.officials if key(one.position) == office}
    holders = {
        key(one.name) for one in known.officials if key(one.position) == office or one.role in roles
    }
    return all(_person(one)[0] in holders for one in group)


def _person(one: Printed) -> tuple[str, str]:
    name, _, nip = str(one.value).partition("|")
    return name, nip


class _Teller:
    """Tells findings in sentences."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        self._titles = titles

    def differs(self, group: Sequence[Printed], sort: str) -> Finding:
        """Return what a thing is printed as, and where; its place is that of the odd one."""
        name = self._label(group[0])
        code = "documents_differ_notice" if sort == "notice" else "documents_differ"
        untold = Finding("notice" if sort == "notice" else "differs", name, tuple(group), _UNTOLD)
        shown = "; ".join(
            f"{_shown(ones[0])} pada {self._places(ones)}" for ones in untold.variants
        )
        odd = untold.variants[-1][0]
        told = problem(code, self._place(odd), found=odd.text, what=name, values=shown)
        return replace(untold, problem=told)

    def sum(self, found: Unequal) -> Finding:
        """Return a total and what its parts give."""
        name = self._label(found.total)
        given = decimal_text(found.given, _decimals(found.total))
        told = problem(
            "documents_sum", self._place(found.total), expected=given, found=found.total.text,
            what=name, rule=found.rule, parts=_parts(found.parts), where=found.total.place,
            document=self._title(found.total.document),
        )  # fmt: skip
        return Finding("sum", name, (found.total, *found.parts), told)

    def _label(self, one: Printed) -> str:
        subject = self._titles.get(one.subject, one.subject)
        return f"{label(one.notion, one.quarter)} {subject}".strip()

    def _place(self, one: Printed) -> str:
        return f"{self._title(one.document)}, {one.place}"

    def _places(self, ones: Sequence[Printed]) -> str:
        return " dan ".join(self._in_document(*entry) for entry in _by_document(ones))

    def _in_document(self, document: str, ones: Sequence[Printed]) -> str:
        places = list(dict.fromkeys(one.place for one in ones))
        more = len(places) - _PLACES
        shown = "; ".join(places[:_PLACES]) + (f"; dan {more} tempat lain" if more > 0 else "")
        return f"{self._title(document)} ({shown})"

    def _title(self, document: str) -> str:
        return self._titles.get(document, document)


def _by_document(ones: Sequence[Printed]) -> Iterator[tuple[str, list[Printed]]]:
    found: dict[str, list[Printed]] = {}
    for one in ones:
        found.setdefault(one.document, []).append(one)
    yield from found.items()


def _shown(one: Printed) -> str:
    return "“-”" if one.value is None else one.text


def _parts(parts: Sequence[Printed]) -> str:
    if len(parts) > _PLACES:
        return f"{len(parts)} rincian yang tercetak"
    return " dan ".join(one.text for one in parts)


def _decimals(one: Printed) -> int:
    value = one.value
    return max(0, -int(value.as_tuple().exponent)) if isinstance(value, Decimal) else 0
