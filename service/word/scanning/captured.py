"""Hand on what a template captures as the text it is, not as the XML it will become.

The evaluator captures {% set %}...{% endset %}, what {% filter %} stands around and what a macro
prints as XML that is escaped already. A filter would then work on "&amp;" where the author sees
"&": upper case tore the document, a comparison failed. So what is captured becomes text again, as
long as it lies within one run; what spans several is XML, and is looked at once more when filled.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from xml.parsers import expat

import jinja2
from markupsafe import Markup

from service.errors import Problem, problem
from service.word.scanning.source import Slot, Source, shown

PLAIN = "_polos"  # the filter that turns captured XML into text
_ENDS = {"endset": "set", "endmacro": "macro", "endcall": "call", "endfilter": "filter"}
_BEGINS = re.compile(r"set\b(?![^|]*=)|macro\b|call\b|filter\b")
_FILTER = re.compile(r"filter\s+")
_SET = re.compile(r"(set\s+[\w.]+\s*)(\||$)")
_HEAD = re.compile(r"macro\s+\w+|call\s*(?:\([^)]*\))?\s*\w+(?=\()")
_MACRO = re.compile(r"macro\s+(\w+)")
_LEXER = jinja2.Environment(autoescape=True).lexer


def plain(content: object) -> object:
    """Return captured XML as text, if it holds no elements."""
    if isinstance(content, Markup) and "<" not in content:
        return content.unescape()
    return content


def as_text(source: Source) -> Source:
    """Return the part with tags that make text of what they capture or what a macro prints."""
    called = _macros(source)
    slots = (replace(slot, body=_rewritten(slot, called)) for slot in source.slots)
    return replace(source, slots=tuple(slots))


def _macros(source: Source) -> frozenset[str]:
    found = [match[1] for slot in source.slots if (match := _MACRO.match(slot.body))]
    return frozenset([*found, "caller"]) if found else frozenset()


def _rewritten(slot: Slot, macros: frozenset[str]) -> str:
    if slot.opening == "{%" and not slot.implied:
        if found := _FILTER.match(slot.body):
            return f"{found[0]}{PLAIN}|{slot.body[found.end() :]}"
        if found := _SET.match(slot.body):
            return f"{found[1]}|{PLAIN}{slot.body[len(found[1]) :]}"
    if not macros or "(" not in slot.body:
        return slot.body
    head = _HEAD.match(slot.body) if slot.opening == "{%" else None
    kept = head[0] if head else ""
    return kept + _with_plain_calls(slot.body[len(kept) :], macros)


def _with_plain_calls(body: str, macros: frozenset[str]) -> str:
    """Put every call of a macro into brackets, followed by the filter."""
    pieces: list[str] = []
    depth, open_calls = 0, list[int]()
    called = _calls(body, macros)
    for at, text in enumerate(_tokens(body)):
        pieces.append("(" + text if at in called else text)
        depth += {"(": 1, ")": -1}.get(text, 0)
        if at in called:
            open_calls.append(depth)
        elif text == ")" and open_calls and open_calls[-1] == depth:
            open_calls.pop()
            pieces.append(f"|{PLAIN})")
    return "".join(pieces)


def _calls(body: str, macros: frozenset[str]) -> set[int]:
    """Return where among the tokens the name of a macro stands that is called."""
    told = [(at, text) for at, text in enumerate(_tokens(body)) if text.strip()]
    return {
        at
        for (_, before), (at, name), (_, after) in zip(
            [(-1, ""), *told], told, [*told[1:], (-1, "")], strict=False
        )
        if name in macros and after == "(" and before != "."
    }


def _tokens(body: str) -> list[str]:
    told = _LEXER.tokeniter(f"{{{{{body} }}}}", None)
    return [text for _, _, text in told][1:-1]


def faults(source: Source) -> Iterator[Problem]:
    """Yield the filters that stand around more than the text of one run: XML would be filtered."""
    for slot, spans in _captures(source):
        if spans and slot.body.startswith("filter"):
            yield problem("word_filter_spans", slot.place, tag=shown(slot))


def _captures(source: Source) -> Iterator[tuple[Slot, bool]]:
    """Yield each tag that captures, and whether elements begin or end in what it captures."""
    begun: list[tuple[Slot, int]] = []
    elements = 0
    for slot, literal in zip(source.slots, source.literals, strict=False):
        elements += literal.count("<")
        if slot.opening != "{%" or slot.implied:
            continue
        name = slot.body.partition(" ")[0]
        if _BEGINS.match(slot.body):
            begun.append((slot, elements))
        elif name in _ENDS and begun:
            opened, before = begun.pop()
            yield opened, elements > before


def spanning(source: Source) -> list[Slot]:
    """Return the tags that capture more than the text of one run: what they give is XML."""
    return [slot for slot, spans in _captures(source) if spans]


def is_torn(xml: str) -> bool:
    """Parse what was filled from tags that captured XML, and tell whether a filter tore it."""
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(xml.encode(), True)
    except expat.ExpatError:
        return True
    return False
