"""Fill Word templates written in docxtpl's tag language.

tags, scan, cells     a Word part is read into template source, each tag with its place
statements, balance   which tags open and close what; pieces, syntax, scopes, hints: their faults
wanted, schema        what values they ask for; missing: which of them are not there
source, filters       the source and the environment it is evaluated in
plain, writer         values become plain data, and XML where they are printed
picture, subdocument  values that add something to the package (additions)
contract              what a new version asks for that the old did not; data no tag uses
commented, anchors    the template given back with a comment at each fault
template, archive     compiled once, filled many times; the zip is written
untrusted, child      the same for templates nobody approved, in a process that may be lost
"""

from service.word.commented import commented
from service.word.contract import breaking, data_hints, is_hint
from service.word.jsonvalues import values_from_json
from service.word.picture import Picture
from service.word.subdocument import SubDocument
from service.word.template import Template, check, compile
from service.word.untrusted import (
    check_untrusted,
    commented_untrusted,
    fields_untrusted,
    fill_untrusted,
)

__all__ = [
    "Picture",
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
    "values_from_json",
]
