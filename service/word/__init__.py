"""Fill Word templates written in docxtpl's tag language.

tags, scan            a Word part is read into template source (source), each tag with its place:
                      paragraph_tags, scanned, paragraph, tree, places; captured, breaks
cells, grid           what tags do to table cells, and what must hold afterwards
statements, balance   which tags open and close what; pieces, syntax, scopes, hints: their faults
wanted, schema        what values they ask for; missing: which of them are not there
contract              what a new version asks for that the old did not; data no tag uses
commented, anchors    the template given back with a comment at each fault
filters               the environment the source is evaluated in, nothing but values in it
indonesian_filters    what templates write after a bar: {{ pagu|rupiah }}; kinds: what they accept;
                      unfit: values of no use to them
guide                 how to write a template, every filter, examples (guide.yaml, filters.yaml)
quick, plain          values become plain data; jsonvalues: as they come in JSON
prints, part          which tags can print values as they are; the others go through the writer;
                      unlike: comparisons whose answer could not be trusted
picture, subdocument  values that add something to the package (additions); qr; svg, svg_drawer
margins               a template on the margins an office wants
placeholder, frame    a picture in the template that stands for one among the values
template, kept        compiled once, filled many times; archive: the zip is written
untrusted, child      the same for templates nobody approved, in a process that may be lost;
                      external: what they must not refer to
"""

from service.word.commented import commented
from service.word.contract import breaking, data_hints, is_hint
from service.word.hints import suggestion
from service.word.jsonvalues import values_from_json
from service.word.kept import compile
from service.word.margins import Sides, with_margins
from service.word.picture import Picture
from service.word.subdocument import SubDocument
from service.word.template import Template, check
from service.word.untrusted import (
    check_untrusted,
    commented_untrusted,
    fields_untrusted,
    fill_untrusted,
)

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
