"""A template given back with a Word comment at each fault.

commented  the template with its comments
anchors    which run a comment is tied to
"""
