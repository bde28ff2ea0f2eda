"""One message to each person for all that a check tells them of a transition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlmodel import Session

from models.alerts.raised import Raised
from models.outbox import Message, post
from models.tables import Transition
from rules.alerts import LEVELS
from rules.arithmetic import plural


def post_digests(session: Session, transition: Transition, raised: Sequence[Raised]) -> None:
    """A message for each person waits in the outbox, in the transaction that raised the alerts.

    What a person is told by name and in their office is one message, under the key of what they
    are told in their office where there is such.
    """
    by_person: dict[str, list[Raised]] = {}
    for each in sorted(raised, key=lambda one: one.to.is_person):
        by_person.setdefault(each.to.address.casefold() or each.to.whom, []).append(each)
    for alerts in by_person.values():
        post(session, transition, _digest(transition, alerts))


def key_of_digest(sequence: int) -> str:
    """The key of the message whose first alert is the entry of that number."""
    return f"deadline-digest:{sequence}"


def _digest(transition: Transition, alerts: Sequence[Raised]) -> Message:
    to = alerts[0].to
    return Message(
        key=key_of_digest(alerts[0].sequence),
        kind="deadline-digest",
        role=to.role,
        council=to.council,
        address=to.address,
        subject=f"{transition.reference}: {_counted(alerts)}",
        body=_body(transition, alerts),
    )


def _counted(alerts: Sequence[Raised]) -> str:
    """`2 deadlines: 1 breached, 1 due soon`, gravest first."""
    levels = Counter(each.level for each in alerts)
    told = sorted(levels, key=LEVELS.index, reverse=True)
    parts = ", ".join(f"{levels[level]} {level.replace('-', ' ')}" for level in told)
    return f"{plural(len(alerts), 'deadline')}: {parts}"


def _body(transition: Transition, alerts: Sequence[Raised]) -> str:
    lines = [f"{transition.title} ({transition.reference})", ""]
    for each in sorted(alerts, key=lambda one: (-LEVELS.index(one.level), one.limit_on)):
        rule = f" Rule {each.rule}." if each.rule else ""
        lines += [f"{each.sequence}. {each.says}{rule} {each.arithmetic}".strip(), ""]
    numbers = " ".join(str(each.sequence) for each in alerts)
    lines += [
        "Say what is being done, so that this is not told to those above you:",
        f'changeover acknowledge {transition.reference} {numbers} --reason "..."',
    ]
    return "\n".join(lines) + "\n"
