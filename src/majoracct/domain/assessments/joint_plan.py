"""Joint plan: what an account's plan holds on a day, section by section, and what it lacks.

Rules
  JP17  An open action is whole when it says what is to be done, who answers for it, by when, and what it
        takes, where nothing is an answer.                                             J-A1 J-A2 J-A3
  JP18  Each action works for a goal.                                                         J-A0
  JP19  An opportunity in the plan is matched with a problem; one that is open and not in it is
        named.                                                                          J-B3 S-F4
  JP20  A plan is whole when no section of it lacks anything; what is unknown is lacking, too.     J-D3
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import evolve, frozen

from majoracct.domain.account.action_plan import ActionPlan, prioritised
from majoracct.domain.account.alignment import Aligned, aligned
from majoracct.domain.account.contributions import Jointly, jointly_made
from majoracct.domain.account.functional_plans import FunctionalPlan, FunctionalPlans
from majoracct.domain.account.goals import Goals
from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.account.ownership import Owned, jointly_owned
from majoracct.domain.account.plan import Plan
from majoracct.domain.account.plan_document import PlanItem, action_items, lacking, plan_document
from majoracct.domain.account.responsibilities import Held, unowned
from majoracct.domain.assessments.plan_balance import Balance, Known, plan_balance, understanding
from majoracct.domain.assessments.planning import Annual, InCycle, Kept, annual, kept_up
from majoracct.domain.money import Money
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account

__all__ = ["JointPlan", "Section", "goalless", "incomplete", "joint_plan"]


_MISSING: Final = {
    InCycle.NO_PLAN: "a plan",
    InCycle.NO_CYCLE: "a planning cycle",
    InCycle.NOT_DRAFTED: "a plan drafted in the cycle that runs",
    InCycle.OUT_OF_DATE: "a plan drafted within the year",
}


@frozen
class Section:
    """A section of the plan: whether it is as it should be, what it lacks, and the facts it rests on.

    holds: None: unknown. rows: the requirements it answers.
    """

    name: str
    rows: str
    holds: bool | None
    lacks: tuple[str, ...]
    facts: tuple[str, ...]


@frozen
class JointPlan:
    """An account's plan on a day.

    document: what it says, item by item. incomplete: open actions, each with which elements it lacks.
    unplanned: open opportunities that are not in the plan. aligned: the opportunities in it, each with what
    of ours answers which problem.
    """

    account: str
    title: str
    annual: Annual
    kept: Kept | None
    made: Jointly
    balance: Balance
    aligned: Mapping[str, Aligned | None]
    unplanned: tuple[str, ...]
    incomplete: Mapping[str, tuple[str, ...]]
    goalless: tuple[str, ...]
    prioritised: bool | None
    unowned: Mapping[str, Held]
    functional: tuple[FunctionalPlan, ...]
    owned: Owned
    understanding: tuple[Known, ...]
    document: tuple[PlanItem, ...]
    sections: tuple[Section, ...]

    @property
    def funds(self) -> Money | None:
        """What its actions take in money, in all (J-A3); None where none of them says."""
        stated = [item.get("funds") for item in self.document if item.get("funds") is not None]
        return sum(stated[1:], stated[0]) if stated else None

    @property
    def whole(self) -> bool:
        """Whether no section lacks anything."""
        return bool(self.annual.plan) and all(section.holds for section in self.sections)

    @property
    def lacking(self) -> tuple[str, ...]:
        """The names of the sections that lack something."""
        return tuple(section.name for section in self.sections if not section.holds)


def incomplete(account: Account) -> dict[str, tuple[str, ...]]:
    """Return the open actions that are not whole, by id, each with which elements it lacks (J-A1 to J-A3).

    A plan with such an action is not ready to be reviewed.
    """
    return {item.id: lacks for item in action_items(account) if (lacks := lacking(item))}


def goalless(account: Account) -> tuple[str, ...]:
    """Return the open actions that work for no goal that stands, earliest first (J-A0)."""
    standing = dict(account[Goals].standing)
    return tuple(
        key for key, a in account[Plan].kept if a.open and (a.goal is None or a.goal not in standing)
    )


def joint_plan(account: Account, terms: Terms) -> JointPlan:
    """Return what the account's plan holds on the day, and what it lacks, under TERMS."""
    plan, known = account[Plan], account[Opportunities].items
    found = JointPlan(
        account=account.key,
        title=plan.title,
        annual=annual(account, terms),
        kept=kept_up(account, terms),
        made=jointly_made(account, terms.plan.authors),
        balance=plan_balance(account, terms),
        aligned={k: aligned(k, account) for k in sorted(plan.opportunities) if k in known},
        unplanned=tuple(
            k for k, o in account[Opportunities].in_order() if o.open and k not in plan.opportunities
        ),
        incomplete=incomplete(account),
        goalless=goalless(account),
        prioritised=prioritised(account),
        unowned=unowned(account),
        functional=tuple(account[FunctionalPlans].in_order),
        owned=jointly_owned(account),
        understanding=understanding(account, terms),
        document=plan_document(account),
        sections=(),
    )
    return evolve(found, sections=tuple(_sections(account, found))) if found.annual.plan else found


def _sections(account: Account, found: JointPlan) -> Iterator[Section]:
    plan, year = account[Plan], found.annual
    current = year.standing is InCycle.CURRENT
    lacks: tuple[str, ...] = () if current else (_MISSING[year.standing],)
    yield Section("cycle", "S-F2 R-U1", current, lacks, year.facts)
    made = tuple(each.fact for each in found.made.made)
    yield Section("authors", "J-D3 J-P1 J-B1", found.made.joint, _nobody_of(found.made), made)
    yield _goals(account, found.balance)
    known = account[Opportunities].items
    bare = tuple(known[k].title for k, matched in found.aligned.items() if matched is None and known[k].open)
    facts = tuple(plan.opportunities[k] for k in found.aligned)
    lacks = tuple(f"the problem that {title} solves" for title in bare) if facts else ("an opportunity",)
    yield Section("opportunities", "J-B3 S-F4", bool(facts) and not bare, lacks, facts)
    kept = plan.kept
    lacks = (
        *(f"{', '.join(found.incomplete[key])} of “{plan.actions[key].task}”" for key in found.incomplete),
        *(f"a goal for “{plan.actions[key].task}”" for key in found.goalless),
        *(() if kept else ("an action",)),
    )
    yield Section("actions", "J-A0 J-A1 J-A2 J-A3", not lacks, lacks, tuple(a.fact for _, a in kept))
    ranks = tuple(r.rank_fact for key, _ in kept if (r := account[ActionPlan].of(key)).rank_fact)
    lacks = () if found.prioritised else ("an order of importance",)
    yield Section("priorities", "J-B4", found.prioritised, lacks, ranks)
    lacks = tuple(f"somebody for “{item.title}”" for item in found.unowned.values())
    yield Section(
        "responsibilities", "J-B2", not lacks, lacks, tuple(item.fact for item in found.unowned.values())
    )
    yield _ownership(found.owned)
    stale = tuple(k.what for k in found.understanding if not k.fresh)
    facts = tuple(fact for k in found.understanding for fact in k.facts)
    yield Section("understanding", "J-O1", not stale, tuple(f"fresh {what}" for what in stale), facts)
    if found.kept:
        lacks = (f"anything said of it since {found.kept.touched}",) if found.kept.stale else ()
        yield Section("upkeep", "S-F3", not found.kept.stale, lacks, (found.kept.touch,))


def _nobody_of(made: Jointly) -> tuple[str, ...]:
    if made.cycle is None:
        return ("a planning cycle",)
    if not made.wanted:
        return ("a sales account team",)
    missing = (
        *(seat.value.replace("-", " ") for seat in made.lacking),
        *(() if made.marketing else ("marketing",)),
    )
    return missing or (("anybody else",) if made.alone else ())


def _goals(account: Account, balance: Balance) -> Section:
    facts = tuple(goal.fact for _, goal in account[Goals].standing)
    lacks = ("more goals about relationships",) if balance.only_deals else () if facts else ("a goal",)
    return Section("goals", "S-F1", bool(facts) and not balance.only_deals, lacks, facts)


def _ownership(owned: Owned) -> Section:
    people = (*owned.accepted, *owned.outstanding)
    waiting = len(owned.outstanding)
    lacks = (
        *(() if owned.responsible else ("somebody who answers for the account",)),
        *((f"acceptance by {waiting} of {len(people)} members",) if waiting else ()),
    )
    holds = owned.joint if people else None
    return Section(
        "ownership", "J-B6", holds, lacks if people else ("a team",), tuple(owned.accepted.values())
    )
