"""The words every topic shares: events, facts and refusals. What they add up to is in `seen`."""

from __future__ import annotations

import datetime as dt
import enum
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Generic, Self, TypeVar, final, get_args

from attrs import evolve, field, frozen
from rpds import HashTrieMap as Map  # keys are strings; topics import it from here

if TYPE_CHECKING:
    from typing import TypeAlias

    from majoracct.domain.seen import Account, Book, Programme

__all__ = [
    "LEDGER",
    "PROGRAMME",
    "AboutThing",
    "AccountEvent",
    "Actor",
    "Assurance",
    "Erased",
    "Event",
    "Evidence",
    "Fact",
    "FactRef",
    "FactWithdrawn",
    "LedgerEvent",
    "Map",
    "Mark",
    "PersonId",
    "Personal",
    "ProgrammeEvent",
    "Refused",
    "StaffId",
    "alike",
    "marked",
    "pinned",
    "present",
    "unseen",
]

PROGRAMME: Final = "programme"
LEDGER: Final = "ledger"
_TURNING: Final = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

State = TypeVar("State")


# Values: whose, which, on whose word


@frozen
class Mark:
    """What a field's text stands for; read by the command line and the codec, not by rules."""

    of: str  # "person", "staff" (one of our own), "fact" or "personal"


PersonId = Annotated[str, Mark("person")]  # opaque and ledger-wide; names are personal, ids are not
StaffId = Annotated[str, Mark("person"), Mark("staff")]  # a person of ours: never in one field with theirs
FactRef = Annotated[str, Mark("fact")]  # acme@3: the third fact of acme's stream


def alike(name: str) -> str:
    """Return NAME in the one spelling of all that differ in case and spaces only: names alike are one."""
    return " ".join(name.split()).casefold()


@final
class Erased:
    """What stands where a person's data cannot be read; there are two, and no others.

    `Erased.here`: it was erased, for good. `Erased.sealed`: its key is not at hand, here and now.
    Rules use the presence of a personal value, never its content, so that erasing a person
    changes no verdict.
    """

    here: ClassVar[Erased]
    sealed: ClassVar[Erased]

    def __init__(self, name: str) -> None:
        self._name = name

    def __str__(self) -> str:
        return f"[{self._name}]"

    __repr__ = __str__

    def __reduce__(self) -> str:
        # By the name it is found under: copied or pickled, it is still the one, and equal to itself.
        return "Erased.here" if self is Erased.here else "Erased.sealed"


Erased.here = Erased("erased")
Erased.sealed = Erased("sealed")


def present(text: str | Erased | None) -> bool:
    """Return whether something is, or was before it was erased, stated."""
    return isinstance(text, Erased) or bool(text and text.strip())


def unseen(character: str) -> bool:
    """Return whether CHARACTER is a control, a separator of lines, or turns the direction of text."""
    return unicodedata.category(character) in {"Cc", "Zl", "Zp", "Cs"} or character in _TURNING


if TYPE_CHECKING:
    T = TypeVar("T")
    Personal: TypeAlias = T | Erased
else:

    class Personal:
        """A field about a person, named by the event's `subject`; kept so that it can be erased."""

        def __class_getitem__(cls, what: object) -> object:
            return Annotated[Any, Mark("personal"), what]


def marked(hint: Any, of: str) -> bool:
    """Return whether a field's resolved annotation HINT, or a part of it, carries the mark OF."""
    return Mark(of) in getattr(hint, "__metadata__", ()) or any(marked(h, of) for h in get_args(hint))


def pinned(default: Any = None, *, of: tuple[str, ...] = ("on",)) -> Any:
    """Return a field that is filled in when the event is recorded, and is never an option.

    of: what it is taken of beside the knowledge of the moment: the day it was true (on), and fields of the
    event. A correction takes it anew when it changes one of these, and leaves it as it was when it does not.
    """
    return field(default=default, kw_only=True, metadata={"pinned": True, "of": of})


class Assurance(enum.Enum):
    """How far we know that the actor is who the fact says."""

    ASSERTED = "asserted"
    OS_USER = "os-user"
    HOST_APPLICATION = "host-application"


@frozen
class Actor:
    """Who records, in which capacity, and how far that is assured."""

    id: str
    role: str = ""
    assurance: Assurance = Assurance.ASSERTED


@frozen
class Evidence:
    """A document that was shown: its name or address, its size in bytes and its SHA-256 (hex).

    An address that was not fetched has no size and no digest.
    """

    name: str
    size: int | None = None
    sha256: str = ""


class Refused(Exception):  # noqa: N818 - a refusal is named for the obstacle
    """A business "no": the request was understood, and a rule forbids it. Never stored."""

    rule: ClassVar[str]

    def __init__(self, obstacle: str, remedy: str) -> None:
        super().__init__(obstacle, remedy)
        self.obstacle = obstacle
        self.remedy = remedy
        self.at: int | None = None  # which of several requests was refused, counted from 0

    def __str__(self) -> str:
        return f"{self.obstacle} ({self.rule}). {self.remedy}"

    def to_dict(self) -> dict[str, str]:
        """Return the refusal for a web form: its name, rule, obstacle and remedy."""
        return {
            "refused": type(self).__name__,
            "rule": self.rule,
            "obstacle": self.obstacle,
            "remedy": self.remedy,
        }


# Events and facts


@frozen
class Event(Generic[State]):
    """Something that happened: its fields say what, `change` says what follows."""

    topic: ClassVar[type[Any]]  # whose state it changes
    verb: ClassVar[str]  # how the command line records it
    says: ClassVar[str]  # how a timeline tells it; a [part] whose fields are empty is left out
    schema: ClassVar[int] = 1  # of its stored shape
    subject: ClassVar[str] = "person"  # the field that says whom its Personal fields are about
    carries_over: ClassVar[bool] = True  # told of a predecessor, is it also true of the successor?
    introduces: ClassVar[str] = ""  # the field that holds the id of a person it makes known
    half: ClassVar[bool] = False  # one of several that a procedure records together, never singly
    whole: ClassVar[bool] = False  # tells of the whole ledger: nobody records anything while it is made
    any_currency: ClassVar[bool] = False  # its money stays as stated, and is never added to the ledger's

    def change(self, state: State, fact: Fact) -> State:
        """Return the topic's state once this has happened. Total: the past is never refused."""
        raise NotImplementedError

    def untold(self, state: State, fact: Fact) -> State:
        """Return the topic's state once this has happened, and no rate tells its amount: as it was."""
        return state

    def telling(self) -> str:
        """Return the template that tells this event; `says`, unless the fields decide."""
        return self.says

    def release(self, fact: Fact, seen: Any) -> None:
        """Raise Refused when FACT, this event as recorded, must not be missing from the stream as SEEN."""

    @classmethod
    def upcast(cls, fields: dict[str, Any], schema: int) -> dict[str, Any]:
        """Return the stored FIELDS of an older SCHEMA in today's shape.

        Unless an event says otherwise, what it has gained since has a default, and nothing else changed.
        """
        return fields


@frozen
class AccountEvent(Event[State]):
    """An event of an account's stream."""

    opens: ClassVar[bool] = False  # may be the first thing known of an account

    @classmethod
    def require(cls, account: Account) -> None:
        """Raise Refused unless such an event, whatever its fields, can have happened to ACCOUNT."""

    def pin(self, account: Account) -> Self:
        """Return the event with its pinned fields filled in from ACCOUNT."""
        return self

    def admit(self, account: Account) -> None:
        """Raise Refused unless this can have happened to ACCOUNT, seen on the day in question."""


Thing = TypeVar("Thing")


class AboutThing(AccountEvent[State], Generic[State, Thing]):
    """What changes one of the things its topic keeps in a map: an opportunity, an action, somebody.

    A thing that replay does not find changes nothing: what told of it was withdrawn.
    """

    thing: ClassVar[str]  # the field that names it
    kept_in: ClassVar[str]  # the map of the topic's state that keeps it

    def alter(self, found: Thing, fact: Fact) -> Thing:
        """Return the thing FOUND once this has happened to it. Total."""
        raise NotImplementedError

    def change(self, state: State, fact: Fact) -> State:
        things: Map[str, Thing] = getattr(state, self.kept_in)
        key = getattr(self, self.thing)
        found = things.get(key)
        if found is None:
            return state
        changed: State = evolve(state, **{self.kept_in: things.insert(key, self.alter(found, fact))})  # type: ignore[misc]  # every state is
        return changed


@frozen
class ProgrammeEvent(Event[State]):
    """An event of the programme's stream: rules and targets, not accounts."""

    @classmethod
    def require(cls, programme: Programme) -> None:
        """Raise Refused unless such an event, whatever its fields, can have happened."""

    def pin(self, programme: Programme) -> Self:
        """Return the event with its pinned fields filled in from PROGRAMME."""
        return self

    def admit(self, programme: Programme) -> None:
        """Raise Refused unless this can have happened to the PROGRAMME, seen on the day in question."""


@frozen
class LedgerEvent(Event[State]):
    """An event of the book of record itself: settings, imports. It never conflicts with business."""

    @classmethod
    def require(cls, book: Book) -> None:
        """Raise Refused unless such an event, whatever its fields, can have happened."""

    def pin(self, book: Book) -> Self:
        """Return the event with its pinned fields filled in from BOOK."""
        return self

    def admit(self, book: Book) -> None:
        """Raise Refused unless this can have happened to the BOOK."""


@frozen
class FactWithdrawn(Event[None]):
    """A fact was withdrawn: it should never have been recorded. Made by withdrawing and correcting only.

    target: the fact withdrawn; this fact takes its day.
    replaced_by: the fact that corrects it, if it was corrected.
    """

    verb = "withdraw"
    says = "Withdrew {target}[, replaced by {replaced_by}]"

    target: FactRef
    replaced_by: FactRef | None = None


@frozen
class Fact:
    """An event as the ledger keeps it: what, about whom, when true, when known, on whose word, why."""

    stream: str  # an account's key, "programme" or "ledger"
    version: int  # 1, 2, 3 … within the stream; written acme@3
    position: int  # 1, 2, 3 … within the ledger; written @1820
    event: Event[Any]
    on: dt.date  # the day it was true
    by: str
    role: str = ""
    assurance: Assurance = Assurance.ASSERTED
    channel: str = ""  # how it came in: cli, library, import, demo
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()
    recorded_at: int = 0  # microseconds since 1970 UTC, never earlier than the position before it
    command_id: str = ""
    ordinal: int = 0  # within its command
    time: str = ""  # the source's time of day, HH:MM:SS, where one was imported
    inherited_place: int = 0  # the place of the fact it corrects, when the day is unchanged
    corrects: str | None = None  # the fact it replaces
    origin: str | None = None  # the first fact of its chain of corrections
    source: Mapping[str, str] = field(factory=dict)  # what the source said beside it
    source_known: dt.date | None = None  # when the source says it knew
    fingerprint: str = ""  # of the request, where the caller chose the command id
    schema: int = 0  # the stored shape's number; 0 until recorded

    @property
    def reference(self) -> str:
        """acme@3."""
        return f"{self.stream}@{self.version}"

    @property
    def id(self) -> str:
        """What identifies the thing this fact created: its origin, through every correction."""
        return self.origin or f"{self.stream}@{self.version}"

    @property
    def place(self) -> int:
        """Its order within the day: its position, or the place of the fact it corrects."""
        return self.inherited_place or self.position
