"""Values that add something to the package.

additions  parts, relationships and content types that come in
picture    a picture; qr: one drawn from text; svg, svg_drawer: one drawn from a drawing
subdocument  another Word file
"""
