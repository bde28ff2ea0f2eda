"""The papers and letters that can be written: one row for each."""

from __future__ import annotations

from dataclasses import dataclass

from rules.errors import UnknownName

EVERY_COUNCIL = ("leaving", "host", "partner")


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A paper or letter. `title` follows the transition's own title on its first page.

    `document` is its number in the document set, `signatory` the role that signs it. `decision` is
    the decision it belongs to, None where it serves either. `for_roles` are the councils, by their
    part in the transition, that write it.
    """

    name: str
    template: str
    title: str
    document: str
    signatory: str
    decision: str | None
    for_roles: tuple[str, ...] = EVERY_COUNCIL


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            name="in-principle-report",
            template="papers/in-principle-report.html.j2",
            title="approval in principle",
            document="D07",
            signatory="Lead cabinet member",
            decision="in-principle",
        ),
        Kind(
            name="final-report",
            template="papers/final-report.html.j2",
            title="final approval",
            document="D10",
            signatory="Lead cabinet member",
            decision="final",
        ),
        Kind(
            name="forward-plan-notice",
            template="papers/forward-plan-notice.html.j2",
            title="notice of proposed decision",
            document="D06",
            signatory="Democratic services manager",
            decision=None,
        ),
        Kind(
            name="notice-to-expire",
            template="letters/notice-to-expire.html.j2",
            title="notice that the contract will expire",
            document="D14",
            signatory="Contract manager",
            decision=None,
            for_roles=("leaving",),
        ),
    )
}


def kind_named(name: str) -> Kind:
    """The kind of that name. Raises: UnknownName."""
    if name not in KINDS:
        raise UnknownName(
            f"No paper is called {name!r}.", f"one of {', '.join(KINDS)}.", "name one of these."
        )
    return KINDS[name]
