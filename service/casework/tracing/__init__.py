"""From a figure to the cell it came from, and on to each document that prints it.

provenance the upload and cell of each figure, and what it was before
printing   which documents print a figure
filling    what a document on file was filled with
traces     all three for one case
"""

from service.casework.tracing.traces import Trace, Tracing

__all__ = ["Trace", "Tracing"]
