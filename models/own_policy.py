"""What a transition file says that a council, or the contract, fixes for itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from models.transition_file import CouncilTable
from rules.policy import Policy, council_policy, policies, policy_from
from rules.rule_set import RuleSet, shipped

#: Policies by the content they were read from: few councils, read often.
_TRIED: dict[tuple[RuleSet, str], Policy] = {}


def policy_of(table: CouncilTable, of: RuleSet | None = None) -> Policy:
    """The policy a file gives a council: the one of the rule set, and its own settings over it.

    Raises: UnknownName, RuleRefused, FloorBroken.
    """
    if not has_own_policy(table):
        return council_policy(table.code, of)
    known = policies(of).get(table.code)
    own = _policy(
        f"council {table.code}",
        {
            "code": table.code,
            "name": table.name or (known.name if known else table.code),
            "calendar": table.calendar or (known.calendar if known else "england-and-wales"),
            "setting": [row.model_dump() for row in table.setting],
            "closed": [row.model_dump() for row in table.closed],
        },
        of,
    )
    if known is None:
        return own
    return replace(
        own,
        settings={**known.settings, **own.settings},
        extra_closed_days=(*known.extra_closed_days, *own.extra_closed_days),
    )


def has_own_policy(table: CouncilTable) -> bool:
    """Whether a file says anything of a council that its shipped policy does not."""
    return bool(table.name or table.calendar or table.setting or table.closed)


def contract_policy(rows: list[dict[str, Any]], of: RuleSet | None = None) -> Policy:
    """The contract's own clauses, as a policy. Raises: RuleRefused."""
    return _policy("contract", {"code": "contract", "name": "the contract", "setting": rows}, of)


def _policy(where: str, table: dict[str, Any], of: RuleSet | None) -> Policy:
    """The policy of a table; what was tried against every rule once is not tried again."""
    content = of or shipped(), repr(table)
    if content not in _TRIED:
        _TRIED[content] = policy_from(table, where, of)
    return _TRIED[content]
