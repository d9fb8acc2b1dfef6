"""The office's settings: what holds, what a change would do, and the change itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.casework import signed
from service.casework.candidates import Candidates
from service.casework.desks.records import Records
from service.casework.model import CaseView, NewFile, Told, Upload
from service.casework.office import answers, effects
from service.casework.office import data as office_data
from service.casework.office.data import EMBLEM_FILE, EMBLEM_PATH, OFFICIALS_PATH, SET, OfficeValue
from service.dataset import Change, DataSet, changes
from service.errors import Invalid, NotFound, problem
from service.progress import Actor, require_may_open_some
from service.store.files import sha256

Plain = Mapping[str, Any]


@dataclass(frozen=True)
class Settings:
    """What holds for the office: its data, and of each path the office set, when and by whom."""

    dataset: DataSet
    said: Mapping[str, OfficeValue]
    seen: int


@dataclass(frozen=True)
class Affected:
    """What a change does to one quarter: the values that change, the documents to be made again.

    An `approved` quarter stays as it is.
    """

    case: str
    title: str
    changes: tuple[Change, ...]
    documents: tuple[str, ...]
    approved: bool


@dataclass(frozen=True)
class Proposed:
    """A change of the settings before it is made; `values` are what its event will say."""

    values: Mapping[str, object]
    changes: tuple[Change, ...]
    affected: tuple[Affected, ...]


class OfficeSettings(Records):
    """Keeps what the office sets for all its quarters; each change is an event of the office."""

    def settings(self) -> Settings:
        """Return the settings as they hold. Raises NotFound before the first quarter is open."""
        return Settings(self._in_force(), self._reading.said().values, self._store.office_head()[0])

    def try_settings(self, actor: Actor, given: Mapping[str, object]) -> Proposed:
        """Return what values given by path ("instansi.nama", "pejabat") would change; nothing is.

        Raises NotFound before the first quarter, NotAllowed, Invalid("office_settings_wrong")
        with every fault at its path, and Invalid("settings_unchanged").
        """
        self._require_may_set(actor)
        return self._try(given, None)

    def _try(self, given: Mapping[str, object], picture: str | None) -> Proposed:
        """Return what values would change; `picture` is the SHA-256 of an emblem sent now.

        Who may change them is asked before.
        """
        now = self._in_force()
        wanted = _checked(now, given)
        self._require_emblem(given.get(EMBLEM_PATH), picture)
        values = self._differing(now, wanted, given)
        if not values:
            raise Invalid("settings_unchanged")
        found = (self._in_quarter(view, values) for view in self._unfinished())
        return Proposed(values, changes(now, wanted), tuple(one for one in found if one))

    def set_settings(
        self,
        actor: Actor,
        given: Mapping[str, object],
        *,
        note: str | None = None,
        seen: int | None = None,
    ) -> Proposed:
        """Let what `try_settings` told take effect, in every quarter that is not approved.

        Raises as it does, and Conflict("state_moved_on") when the office said something after
        event `seen` of its own.
        """
        self._require_may_set(actor)
        return self._set(actor, given, note, seen, ())

    def try_officials(self, actor: Actor, officials: Sequence[Plain]) -> Proposed:
        """Return what another list of officials would change. Raises as `try_settings`."""
        return self.try_settings(actor, {OFFICIALS_PATH: list(officials)})

    def set_officials(
        self,
        actor: Actor,
        officials: Sequence[Plain],
        *,
        note: str | None = None,
        seen: int | None = None,
    ) -> Proposed:
        """Put a whole list of officials, in the shape of the data set's `pejabat`, in place.

        Raises as `set_settings`; two holders of one role on the same day are a fault.
        """
        return self.set_settings(actor, {OFFICIALS_PATH: list(officials)}, note=note, seen=seen)

    def try_emblem(self, actor: Actor, upload: Upload) -> tuple[str, Proposed]:
        """Return an emblem's mark, by which it waits an hour for `set_emblem`, and its effects.

        Raises as `try_settings`, and Invalid for anything but a whole PNG picture.
        """
        self._require_may_set(actor)
        signed.require_png(upload)
        picture = sha256(upload.content)
        told = self._try({EMBLEM_PATH: picture}, picture)
        return self._waiting_emblems.keep(upload.content, {"name": upload.name}), told

    def waiting_emblem(self, mark: str) -> bytes:
        """Return an emblem that waits. Raises NotFound."""
        return self._waiting_emblems.get(mark)[0]

    def set_emblem(
        self, actor: Actor, mark: str, *, note: str | None = None, seen: int | None = None
    ) -> Proposed:
        """Put an emblem that waits on the letterhead. Raises as `set_settings`, and NotFound."""
        self._require_may_set(actor)
        content, noted = self._waiting_emblems.get(mark)
        file = NewFile(EMBLEM_FILE, str(noted["name"]), "image/png", content)
        done = self._set(actor, {EMBLEM_PATH: file.sha256}, note, seen, (file,))
        self._waiting_emblems.drop(mark)
        return done

    def _require_may_set(self, actor: Actor) -> None:
        require_may_open_some(self.procedures.values(), actor)

    def _require_emblem(self, wanted: object, picture: str | None) -> None:
        """Return unless something else than a picture the office sent would be its emblem."""
        if wanted not in {None, picture, *self._reading.said().emblems}:
            wrong = [problem("settings_emblem", EMBLEM_PATH)]
            raise Invalid("office_settings_wrong", wrong, count=1)

    @property
    def _waiting_emblems(self) -> Candidates:
        return Candidates(self._store.folder, "emblems", "emblem_gone")

    def _set(
        self,
        actor: Actor,
        given: Mapping[str, object],
        note: str | None,
        seen: int | None,
        files: tuple[NewFile, ...],
    ) -> Proposed:
        with self._writing:
            self._require_heard(seen)
            proposed = self._try(given, files[0].sha256 if files else None)
            told = Told(actor, SET, None, None, note, {"changes": proposed.values})
            self._say(told, files)
        self._settle()
        return proposed

    def _in_force(self) -> DataSet:
        """Return the data of the newest quarter with what the office said since put in."""
        views = tuple(self._views())
        if not views:
            raise NotFound("case_no_dataset")
        newest = next((one for one in views if one.progress.locked is None), views[0])
        return answers.with_changes(newest.dataset, self._data_changes())

    def _unfinished(self) -> list[CaseView]:
        return [view for view in self._views() if not view.progress.done]

    def _differing(
        self, now: DataSet, wanted: DataSet, given: Mapping[str, object]
    ) -> dict[str, object]:
        """Return the given values that are not yet so, in force or in some open quarter."""
        open_ones = (one.dataset for one in self._unfinished() if one.progress.locked is None)
        known = (now, *open_ones)
        values = {path: office_data.value_of(wanted, path) for path in given}
        return {
            path: value
            for path, value in values.items()
            if any(office_data.value_of(ds, path) != value for ds in known)
        }

    def _in_quarter(self, view: CaseView, values: Mapping[str, object]) -> Affected | None:
        """Return what a quarter would have otherwise, None where nothing reaches it."""
        approved = view.progress.locked is not None
        reaching = effects.applicable(view, values)
        wanted = answers.with_changes(view.dataset, reaching)
        if wanted == view.dataset and not approved:
            return None
        found = changes(view.dataset, wanted)
        documents = self._stale_with(view, wanted)
        return Affected(view.id, effects.title(view), found, documents, approved)


def _checked(now: DataSet, given: Mapping[str, object]) -> DataSet:
    """Return the data with the given values put in. Raises Invalid with every fault."""
    known = ", ".join(office_data.PATHS)
    wrong = [
        problem("settings_unknown", path, expected=known)
        for path in given
        if path not in office_data.PATHS
    ]
    if wrong:
        raise Invalid("office_settings_wrong", wrong, count=len(wrong))
    try:
        wanted = answers.with_changes(now, given, every_official=True)
    except Invalid as fault:
        raise Invalid("office_settings_wrong", fault.problems, count=len(fault.problems)) from fault
    if OFFICIALS_PATH in given:
        wrong = office_data.clashes(wanted.officials)
    if wrong:
        raise Invalid("office_settings_wrong", wrong, count=len(wrong))
    return wanted
