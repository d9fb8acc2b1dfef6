"""A part of a Word template becomes template source, each tag with its place.

tags       where a paragraph has tags; paragraph: its text; tree: ways through a part's XML
paragraph_tags  the tags of a paragraph, whatever runs Word has cut them into
scan       a whole part; scanned: what comes of it
source     the source and where each piece of it stands; places: how a place is told
captured   text that a tag keeps for later; breaks: line breaks among values
cells      what tags do to table cells; grid: what must hold afterwards
placeholder, frame  a picture in the template that stands for one among the values
"""
