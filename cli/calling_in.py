"""`decision call-in`, `scrutiny` and `rehear`: what becomes of a decision that is called in."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from cli.doors import AsJson, Reference, Today
from cli.happenings import By, CouncilName, Evidence, On, Which, happened, tell


class Scrutiny(StrEnum):
    """What became of a called-in decision in scrutiny."""

    RELEASED = "released"
    REFERRED_BACK = "referred-back"
    LAPSED = "lapsed"


class Rehearing(StrEnum):
    """How the decision maker reconsidered."""

    CONFIRMED = "confirmed"
    AMENDED = "amended"
    WITHDRAWN = "withdrawn"


def call_in(
    reference: Reference,
    council: CouncilName,
    on: On,
    by: By,
    evidence: Evidence = "the request",
    reason: Annotated[str, typer.Option("--reason", help="The grounds given.")] = "",
    decision: Which = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Record that a decision was called in; it does not take effect before scrutiny is done.

    Example: changeover decision call-in worked-2027 northmere --on 2026-06-22 --by "Five members"
    """
    from models.decisions.scrutiny import call_in as record

    said = happened(on, by, evidence, today)
    tell(record(reference, council, decision, said, reason), as_json=as_json)


def scrutiny(
    reference: Reference,
    council: CouncilName,
    on: On,
    outcome: Annotated[Scrutiny, typer.Option("--outcome", help="What scrutiny did.")],
    by: By = "the scrutiny committee",
    evidence: Evidence = "the minutes",
    reason: Annotated[str, typer.Option("--reason", help="Why it was referred back.")] = "",
    decision: Which = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Record what scrutiny did with a called-in decision, or that its time lapsed.

    Example: changeover decision scrutiny worked-2027 northmere --on 2026-07-01 --outcome released
    """
    from models.decisions.scrutiny import refer_back, release

    said = happened(on, by, evidence, today)
    if outcome is Scrutiny.REFERRED_BACK:
        taken = refer_back(reference, council, decision, said, reason)
    else:
        lapsed = outcome is Scrutiny.LAPSED
        taken = release(reference, council, decision, said, lapsed=lapsed)
    tell(taken, as_json=as_json)


def rehear(
    reference: Reference,
    council: CouncilName,
    on: On,
    outcome: Annotated[Rehearing, typer.Option("--outcome", help="How it was reconsidered.")],
    by: By = "the decision maker",
    evidence: Evidence = "the minutes",
    decision: Which = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Record how a decision that scrutiny referred back was reconsidered.

    Example: changeover decision rehear worked-2027 northmere --on 2026-07-07 --outcome confirmed
    """
    from models.decisions.scrutiny import rehear as record

    said = happened(on, by, evidence, today)
    tell(record(reference, council, decision, outcome.value, said), as_json=as_json)
