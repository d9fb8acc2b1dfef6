"""The environment a template is evaluated in: nothing but its values and harmless filters."""

import minijinja
from markupsafe import Markup

from service.word import captured, grid
from service.word.source import Brackets

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
    made.add_filter(captured.PLAIN, captured.plain)
    return made


def _completed_cell(content: str) -> str:
    """End a cell with a paragraph, as Word requires, when its tags left it without."""
    ends = content.rstrip(" ").endswith(_PARAGRAPH_ENDS)
    return Markup(content if ends else f"{content}<w:p/>")  # noqa: S704


def _fitted_table(content: str) -> str:
    return Markup(grid.fitted(str(content)))  # noqa: S704
