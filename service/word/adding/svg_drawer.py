"""The process that draws one SVG: from standard input, as PNG to standard output.

Run by its path, so that it starts without the rest of the service. It writes no file, and memory
and time end where a picture for a page would have been done long ago.
"""

import resource
import sys

import resvg_py

MEMORY = 400 * 1024 * 1024
SECONDS = 3


def main() -> None:
    """Draw the SVG; exit 1 when it can't be drawn."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        already = resource.getrlimit(limit)[1]
        bound = most if already == resource.RLIM_INFINITY else min(most, already)
        resource.setrlimit(limit, (bound, bound))
    svg = sys.stdin.buffer.read().decode()
    try:
        png = resvg_py.svg_to_bytes(
            svg_string=svg,
            serif_family="Tinos",
            sans_serif_family="Arimo",
            monospace_family="Cousine",
            font_family="Arimo",
        )
    except ValueError:
        sys.exit(1)
    sys.stdout.buffer.write(png)


if __name__ == "__main__":
    main()
