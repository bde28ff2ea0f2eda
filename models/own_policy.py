"""What a transition file says that a council, or the contract, fixes for itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from models.transition_file import CouncilTable
from rules.policy import Policy, council_policy, policies, policy_from

#: Policies by the content they were read from: few councils, read often.
_TRIED: dict[str, Policy] = {}


def policy_of(table: CouncilTable) -> Policy:
    """The policy a file gives a council: the one that ships, and its own settings over it.

    Raises: UnknownName, RuleRefused, FloorBroken.
    """
    if not has_own_policy(table):
        return council_policy(table.code)
    shipped = policies().get(table.code)
    own = _policy(
        f"council {table.code}",
        {
            "code": table.code,
            "name": table.name or (shipped.name if shipped else table.code),
            "calendar": table.calendar or (shipped.calendar if shipped else "england-and-wales"),
            "setting": [row.model_dump() for row in table.setting],
            "closed": [row.model_dump() for row in table.closed],
        },
    )
    if shipped is None:
        return own
    return replace(
        own,
        settings={**shipped.settings, **own.settings},
        extra_closed_days=(*shipped.extra_closed_days, *own.extra_closed_days),
    )


def has_own_policy(table: CouncilTable) -> bool:
    """Whether a file says anything of a council that its shipped policy does not."""
    return bool(table.name or table.calendar or table.setting or table.closed)


def contract_policy(rows: list[dict[str, Any]]) -> Policy:
    """The contract's own clauses, as a policy. Raises: RuleRefused."""
    return _policy("contract", {"code": "contract", "name": "the contract", "setting": rows})


def _policy(where: str, table: dict[str, Any]) -> Policy:
    """The policy of a table; what was tried against every rule once is not tried again."""
    content = repr(table)
    if content not in _TRIED:
        _TRIED[content] = policy_from(table, where)
    return _TRIED[content]
