"""Erasing a person: recorded, their key destroyed, our copies purged, and looked for afterwards.

The steps stand in `STEPS`, in the order in which they must be durable. Each may be repeated, and whoever was
killed between or within them goes on by taking them all again: what is on record is not recorded
twice, a key that is gone stays gone, and purging finds less to do. Once the erasure is on record nobody
is shown anything of them, whether their key is gone already or not.

Rules
  ER1  An erasure is on record before anything is destroyed; from then on nothing of them is shown.
  ER2  Interrupted anywhere, it is finished by the next run, and recorded once.
  ER3  What we made of them is removed, and what is left of it is told.
  ER4  What was recorded in the clear is not called erased: it is refused, or told to be readable still.

What is purged: files of views of this ledger, by whatever name, that were made before an erasure, in the
folders of the ledger and of the key store or wherever named; and drafts that a process which is gone
left there. What others hold is out of reach: bundles handed out, exports, copies of the disk. Where such a
thing lies in these folders it is told all the same, and stays: a copy of the key, and files of others in
which the words are found.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from attrs import define, field

from majoracct.adapters.storage.drafts import is_draft, writer_of, writes_still
from majoracct.adapters.trust.holding import Kept, Value, values
from majoracct.adapters.trust.key_copies import keys_in
from majoracct.adapters.trust.residue import Left, Wanted, found_in, found_in_rows, needles, stands_in
from majoracct.adapters.views.file import begins_like_views, made_from
from majoracct.domain.assessments.held import bundles_with
from majoracct.domain.book.persons import NothingToErase, PersonErased, PersonKeyCommitted, Persons
from majoracct.domain.kernel import LEDGER, Event, Fact
from majoracct.domain.seen import EVER, Book
from majoracct.ledger import Desk, Ledger
from majoracct.ports import KeyStoreError, Vault
from majoracct.requests import Request
from majoracct.sealing import another_key_store

__all__ = [
    "STEPS",
    "Erasing",
    "InTheClearError",
    "ReasonTellsError",
    "begun",
    "bundles_of",
    "erase",
    "unfinished",
]

_BESIDE: Final = ("", "-wal", "-shm", "-journal")
_FOUND: Final = "it is found there"
_LARGEST: Final = 64_000_000  # bytes; a larger file of somebody else's is not read


class InTheClearError(KeyStoreError):
    """Something of the person was recorded in the clear, and can be read in the file whatever is done."""


class ReasonTellsError(KeyStoreError):
    """The reason, which is public and stays, says what is to be erased."""


@define
class Erasing:
    """An erasure, as far as it has come.

    views: files of views elsewhere, to be purged with those in our folders.
    although_clear: erase, although something of the person stays readable in the ledger's own bytes.
    held: the personal values of theirs in the ledger's rows, as they were read when it began.
    fact: by which they were erased. anew: whether it was recorded now.
    others: who else's erasure was finished with theirs.
    purged, looked_in: files removed, and searched for what could be read before.
    left: what can still be read, or may be. beside: files of others, in our folders, in which it is found.
    """

    ledger: Ledger
    desk: Desk
    person: str
    views: tuple[Path, ...] = ()
    although_clear: bool = False
    held: tuple[Value, ...] = ()
    fact: Fact | None = None
    anew: bool = False
    others: list[str] = field(factory=list)
    purged: list[Path] = field(factory=list)
    looked_in: list[Path] = field(factory=list)
    left: list[Left] = field(factory=list)
    beside: list[Left] = field(factory=list)

    @property
    def vault(self) -> Vault:
        """The ledger's own key store. Raises KeyStoreError when it is not at hand."""
        vault, store = self.ledger.store.vault, self._persons.store
        if vault is None or vault.id != store:
            raise another_key_store(store)
        return vault

    @property
    def clear(self) -> list[Value]:
        """What of them was recorded in the clear."""
        return [each for each in self.held if each.kept is Kept.CLEAR]

    @property
    def _persons(self) -> Persons:
        return Book(LEDGER, EVER, self.ledger.past())[Persons]

    def look_up(self) -> Fact | None:
        """Return the fact by which they were erased, if they were."""
        said = self._persons.erased.get(self.person)
        return None if said is None else self.ledger.past().fact(said)

    def events(self) -> list[Event[Any]]:
        """Return what is to be recorded. Somebody wholly in the clear has no key yet: they get one."""
        commitment = self._persons.commitments.get(self.person)
        if commitment is not None:
            return [PersonErased(self.person, commitment)]
        commitment = self.vault.commitment(self.person)
        return [PersonKeyCommitted(self.person, commitment), PersonErased(self.person, commitment)]

    def admit(self) -> None:
        """Raise whatever stands in the way of recording it, having recorded nothing.

        Refused (PE3, PE4), KeyStoreError, InTheClearError, or ReasonTellsError.
        """
        persons = self._persons
        if not persons.store:
            self.desk.on(rehearsal=True).note(PersonErased(self.person, ""))
        vault = self.vault
        commitment = persons.commitments.get(self.person)
        if commitment is not None or not self.held:
            self.desk.on(rehearsal=True).note(PersonErased(self.person, commitment or ""))
        else:  # nothing of theirs is sealed yet
            self.desk.on(rehearsal=True).record_all(self._requests(_rehearsed(self.person)))
        if told := sorted({each.field for each in self.held if stands_in(each, self.desk.reason)}):
            raise ReasonTellsError(
                f"the reason holds the {' and the '.join(told)} that is to be erased, and is public, and "
                "stays: say it without"
            )
        if (clear := self.clear) and not self.although_clear:
            where = ", ".join(dict.fromkeys(each.fact for each in clear))
            raise InTheClearError(
                f"{len(clear)} of the {len(self.held)} personal values of {self.person} were recorded in the "
                f"clear, before the ledger had the key store {vault.id}, and stay in its bytes: see {where}"
            )

    def _requests(self, events: Iterable[Event[Any]]) -> list[Request]:
        day = self.ledger.today()
        return [Request(LEDGER, event, day) for event in events]


def _rehearsed(person: str) -> list[Event[Any]]:
    """Return an erasure under a key that is never made."""
    return [PersonKeyCommitted(person, "0" * 64), PersonErased(person, "0" * 64)]


# The steps


def record(erasing: Erasing) -> None:
    """Put it on record that the person was erased: from here on nobody is shown anything of them."""
    erasing.fact = erasing.look_up()
    if erasing.fact is not None:
        return
    erasing.admit()
    try:
        facts = erasing.desk.record_all(erasing._requests(erasing.events()))  # noqa: SLF001 - its own module
    except NothingToErase:
        erasing.fact = erasing.look_up()  # somebody else was first
        if erasing.fact is None:
            raise
        return
    erasing.fact, erasing.anew = facts[-1], True


def destroy_keys(erasing: Erasing) -> None:
    """Destroy the person's key, and that of whoever's erasure was never finished."""
    erasing.others = [each for each in unfinished(erasing.ledger) if each != erasing.person]
    for person in (erasing.person, *erasing.others):
        erasing.vault.forget(person)


def purge(erasing: Erasing) -> None:
    """Remove what we made that may hold something of whoever was erased."""
    erased = _last_erasure(erasing.ledger)
    for path in _files_beside(erasing.ledger):
        if (writer := writer_of(path)) is not None and not writes_still(writer):
            _remove(erasing, path)
    for path in (*_files_beside(erasing.ledger), *erasing.views):
        if not begins_like_views(path):
            continue
        made = made_from(path)  # None: too damaged to say whose they are, and of no use to anybody
        if made is None or (made[0] == erasing.ledger.id and made[1] < erased):
            _remove(erasing, *(Path(f"{path}{more}") for more in reversed(_BESIDE)))


def look(erasing: Erasing) -> None:
    """Look for what was readable before, in every file of ours and beside them, and for copies of the key."""
    wanted = needles(erasing.held)
    in_rows, told = found_in_rows(erasing.ledger.store, erasing.held, wanted)
    erasing.left += in_rows
    of_ledger, ours = _with_companions(_ledger_file(erasing.ledger)), _files_of_ours(erasing)
    for path in ours:
        if writer_of(path) is not None:
            erasing.left.append(Left(str(path), "a process is writing it: look at it again"))
            continue
        erasing.looked_in += [path] if wanted else []
        try:
            found = found_in(path, wanted)
        except OSError as why:
            erasing.left.append(Left(str(path), f"it cannot be looked through: {why.strerror}"))
            continue
        # What a row explains is told once, by the fact.
        found -= told if str(path) in of_ledger else set()
        erasing.left += [Left(str(path), _FOUND, name) for name in sorted(found)]
    for path in (each for each in _files_beside(erasing.ledger) if each not in ours):
        what, people = keys_in(path, erasing.ledger.id)
        if erasing.person in people:
            erasing.left.append(Left(str(path), f"{what}, with their key in it: remove it"))
        else:
            erasing.beside += [Left(str(path), _FOUND, name) for name in sorted(_found_beside(path, wanted))]


STEPS: Final[tuple[Callable[[Erasing], None], ...]] = (record, destroy_keys, purge, look)


def erase(
    ledger: Ledger,
    desk: Desk,
    person: str,
    *,
    views: Sequence[Path] = (),
    although_clear: bool = False,
) -> Erasing:
    """Erase PERSON, or finish what was begun; return what came of it.

    desk: of whom policy lets erase, with the reason. views: files of views in other folders.
    Raises Refused (PE3, PE4) and KeyStoreError (ReasonTellsError, InTheClearError unless ALTHOUGH_CLEAR)
    before anything is recorded.
    """
    erasing = begun(ledger, desk, person, views=views, although_clear=although_clear)
    for step in STEPS:
        step(erasing)
    return erasing


def begun(
    ledger: Ledger,
    desk: Desk,
    person: str,
    *,
    views: Sequence[Path] = (),
    although_clear: bool = False,
) -> Erasing:
    """Return an erasure of which no step was taken, knowing what is held."""
    held = tuple(values(ledger.store, person))
    return Erasing(ledger, desk, person, tuple(views), although_clear, held)


def unfinished(ledger: Ledger) -> list[str]:
    """Return who was erased on record and whose key is still there, sorted; nobody without a key store."""
    vault = ledger.store.vault
    if vault is None:
        return []
    erased = Book(LEDGER, EVER, ledger.past())[Persons].erased
    return [person for person in sorted(erased) if _has_key(vault, person)]


def _has_key(vault: Vault, person: str) -> bool:
    try:
        return vault.digest(person, b"") is not None
    except KeyStoreError:  # a damaged key is one to be destroyed
        return True


def bundles_of(erasing: Erasing) -> list[Fact]:
    """Return the facts that say a bundle was handed out with something of the person in it."""
    streams = {each.fact.rpartition("@")[0] for each in erasing.held}
    return bundles_with(streams, erasing.ledger.past())


# Our files


def _ledger_file(ledger: Ledger) -> Path | None:
    path = getattr(ledger.store, "path", None)
    return Path(os.path.realpath(path)) if isinstance(path, Path) else None


def _key_store_file(ledger: Ledger) -> Path | None:
    path = getattr(ledger.store.vault, "path", None)
    return Path(os.path.realpath(path)) if isinstance(path, Path) else None


def _files_beside(ledger: Ledger) -> list[Path]:
    """Return the ordinary files in the folders of the ledger and of its key store, sorted."""
    own = [path for path in (_ledger_file(ledger), _key_store_file(ledger)) if path is not None]
    found = set()
    for folder in sorted({path.parent for path in own}):
        with os.scandir(folder) as entries:
            found |= {Path(entry.path) for entry in entries if entry.is_file(follow_symlinks=False)}
    return sorted(found)


def _files_of_ours(erasing: Erasing) -> list[Path]:
    """Return every file that we may have written: ledger, key store, views, what is beside them, drafts."""
    ledger = erasing.ledger
    own = _with_companions(_ledger_file(ledger)) | _with_companions(_key_store_file(ledger))
    return [
        path
        for path in _files_beside(ledger)
        if str(path) in own or is_draft(path) or begins_like_views(path)
    ]


def _found_beside(path: Path, wanted: Wanted) -> set[str]:
    """Return what of WANTED is found in somebody else's file, unless it is large, or not ours to read."""
    try:
        return found_in(path, wanted) if path.stat().st_size <= _LARGEST else set()
    except OSError:
        return set()


def _with_companions(path: Path | None) -> set[str]:
    return set() if path is None else {f"{path}{more}" for more in _BESIDE}


def _last_erasure(ledger: Ledger) -> int:
    """Return the position of the last erasure on record."""
    facts = ledger.store.facts(LEDGER, types=(PersonErased.__name__,))
    return max((fact.position for fact in facts), default=0)


def _remove(erasing: Erasing, *paths: Path) -> None:
    for path in paths:
        try:
            path.unlink()
        except FileNotFoundError:
            continue
        except OSError as why:
            erasing.left.append(Left(str(path), f"it cannot be removed: {why.strerror}"))
            continue
        erasing.purged.append(path)
