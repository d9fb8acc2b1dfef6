"""Fill Word templates written in docxtpl's tag language.

tags, scan, cells     a Word part is read into template source, each tag with its place
source, filters       the source and the environment it is evaluated in
plain, writer         values become plain data, and XML where they are printed
template, archive     compiled once, filled many times; the zip is written
"""

from service.word.picture import Picture
from service.word.subdocument import SubDocument
from service.word.template import Template, compile

__all__ = ["Picture", "SubDocument", "Template", "compile"]
