"""What a template is filled with, and what it may do with it.

quick, plain          values become plain data; jsonvalues: as they come in JSON
filters               the environment the source is evaluated in, nothing but values in it
indonesian_filters    what templates write after a bar: {{ pagu|rupiah }}; kinds: what they accept
"""
