"""Programme: how the programme itself stands, part by part.

Rules
  PG18  Each part says whether it holds, why, and the facts it rests on; what nothing is known of, such as
        rules that nobody published, is unknown.           S-Y1 S-Y2 S-W1 S-W3 S-W4 S-W5 X-13
  PG19  The programme runs unfunded while an account is in it and multi-year funding does not run for
        people and for process.                            S-Y1 X-13
  PG20  What is asked of every account holds when it holds of each in the programme, and is counted.
        S-W3 S-W5 S-W6
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from attrs import frozen

from majoracct.domain.assessments.analyses import complete
from majoracct.domain.assessments.challenges import faced
from majoracct.domain.assessments.coached import managers
from majoracct.domain.assessments.in_programme import those_in_programme
from majoracct.domain.assessments.labels import labelled, seats_held
from majoracct.domain.assessments.programme_years import First, account_order, began, years_old
from majoracct.domain.money import Money
from majoracct.domain.programme.funding import Backing, FundedFor, Funding, Fundings, backing
from majoracct.domain.programme.portfolio import PortfolioOrganisations, outstanding
from majoracct.domain.programme.staff import ours
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account, Programme

__all__ = ["ProgrammePart", "parts", "unfunded"]


@frozen
class ProgrammePart:
    """One part of the programme: whether it holds (None: unknown), why, for which row.

    about: the id of what it is about, where a part has several. people: who of ours it names.
    """

    name: str
    row: str
    holds: bool | None
    says: str
    facts: tuple[str, ...] = ()
    about: str = ""
    people: tuple[str, ...] = ()


def unfunded(programme: Programme, accounts: Sequence[Account], terms: Terms) -> Backing | None:
    """Return how the PROGRAMME is backed when it runs unfunded; None when it does not (X-13)."""
    found = backing(programme, terms.programme.funding_years)
    return found if not found.holds and those_in_programme(accounts) else None


def parts(programme: Programme, accounts: Sequence[Account], terms: Terms) -> list[ProgrammePart]:
    """Return how the PROGRAMME stands on its day, part by part. ACCOUNTS: all there are."""
    return [
        _funding(programme, terms),
        _age(programme, accounts, terms),
        *_order(programme, accounts, terms),
        *_organisations(programme),
        *_coaching(programme, accounts, terms),
        *_accounts(accounts, terms),
    ]


def _funding(programme: Programme, terms: Terms) -> ProgrammePart:
    found, years = backing(programme, terms.programme.funding_years), terms.programme.funding_years
    shown = found.multi_year or found.running
    facts, people = tuple(f.fact for f in shown), tuple(dict.fromkeys(f.sponsor for f in shown))
    if found.holds:
        last = min(max(f.until for f in found.multi_year if what in f.covers) for what in FundedFor)
        says = f"runs until {last} at least{_sums(shown, terms)}"
        return ProgrammePart("funding", "S-Y1", True, says, facts, people=people)
    what = " and ".join(each.value for each in found.lacking)
    short = "; what runs was committed for less" if found.running and not found.multi_year else ""
    taken = [f for _, f in programme[Fundings].in_order if f.withdrawn and f.until >= programme.on]
    gone = "".join(f"; withdrawn on {f.withdrawn}, before its last day, {f.until}" for f in taken)
    says = f"none for {years} years or more runs for {what}{short}{_sums(shown, terms)}{gone}"
    facts = (*facts, *(f.withdrawn_fact for f in taken))
    return ProgrammePart("funding", "S-Y1", False, says, facts, people=people)


def _sums(shown: Sequence[Funding], terms: Terms) -> str:
    """Return how much was committed by what is SHOWN, as far as that was said."""
    said = [f.amount for f in shown if f.amount is not None]
    if not said:
        return ""
    untold = len(shown) - len(said)
    more = f", and an amount not said, {untold} of {len(shown)}" if untold else ""
    return f"; {Money(sum(said, Decimal(0)), terms.threshold.currency)} committed{more}"


def _age(programme: Programme, accounts: Sequence[Account], terms: Terms) -> ProgrammePart:
    start, year = began(programme, accounts, terms), terms.programme.judged_from_year
    if start is None:
        return ProgrammePart("old enough to judge", "S-Y2", None, "it has not begun")
    now = years_old(start.on, programme.on)
    early = f"; results are judged from year {year} on" if now <= year else ""
    return ProgrammePart(
        "old enough to judge", "S-Y2", now > year, f"year {now}, begun {start.on}{early}", (start.fact,)
    )


def _order(programme: Programme, accounts: Sequence[Account], terms: Terms) -> Iterator[ProgrammePart]:
    start = began(programme, accounts, terms)
    if start is not None:
        funded = start.first is First.FUNDING
        says = (
            "multi-year funding came first"
            if funded
            else "it ran before multi-year funding did, for people and for process"
        )
        yield ProgrammePart("funding first", "X-13", funded, says, start.facts)
    inside = those_in_programme(accounts)
    if inside:
        first = [a for a in inside if account_order(a)[0] is First.PLAN]
        yield _counted("plan first", "X-13", len(first), len(inside), "planned before they came in")


def _organisations(programme: Programme) -> Iterator[ProgrammePart]:
    state = programme[PortfolioOrganisations]
    rules, waiting = state.in_force, dict(outstanding(programme))
    if rules is None:
        yield ProgrammePart("rules of engagement", "S-W4", None, "none were published")
    else:
        says = f"version {rules.version}, since {rules.on}"
        yield ProgrammePart("rules of engagement", "S-W4", True, says, (rules.fact,))
    if not state.enrolled:
        yield ProgrammePart("organisations", "S-W4", None, "none is enrolled")
    for key, org in state.enrolled:
        said = state.acceptance(org.manager)
        holds = None if rules is None else key not in waiting
        if not ours(org.manager, programme):
            answer = "has left us"
        else:
            answer = f"accepted the rules on {said.on}" if said else "has not accepted the rules in force"
        facts = (org.manager_fact, *((said.fact,) if said and holds else ()))
        says = f"{org.name}: its manager {'has no rules to accept' if rules is None else answer}"
        yield ProgrammePart("organisations", "S-W4", holds, says, facts, key, (org.manager,))


def _coaching(programme: Programme, accounts: Sequence[Account], terms: Terms) -> Iterator[ProgrammePart]:
    for manager in managers(programme, accounts, terms):
        last = f"coached {manager.held[-1].on}" if manager.held else "never coached"
        says = f"{last}, due by {manager.due}" + (
            "; skill at leading unassessed" if manager.unassessed else ""
        )
        facts = (manager.fact, *(c.fact for c in manager.held[-1:]))
        holds = not manager.missed and not manager.unassessed
        yield ProgrammePart("coaching", "S-W1", holds, says, facts, manager.person, (manager.person,))


def _accounts(accounts: Sequence[Account], terms: Terms) -> Iterator[ProgrammePart]:
    inside, held = those_in_programme(accounts), seats_held(accounts)
    if inside:
        analysed = sum(complete(a, terms) for a in inside)
        yield _counted("analyses", "S-W3", analysed, len(inside), "have all kinds, fresh")
        looked = sum(faced(a, terms).in_time is True for a in inside)
        yield _counted("challenges", "S-W5", looked, len(inside), "were looked into in time")
    called = [found for a in accounts if (found := labelled(a, terms, held)).asking]
    if called:
        teams = sum(not each.without_team for each in called)
        yield _counted("labels", "J-D1", teams, len(called), "that a label asks a team for have one")


def _counted(name: str, row: str, holds: int, of: int, what: str) -> ProgrammePart:
    return ProgrammePart(name, row, holds == of, f"{holds} of {of} accounts {what}")
