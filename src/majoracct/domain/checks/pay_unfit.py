"""Who leads an account, or sells a part of what we offer, is paid by a model for others (S-W2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.persons import our_name
from majoracct.domain.assessments.tenure import unfit_pay
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    for (person, seat), model in unfit_pay(account).items():
        what = f"{our_name(person, account)}, {seat.value.replace('-', ' ')}, is paid by {model.title}"
        yield Raised(f"{what}, which is for {model.kind.people}", (model.fact,), f"{seat.value}:{person}")


CHECK: Final = AccountCheck(
    id="pay-unfit",
    severity=Severity.LOW,
    meaning="Work over years wants pay over years; work on one pillar, quotas by quarter and by year.",
    clear="Assign a model made for the seat (`staff pay-model`); define one first, if there is none.",
    find=_find,
)
