"""The environment a template is evaluated in: nothing but its values and harmless filters."""

from collections.abc import Callable
from typing import Any

import minijinja
from markupsafe import Markup

from service.word.adding.qr import Encoded
from service.word.scanning import captured, grid
from service.word.scanning.source import FILTER, Brackets
from service.word.values import indonesian_filters
from service.word.values.plain import Rich

_PARAGRAPH_ENDS = ("</w:p>", "<w:p/>")


def environment(brackets: Brackets) -> minijinja.Environment:
    """Return an environment for tags between these brackets, with escaping always on."""
    left, right = brackets.opening, brackets.closing
    made = minijinja.Environment(
        auto_escape_callback=lambda _: "html",
        debug=False,
        keep_trailing_newline=True,
        block_start_string=left + "%",
        block_end_string="%" + right,
        variable_start_string=left + "{",
        variable_end_string="}" + right,
        comment_start_string=left + "#",
        comment_end_string="#" + right,
    )
    made.undefined_behavior = "semi_strict"  # type: ignore[assignment]
    made.remove_filter("safe")
    made.remove_global("debug")
    made.add_filter("_sel", _completed_cell)
    made.add_filter("_tabel", _fitted_table)
    for name in indonesian_filters.FILTERS:
        made.add_filter(name, _of_the_filling(name))
    made.add_filter("qr", _encoded)
    made.add_filter(captured.PLAIN, captured.plain)
    return made


def _of_the_filling(name: str) -> Callable[..., Any]:
    """Return a filter that the filling at work carries out: it knows how its numbers are written.

    One environment serves fillings of several threads, so nothing of a filling is kept here.
    """

    @minijinja.pass_state
    def filtered(state: Any, value: Any, *arguments: Any, **named: Any) -> Any:
        return state.lookup(FILTER)(name, value, arguments, named)

    return filtered


def _encoded(value: Any) -> Rich:
    return Rich(Encoded(value))


def _completed_cell(content: str) -> str:
    """End a cell with a paragraph, as Word requires, when its tags left it without."""
    if content.endswith(_PARAGRAPH_ENDS) or content.rstrip(" ").endswith(_PARAGRAPH_ENDS):
        return content
    return Markup(f"{content}<w:p/>")  # noqa: S704


def _fitted_table(content: str) -> str:
    return Markup(grid.fitted(str(content)))  # noqa: S704
