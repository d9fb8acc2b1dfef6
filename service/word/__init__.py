"""Fill Word templates written in docxtpl's tag language.

names, archive   names of the package's XML; the zip is written
guide      how to write a template, every filter, examples (guide.yaml, filters.yaml)
scanning   a Word part becomes template source, each tag with its place
adding     values that add something to the package: pictures, Word files
values     what a template is filled with, and the filters it may use
checks     what is wrong with a template or its values
filling    a template compiled once and filled many times
commenting a template given back with a comment at each fault
untrusted, child   the same for templates nobody approved, in a process that may be lost;
           external: what they must not refer to
"""

from service.word.adding.picture import Picture
from service.word.adding.subdocument import SubDocument
from service.word.checks.contract import breaking, data_hints, is_hint
from service.word.checks.hints import suggestion
from service.word.commenting.commented import commented
from service.word.filling.kept import compile
from service.word.filling.margins import Sides, with_margins
from service.word.filling.template import Template, check
from service.word.untrusted import (
    check_untrusted,
    commented_untrusted,
    fields_untrusted,
    fill_untrusted,
)
from service.word.values.jsonvalues import values_from_json

__all__ = [
    "Picture",
    "Sides",
    "SubDocument",
    "Template",
    "breaking",
    "check",
    "check_untrusted",
    "commented",
    "commented_untrusted",
    "compile",
    "data_hints",
    "fields_untrusted",
    "fill_untrusted",
    "is_hint",
    "suggestion",
    "values_from_json",
    "with_margins",
]
