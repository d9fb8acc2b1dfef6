"""Draws the Word templates the service ships: `python -m templates_docx` (see drawing.py)."""
