"""Evidence: what was shown for each fact, and whether it is still what it was (B-D4).

The ledger keeps a document's name, size and digest, never the document. Whether a document is the one that
was shown is told by its digest, under whatever name it is kept; its name alone proves nothing.
"""

from __future__ import annotations

import enum
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from majoracct.domain.assessments.history import withdrawals_in
from majoracct.domain.kernel import Evidence, Fact

__all__ = ["Checked", "Found", "Shown", "State", "checked", "counts", "shown", "strangers"]


class State(enum.Enum):
    """What became of a document that was shown."""

    INTACT = "intact"  # a file has its digest
    ALTERED = "altered"  # a file has its name, and none its digest
    UNREADABLE = "unreadable"  # a file has its name, and cannot be read
    MISSING = "missing"
    NOT_FETCHED = "not fetched"  # an address: the ledger never knew what stood there
    NO_DIGEST = "no digest"  # whoever recorded it gave a name and nothing to tell it by


@frozen
class Shown:
    """A document that a fact names as evidence, and the fact that withdrew that one, if it was withdrawn."""

    fact: Fact
    evidence: Evidence
    withdrawn_by: str | None = None

    @property
    def address(self) -> bool:
        """Whether it is an address, which was not fetched."""
        return self.evidence.name.casefold().startswith(("http://", "https://"))


@frozen
class Found:
    """A file that was found: its path below the folder looked in, its name and its digest.

    sha256: in hex; None when it could not be read.
    """

    path: str
    name: str
    sha256: str | None


@frozen
class Checked:
    """What became of a document that was SHOWN, and the paths of the files that tell, sorted."""

    shown: Shown
    state: State
    paths: tuple[str, ...] = ()


def shown(facts: Iterable[Fact]) -> list[Shown]:
    """Return every evidence that FACTS, withdrawn ones and withdrawals too, name: as they were recorded."""
    held = sorted(facts, key=lambda f: f.position)
    gone = withdrawals_in(held)
    return [
        Shown(fact, each, gone[fact.reference].reference if fact.reference in gone else None)
        for fact in held
        for each in fact.evidence
    ]


def checked(wanted: Iterable[Shown], files: Iterable[Found]) -> list[Checked]:
    """Return what became of each document WANTED, by the FILES there are.

    Names are compared however their accents are composed, which differs from system to system.
    """
    by_digest, by_name = _indexed(files)
    found = []
    for each in wanted:
        digest = each.evidence.sha256
        same = by_digest.get(digest, []) if digest else []
        called = by_name.get(_name(each.evidence.name), [])  # none for an address: no file is called so
        if not digest:
            found.append(
                Checked(each, State.NOT_FETCHED if each.address else State.NO_DIGEST, _paths(called))
            )
        elif same:
            found.append(Checked(each, State.INTACT, _paths(same)))
        elif readable := [f for f in called if f.sha256 is not None]:
            found.append(Checked(each, State.ALTERED, _paths(readable)))
        elif called:
            found.append(Checked(each, State.UNREADABLE, _paths(called)))
        else:
            found.append(Checked(each, State.MISSING))
    return found


def strangers(wanted: Iterable[Shown], files: Iterable[Found]) -> list[Found]:
    """Return the FILES that no document WANTED names, by digest or by name."""
    documents = [each.evidence for each in wanted]
    digests = {each.sha256 for each in documents}
    names = {_name(each.name) for each in documents}
    return [f for f in files if f.sha256 not in digests and _name(f.name) not in names]


def counts(found: Sequence[Checked]) -> Mapping[State, int]:
    """Return how many documents are in each state, every state among them."""
    counted = Counter(each.state for each in found)
    return {state: counted[state] for state in State}


def _indexed(files: Iterable[Found]) -> tuple[dict[str, list[Found]], dict[str, list[Found]]]:
    by_digest: dict[str, list[Found]] = {}
    by_name: dict[str, list[Found]] = {}
    for file in files:
        if file.sha256 is not None:
            by_digest.setdefault(file.sha256, []).append(file)
        by_name.setdefault(_name(file.name), []).append(file)
    return by_digest, by_name


def _name(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _paths(files: Iterable[Found]) -> tuple[str, ...]:
    return tuple(sorted(file.path for file in files))
