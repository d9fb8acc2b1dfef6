"""Read the tags of a part as a syntax tree and name everything that is wrong with them.

The tree is Jinja2's, whose language the tags are written in; the evaluator's own syntax is the
same but for what is refused here. Each tag stands on its own line, so a line names its place.
"""

import difflib
import re
from collections.abc import Iterator

import jinja2
from jinja2 import nodes

from service.errors import Problem, problem
from service.word.source import Brackets, Slot, Source

_PAIRS = {
    "for": "endfor", "if": "endif", "set": "endset", "macro": "endmacro", "call": "endcall",
    "filter": "endfilter", "with": "endwith",
}  # fmt: skip
_INSIDE = {"else": ("if", "for"), "elif": ("if",), "break": ("for",), "continue": ("for",)}
_ENDS = {end: start for start, end in _PAIRS.items()}
_STATEMENTS = {*_PAIRS, *_ENDS, *_INSIDE, "do"}
_IMPLIED = {"_sel", "_tabel"}

FILTERS = frozenset(
    "abs attr batch bool capitalize chain count d default dictsort e escape first float format "
    "groupby indent int items join last length lines list lower map max min reject rejectattr "
    "replace reverse round select selectattr slice sort split string striptags sum title trim "
    "truncate unique upper urlencode wordwrap zip".split()
)
TESTS = frozenset(
    "boolean defined divisibleby endingwith eq equalto even false float ge greaterthan gt in "
    "integer iterable le lessthan lower lt mapping ne none number odd sameas sequence startingwith "
    "string true undefined upper".split()
)


def tree(source: Source) -> nodes.Template:
    """Return the syntax tree. Raises jinja2.TemplateSyntaxError, with the line of the tag."""
    return environment(source.brackets).parse(source.written("plain"))


def environment(brackets: Brackets) -> jinja2.Environment:
    """Return a Jinja2 environment that reads tags between these brackets."""
    left, right = brackets.opening, brackets.closing
    return jinja2.Environment(
        autoescape=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"],
        block_start_string=left + "%",
        block_end_string="%" + right,
        variable_start_string=left + "{",
        variable_end_string="}" + right,
        comment_start_string=left + "#",
        comment_end_string="#" + right,
    )


def faults(source: Source) -> list[Problem]:
    """Return everything wrong with the tags of a part: unknown, unbalanced, unreadable."""
    found = list(source.problems)
    found.extend(_unknown_statements(source))
    if found:
        return found
    try:
        parsed = tree(source)
    except (jinja2.TemplateSyntaxError, RecursionError):
        return [*_unreadable(source), *_unbalanced(source)] or [_too_nested(source)]
    return list(_unknown_names(source, parsed))


def shown(slot: Slot) -> str:
    """Return a tag as its author sees it in Word."""
    closing = {"{{": "}}", "{%": "%}", "{#": "#}"}[slot.opening]
    return f"{slot.opening}{slot.scope} {slot.body[:80]} {closing}"


def slot_at(source: Source, line: int | None) -> Slot:
    """Return the tag on a line of the source: every tag but comments adds one line end."""
    at = min(max((line or 0) - 2, 0), len(source.slots) - 1)
    return source.slots[at]


def _word(slot: Slot) -> str:
    found = re.match(r"\w+", slot.body)
    return found.group() if found else ""


def _unknown_statements(source: Source) -> Iterator[Problem]:
    for slot in source.slots:
        if slot.opening == "{%" and _word(slot) not in _STATEMENTS:
            found = _word(slot) or slot.body[:20]
            hint = _hint(found, _STATEMENTS)
            yield problem("word_tag_unknown", slot.place, tag=shown(slot), name=found, hint=hint)
        elif slot.opening == "{{" and not slot.body:
            yield problem("word_tag_empty", slot.place, tag=shown(slot))


def _hint(name: str, known: set[str] | frozenset[str]) -> str:
    near = difflib.get_close_matches(name, sorted(known), 1)
    return f' Mungkin maksudnya "{near[0]}".' if near else ""


def _unreadable(source: Source) -> Iterator[Problem]:
    """Read every tag by itself, so that one fault does not hide the next."""
    env = jinja2.Environment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])  # noqa: S701
    for slot in source.slots:
        alone = _alone(slot)
        try:
            if alone:
                env.parse(alone)
        except (jinja2.TemplateSyntaxError, RecursionError) as fault:
            reason = getattr(fault, "message", None) or "terlalu bersarang"
            yield problem("word_tag_wrong", slot.place, tag=shown(slot), reason=reason)


def _alone(slot: Slot) -> str:
    """Return a source in which this tag is whole, or "" for one that only makes sense inside."""
    if slot.opening == "{{":
        return f"{{{{ {slot.body} }}}}"
    if slot.opening != "{%":
        return ""
    word = _word(slot)
    tag = f"{{% {slot.body} %}}"
    if word == "elif":
        return f"{{% if x %}}{tag}{{% endif %}}"
    if word in _PAIRS and not _sets_inline(slot):
        return f"{tag}{{% {_PAIRS[word]} %}}"
    return tag if word in ("set", "do") else ""


def _sets_inline(slot: Slot) -> bool:
    return bool(re.match(r"set\b[^=]*=", slot.body))


def _unbalanced(source: Source) -> Iterator[Problem]:
    """Match every opening tag with its closing one, the way a reader would."""
    open_tags: list[Slot] = []
    for slot in source.slots:
        word = _word(slot)
        if slot.opening != "{%" or _sets_inline(slot):
            continue
        if word in _PAIRS:
            open_tags.append(slot)
        elif word in _ENDS:
            if not open_tags or _word(open_tags[-1]) != _ENDS[word]:
                yield _crossed(slot, open_tags)
            if open_tags:
                open_tags.pop()
        elif word in _INSIDE and not _within(open_tags, _INSIDE[word]):
            yield problem("word_tag_not_open", slot.place, tag=shown(slot), needed=_INSIDE[word][0])
    for slot in open_tags:
        end = _PAIRS[_word(slot)]
        yield problem("word_tag_not_closed", slot.place, tag=shown(slot), needed=end)


def _within(open_tags: list[Slot], words: tuple[str, ...]) -> bool:
    return any(_word(slot) in words for slot in open_tags)


def _crossed(slot: Slot, open_tags: list[Slot]) -> Problem:
    if not open_tags:
        needed = _ENDS[_word(slot)]
        return problem("word_tag_not_open", slot.place, tag=shown(slot), needed=needed)
    last = open_tags[-1]
    return problem(
        "word_tag_crossed", slot.place, tag=shown(slot), other=shown(last), where=last.place
    )


def _too_nested(source: Source) -> Problem:
    slot = source.slots[0]
    return problem("word_tag_wrong", slot.place, tag=shown(slot), reason="terlalu bersarang")


def _unknown_names(source: Source, parsed: nodes.Template) -> Iterator[Problem]:
    for node in parsed.find_all((nodes.Filter, nodes.Test, nodes.Name)):
        slot = slot_at(source, node.lineno)
        name = node.name
        if isinstance(node, nodes.Filter) and name not in FILTERS | _IMPLIED:
            yield problem(
                "word_filter_unknown", slot.place,
                tag=shown(slot), name=name, hint=_hint(name, FILTERS),
            )  # fmt: skip
        elif isinstance(node, nodes.Test) and name not in TESTS:
            yield problem(
                "word_test_unknown", slot.place,
                tag=shown(slot), name=name, hint=_hint(name, TESTS),
            )  # fmt: skip
        elif isinstance(node, nodes.Name) and name.startswith("_"):
            yield problem("word_name_reserved", slot.place, tag=shown(slot), name=name)
