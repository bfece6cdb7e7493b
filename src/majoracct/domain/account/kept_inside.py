"""Kept inside: what we know that no customer reads, under any policy, and whether words give it away.

Rules
  KI1  Never told is a competitor on record by the day, in whatever connection, though it holds no longer;
       the issue of an executive; what we know from inside; and what was seen of one of ours.    J-C1 X-9
  KI2  Words give it away that have it word for word, alone or in the plural, however it is written: in large
       letters or small, with accents or without, with other signs between, or invisible ones within. Of a
       competitor, its name without its legal form and what such names often end in is enough.     J-C1
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from majoracct.domain.account.access import IssueRecorded
from majoracct.domain.account.competition import CompetitorEngaged
from majoracct.domain.account.competitor_loyalty import CompetitorLoyaltyRecorded
from majoracct.domain.account.contracts import ContractEnded
from majoracct.domain.account.insider import InsideKnowledgeRecorded
from majoracct.domain.account.opportunities import OpportunityLost
from majoracct.domain.account.whitespace import WhitespaceCellSet
from majoracct.domain.kernel import Event, present
from majoracct.domain.programme.aptitude import TraitAssessed

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

__all__ = ["TOLD_BY", "Secret", "given_away", "kept_inside"]

_NAMES: Final = "name a competitor"
# In which field an event tells it, and what words do that have it.
TOLD_BY: Final[dict[type[Event[Any]], tuple[str, str]]] = {
    CompetitorEngaged: ("competitor", _NAMES),
    CompetitorLoyaltyRecorded: ("competitor", _NAMES),
    WhitespaceCellSet: ("competitor", _NAMES),
    ContractEnded: ("to", _NAMES),
    OpportunityLost: ("to", _NAMES),
    IssueRecorded: ("text", "repeat an executive's issue"),
    InsideKnowledgeRecorded: ("what", "repeat what we know from inside"),
    TraitAssessed: ("note", "repeat what was seen of one of ours"),
}
_APOSTROPHES: Final = "'\u2019\u02bc"
_ENDINGS: Final = ("", "s", "es")  # the plural, and whose it is
# What the names of companies end in, and people leave out when they speak of one.
_LEFT_OUT: Final = frozenset(
    "ab ag bv co company corp corporation gmbh group holding holdings inc international limited llc llp ltd "
    "nv oy plc sa sarl services software solutions spa systems technologies technology".split()
)


@frozen
class Secret:
    """Something that no customer reads.

    text: it, in one way of writing. told: what words do that have it. fact: the fact that says so.
    """

    text: str
    told: str
    fact: str


def kept_inside(account: Account) -> tuple[Secret, ...]:
    """Return what no customer reads, by what is on record on the day, once each (KI1)."""
    found = dict[str, Secret]()
    for fact in chain(account.facts, account.programme.facts):
        name, told = TOLD_BY.get(type(fact.event), ("", ""))
        said = getattr(fact.event, name) if name else None
        if isinstance(said, str) and present(said) and (text := _written(said)):
            text = _as_spoken(text) if told == _NAMES else text
            found.setdefault(text, Secret(text, told, fact.reference))
    return tuple(found.values())


def _as_spoken(name: str) -> str:
    words = name.split()
    while words and words[-1] in _LEFT_OUT:
        words.pop()
    return " ".join(words) or name


def given_away(value: Any, secrets: Iterable[Secret]) -> Secret | None:
    """Return the first of SECRETS that the texts of VALUE give away; None when they give away none (KI2)."""
    texts = [f" {_written(text)} " for text in _texts(value)]
    return next((secret for secret in secrets if any(_has(text, secret.text) for text in texts)), None)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)


def _has(text: str, secret: str) -> bool:
    if any(letter.islower() or letter.isdigit() for letter in secret):
        return any(f" {secret}{ending} " in text for ending in _ENDINGS)
    return secret in text  # such scripts set no word apart


def _written(text: str) -> str:
    """Return TEXT in one way of writing: small letters and digits, one space between words.

    What differs for the eye alone is left out: accents, apostrophes, and signs that nobody sees.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join("".join(map(_sign, plain)).split())


def _sign(character: str) -> str:
    kind = unicodedata.category(character)
    if character in _APOSTROPHES or kind in ("Mn", "Cf"):
        return ""
    return character if character.isalnum() or kind == "Mc" else " "
