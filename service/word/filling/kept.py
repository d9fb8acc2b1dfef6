"""Keep compiled templates by the SHA-256 of their bytes, within a bound of memory."""

import hashlib
import threading
from collections import OrderedDict

from service.word.filling.template import Template

MOST = 64
MOST_WEIGHT = 64 * 1024 * 1024


class Kept:
    """Templates compiled before; the ones not asked for longest go first.

    A template weighs as much as its members unpacked: its source and its compiled form grow with
    them. One heavier than `most_weight` is compiled each time.
    """

    def __init__(self, most: int = MOST, most_weight: int = MOST_WEIGHT) -> None:
        self._most, self._most_weight = most, most_weight
        self._templates: OrderedDict[str, Template] = OrderedDict()
        self._lock = threading.Lock()

    def compile(self, docx: bytes) -> Template:
        """Compile a template, or return it compiled before. Raises Invalid with every fault."""
        sha256 = hashlib.sha256(docx).hexdigest()
        with self._lock:
            if known := self._templates.get(sha256):
                self._templates.move_to_end(sha256)
                return known
        made = Template(docx)  # outside the lock: others need not wait for it
        if made.weight > self._most_weight:
            return made
        with self._lock:
            kept = self._templates.setdefault(sha256, made)
            self._templates.move_to_end(sha256)
            while len(self._templates) > self._most or self._weight() > self._most_weight:
                self._templates.popitem(last=False)
        return kept

    def _weight(self) -> int:
        return sum(template.weight for template in self._templates.values())


compile = Kept().compile
