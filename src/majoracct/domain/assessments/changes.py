"""Changes: what is different between two views of one account, from replay and never from stored values.

Rules
  DI1  A view differs from itself in nothing, and what differs one way differs the other way round.  B-D4
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from attrs import frozen

from majoracct.domain.account.criteria import CRITERIA
from majoracct.domain.assessments.overview import Item, Overview, Person, Told, overview
from majoracct.domain.money import Money
from majoracct.domain.programme.policy import Policy
from majoracct.domain.seen import Account

__all__ = ["JUDGEMENTS", "Change", "Picture", "between", "changes", "picture"]

Stood: TypeAlias = str | Money
_TITLES: Final = {c.id: c.title for c in CRITERIA}
# What is judged or decided of the whole account, as against the things it consists of.
JUDGEMENTS: Final = (
    "status",
    "standing",
    *(f"{c.id} {c.title}" for c in CRITERIA),
    "tier assigned",
    "tier indicated",
)


@frozen
class Change:
    """One thing that differs: what it is, and how it stood in each view. None: it did not stand at all."""

    what: str
    before: Stood | None
    after: Stood | None


@frozen
class _Thing:
    """Something that can differ: its key, what it is called, and how it stands.

    beside: the key of what tells of it already when that differs, too.
    """

    key: str
    what: str
    how: Stood
    beside: str = ""


@frozen
class Picture:
    """An account as a view shows it: the whole of it, and every thing in it that can differ, by its key."""

    overview: Overview
    things: Mapping[str, _Thing]


def picture(account: Account | None, told: Told | None = None) -> Picture | None:
    """Return ACCOUNT as its view shows it, judged under the policy in force there; None of None.

    told: what is known of it, to read no more than once. Raises NoPolicy when none is in force.
    """
    if account is None:
        return None
    seen = overview(account, account.programme[Policy].terms, told)
    parts = (_judgements(seen), _identity(seen), _people(seen), _work(seen), _money(seen))
    # Of several under one key, the last, which is the latest.
    return Picture(seen, {thing.key: thing for part in parts for thing in part})


def changes(before: Account | None, after: Account | None) -> list[Change]:
    """Return what differs between two views; None is the view of an account that was not there.

    Each is judged under the policy in force in its own view. Raises NoPolicy when none is.
    """
    return list(between(picture(before), picture(after)).values())


def between(before: Picture | None, after: Picture | None, *, all_told: bool = False) -> dict[str, Change]:
    """Return what differs between two pictures, by the key of the thing (DI1).

    all_told: what another thing that differs tells of already, too.
    """
    first, second = before.things if before else {}, after.things if after else {}

    def differs(key: str) -> bool:
        was, now = first.get(key), second.get(key)
        return (was and was.how) != (now and now.how)

    found = {}
    for key in dict.fromkeys((*second, *first)):
        was, now = first.get(key), second.get(key)
        thing = now or was
        if thing and differs(key) and (all_told or not (thing.beside and differs(thing.beside))):
            found[key] = Change(thing.what, was.how if was else None, now.how if now else None)
    return found


def _named(what: str, how: Stood) -> _Thing:
    return _Thing(what, what, how)


def _judgements(seen: Overview) -> Iterator[_Thing]:
    yield _named("status", seen.status.value)
    yield _named("standing", "met" if seen.met else "unmet")
    for verdict in seen.verdicts:
        yield _named(f"{verdict.id} {_TITLES[verdict.id]}", "holds" if verdict.holds else "open")
    yield _named("tier assigned", seen.tier_assigned.value if seen.tier_assigned else "none")
    yield _named("tier indicated", seen.indication.tier.value)
    yield _named("policy", seen.policy)


def _identity(seen: Overview) -> Iterator[_Thing]:
    yield _named("name", seen.name)
    for predecessor in seen.merged_with:
        yield _named(f"merged with {predecessor}", "yes")
    for system, external in seen.external_ids.items():
        yield _named(f"known to {system} as", external)
    for name in sorted(seen.firmographics.facts):
        value = getattr(seen.firmographics, name)
        yield _named(f"its own {name}", value if isinstance(value, Money) else str(value))
    for place in seen.places:
        dimension, _, where = place.partition("/")
        yield _named(f"present in {where} ({dimension})", "yes")
    for need in seen.standardised:
        yield _named(f"standardised on us for {need}", "yes")
    yield from _documents(seen)


def _documents(seen: Overview) -> Iterator[_Thing]:
    """Yield the latest document of a kind, and the others: one that is taken back is missed, too."""
    for kind in dict.fromkeys(document.kind for document in seen.documents):
        *earlier, latest = (d for d in seen.documents if d.kind == kind)
        state = "in date" if latest.in_date else "out of date"
        yield _named(kind, f"of {latest.dated}, {state}")
        if earlier:
            days = ", ".join(str(d.dated) for d in earlier)
            yield _Thing(f"earlier {kind}", f"{kind}, earlier ones", f"of {days}", beside=kind)


def _people(seen: Overview) -> Iterator[_Thing]:
    for sponsor in seen.sponsors:
        office = ", ".join(part for part in (sponsor.title, sponsor.role, sponsor.level) if part)
        yield _Thing(f"sponsor {sponsor.person}", f"sponsor {sponsor.name}", office or "sponsors us")
    for somebody in seen.stakeholders:
        yield _Thing(f"stakeholder {somebody.person}", f"stakeholder {somebody.name}", _person(somebody))


def _work(seen: Overview) -> Iterator[_Thing]:
    kinds = (("opportunity", seen.opportunities), ("project", seen.projects), ("action", seen.actions))
    for kind, items in kinds:
        for item in items:
            yield _Thing(f"{kind} {item.id}", f"{kind} {item.title}", _item(item))
    if seen.results:
        yield _named("results documented", str(seen.results))
    if seen.plan_fact:
        yield _named("plan", seen.plan)


def _money(seen: Overview) -> Iterator[_Thing]:
    for planned in seen.plan_years:
        yield _named(f"planned for {planned.year}", planned.worth)
    for taken in seen.revenue:
        yield _named(f"revenue {taken.year}", taken.net)
        # Another payment mostly shows in the sum; a payment and its credit do not.
        counts = f"{taken.payments}, {taken.credits} of them credits"
        yield _Thing(
            f"payments {taken.year}", f"payments {taken.year}", counts, beside=f"revenue {taken.year}"
        )
        if taken.untold:
            yield _named(f"payments {taken.year} that no rate tells", str(taken.untold))


def _person(somebody: Person) -> str:
    if somebody.left:
        return f"left on {somebody.left}"
    sees = f"sees us as {somebody.perception}" if somebody.perception else ""
    parts = (somebody.title, somebody.role, somebody.level, somebody.strength, sees)
    return ", ".join(part for part in parts if part)


def _item(item: Item) -> str:
    parts = [item.state if item.state in ("open", "started") else f"{item.state} {item.since}"]
    parts += [f"worth {item.worth}"] if item.worth else []
    parts += [f"by {item.due}"] if item.due else []
    parts += ["in the plan"] if item.planned else []
    return ", ".join(parts)
