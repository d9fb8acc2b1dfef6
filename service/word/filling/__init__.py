"""A template is compiled once and filled many times.

template   compiled, filled; kept: remembered by its content
parts      the parts that hold tags; part: one of them
writer     values into XML where a tag cannot print them as they are
margins    a template on the margins an office wants
"""
