"""Names as people type them: whom, which fact. Ids are always accepted; names when one answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from majoracct.cli.session import BadInput
from majoracct.cli.strict import StrictError
from majoracct.domain.kernel import PROGRAMME, Erased, Fact
from majoracct.domain.seen import EVER, Account
from majoracct.ports import NotFoundError

if TYPE_CHECKING:
    from majoracct.domain.assessments.held import Introduced
    from majoracct.ledger import Ledger, StoredFacts

__all__ = ["Here", "resolve_fact", "resolve_person"]

_VERSION: Final = re.compile(r"[1-9][0-9]{0,17}\Z", re.ASCII)
_NAMED: Final = 3  # people of whom no name can be read, named in one message
_POSITION: Final = re.compile(r"@([1-9][0-9]{0,17})\Z", re.ASCII)


class Here:
    """Where a command records: a stream, as known when it was looked at."""

    def __init__(self, currency: str, past: StoredFacts, stream: str) -> None:
        self.currency = currency
        self.past = past
        self.stream = stream

    def person(self, text: str) -> str:
        """Return the id of the person TEXT names: an id the ledger knows, or a name within the account.

        Raises NotFoundError, with the ids when several people answer.
        """
        from majoracct.domain.account.relationships import Relationships, StakeholderIdentified

        here: dict[str, StakeholderIdentified] = {}
        for stream in Account(self.stream, EVER, self.past).streams:
            for fact in self.past.live(stream, Relationships):
                if isinstance(fact.event, StakeholderIdentified):
                    here[fact.event.person] = fact.event
        if text in here:
            return text
        if (named := _called(text, here, "stakeholders")) is not None:
            return named
        if self._known_elsewhere(text):
            return text
        raise NotFoundError(
            f"no stakeholder of {self.stream} answers to {text!r}: {_unread(here)}identify them first, "
            f"with `majoracct stakeholder identify {self.stream}`"
        )

    def colleague(self, text: str) -> str:
        """Return the id of the one of our own people TEXT names: an id, or a name.

        Raises NotFoundError, with the ids when several people answer.
        """
        from majoracct.domain.programme.staff import Staff, StaffIdentified

        ours = {
            fact.event.person: fact.event
            for fact in self.past.live(PROGRAMME, Staff)
            if isinstance(fact.event, StaffIdentified)
        }
        if text in ours:
            return text
        if (named := _called(text, ours, "of our people")) is not None:
            return named
        raise NotFoundError(
            f"none of our people answers to {text!r}: {_unread(ours)}identify them first, "
            "with `majoracct staff identify`"
        )

    def fact(self, text: str) -> str:
        """Return the reference of the fact TEXT names: acme@12; 12 in this stream; @1820 by its position.

        Raises ValueError for what names no fact, NotFoundError for a position of another stream.
        """
        if _VERSION.match(text):
            return f"{self.stream}@{text}"
        if found := _POSITION.match(text):
            position = int(found[1])
            for fact in self.past.live(self.stream):
                if fact.position == position:
                    return fact.reference
            raise NotFoundError(f"@{position} is no live fact of {self.stream}")
        _parts(text)
        return text

    def _known_elsewhere(self, person: str) -> bool:
        from majoracct.domain.account.relationships import Relationships, StakeholderIdentified

        return any(
            isinstance(fact.event, StakeholderIdentified) and fact.event.person == person
            for stream in self.past.streams
            for fact in self.past.live(stream, Relationships)
        )


def _called(text: str, known: Mapping[str, Any], who: str) -> str | None:
    """Return the one person of those KNOWN, by id, whose name TEXT is; None when nobody's is.

    Raises NotFoundError, with the ids when several people answer.
    """
    wanted = text.strip().casefold()
    named = [p for p, e in sorted(known.items()) if isinstance(e.name, str) and e.name.casefold() == wanted]
    if len(named) > 1:
        told = ", ".join(f"{p} ({known[p].title or 'no title'})" for p in named)
        raise NotFoundError(f"several {who} are called {text!r}: {told}: use an id", named)
    return named[0] if named else None


def resolve_person(past: StoredFacts, text: str) -> str:
    """Return the id of the person TEXT names, at any customer or among our own: an id, or a name.

    Somebody whose identification was withdrawn is found all the same: it is on record.
    Raises NotFoundError, with the ids when several people answer.
    """
    from majoracct.domain.assessments.held import introductions, types_that_introduce_people

    facts = past.of_types(types_that_introduce_people())
    known: dict[str, list[Introduced]] = {}
    for each in introductions(facts):
        known.setdefault(each.person, []).append(each)
    if text in known:
        return text
    wanted = text.strip().casefold()
    named = [
        person
        for person, said in sorted(known.items())
        if any(isinstance(each.name, str) and each.name.casefold() == wanted for each in said)
    ]
    if len(named) == 1:
        return named[0]
    if named:
        told = ", ".join(f"{p} ({', '.join(dict.fromkeys(_where(e) for e in known[p]))})" for p in named)
        raise NotFoundError(f"several people are called {text!r}: {told}: use an id", named)
    raise NotFoundError(
        f"nobody on record answers to {text!r}: `majoracct person list` shows who is, and who was erased"
    )


def _where(said: Introduced) -> str:
    return f"at {said.account}" if said.account else "one of ours"


def _unread(known: Mapping[str, Any]) -> str:
    """Return what is said beside it when a name answers to nobody: whose names cannot be read, by id."""
    unread = [f"{p} {e.name}" for p, e in sorted(known.items()) if isinstance(e.name, Erased)]
    if not unread:
        return ""
    more = f" and {len(unread) - _NAMED} more" if len(unread) > _NAMED else ""
    return f"of {', '.join(unread[:_NAMED])}{more} no name can be read, so name them by id; else "


def resolve_fact(ledger: Ledger, text: str) -> Fact:
    """Return the fact TEXT names: acme@12, an account's name and a version, or @1820 by its position.

    Raises BadInput for what names no fact, NotFoundError for one that is not on record.
    """
    past = ledger.past()
    if found := _POSITION.match(text):
        position = ledger.position(int(found[1]))
        # In outline: of every fact before it, only the one meant is read.
        for each in ledger.store.outlines(at=position):
            if each.position == position:
                text = f"{each.stream}@{each.version}"
    try:
        stream, version = _parts(text)
    except ValueError as error:
        raise BadInput(str(error)) from None
    if not past.head(stream) and stream != PROGRAMME:
        from majoracct.cli.clocks import resolve_account

        stream = resolve_account(past, stream)
    known = past.fact(f"{stream}@{version}")
    if known is None:
        raise NotFoundError(
            f"there is no fact {stream}@{version}: {stream} has {past.head(stream)}; "
            f"see `majoracct timeline {stream}`"
        )
    return known


def _parts(text: str) -> tuple[str, int]:
    stream, _, version = text.rpartition("@")
    if not stream or not _VERSION.match(version):
        raise StrictError(f"{text!r} names no fact: facts are called like acme@3, or @1820 by their position")
    return stream, int(version)
