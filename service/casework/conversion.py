"""Word files made into PDF: once each, on demand or in the background."""

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable

from service.pdf import Pdf, page_count
from service.store import Conversion, Store

log = logging.getLogger(__name__)

HOUR = 3600.0


class Conversions:
    """Converts kept Word files by `convert` and remembers the result in the store.

    `wanted` names the Word files, by SHA-256, that the background is to convert; `upkeep` is what
    else it does, at its start and every hour.

    One background thread works at a time and one request beside it, so that a person waits for
    at most one other document. What is unfinished is what has no conversion in the store: a
    restart needs no list of jobs.
    """

    def __init__(
        self,
        store: Store,
        wanted: Callable[[], Iterable[str]],
        convert: Callable[[bytes], Pdf],
        upkeep: Callable[[], object] = lambda: None,
    ) -> None:
        self._store, self._wanted, self._convert = store, wanted, convert
        self._upkeep = upkeep
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._locks_lock = threading.Lock()
        self._asked = threading.Lock()
        self._failed: set[str] = set()
        self._wake = threading.Event()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def of(self, source: str) -> Conversion:
        """Return the PDF of the Word file `source`, made now when it does not exist.

        Raises ToolFailed when no engine could make it; the Word file stays as it is.
        """
        known = self._known(source)
        if known is not None:
            return known
        with self._asked:
            return self._once(source)

    def start(self) -> None:
        """Convert in the background from now on whatever has no PDF yet."""
        self._thread = threading.Thread(target=self._work, name="pdf", daemon=True)
        self._thread.start()
        self.wake()

    def wake(self) -> None:
        """Tell the background that there may be something new to convert."""
        self._wake.set()

    def stop(self) -> None:
        """End the background after the document it is at."""
        self._stopped.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        while not self._stopped.is_set():
            self._wake.wait(HOUR)
            self._wake.clear()
            for work in (self._upkeep, self._convert_wanted):
                try:
                    work()
                except Exception:
                    log.exception("background work interrupted")

    def _convert_wanted(self) -> None:
        sources = [source for source in self._wanted() if source not in self._failed]
        done = self._store.conversions(sources)
        for source in sources:
            if self._stopped.is_set():
                return
            if source not in done:
                self._try(source)

    def _try(self, source: str) -> None:
        try:
            self._once(source)
        except Exception:
            # Not tried again by itself, whatever it was, or it would hold up those behind it: the
            # page shows the fault and offers to.
            self._failed.add(source)
            log.exception("no PDF of %s", source)

    def _once(self, source: str) -> Conversion:
        with self._locks_lock:
            lock = self._locks[source]
        with lock:
            known = self._known(source)
            if known is not None:
                return known
            made = self._convert(self._store.file(source))
            pages = page_count(made.content)
            kept = self._store.keep(made.content)
            conversion = Conversion(source, kept, made.engine, made.warnings, pages)
            self._store.keep_conversion(conversion)
            self._failed.discard(source)
            return conversion

    def _known(self, source: str) -> Conversion | None:
        """Return the conversion on file whose PDF is still sound."""
        found = self._store.conversions([source]).get(source)
        if found is None or self._store.files.fault(found.pdf) is not None:
            return None
        return found
