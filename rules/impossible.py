"""Tasks and links that no plan can keep, each refused by name."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from rules.errors import RuleRefused
from rules.gaps import never_both

if TYPE_CHECKING:
    from rules.schedule import Link, Task


def refuse_impossible(tasks: Sequence[Task], links: Sequence[Link]) -> None:
    """Nothing where each link could be kept if it stood alone.

    Raises: RuleRefused for two tasks of one name, for a link to a task that is not there, and for a
    greatest gap below its least.
    """
    names: set[Hashable] = set()
    for task in tasks:
        if task.id in names:
            raise RuleRefused(
                f"Two tasks are named {task.id}.", "a name of its own for each.", "rename one."
            )
        names.add(task.id)
    for link in links:
        for end in (link.before, link.after):
            if end not in names:
                raise RuleRefused(
                    f"A link from {link.before} to {link.after} names {end}, which is no task.",
                    "links between known tasks.",
                    "name a task.",
                )
        if link.least and link.greatest and never_both(link.least, link.greatest):
            raise RuleRefused(
                f"{link.after} must follow {link.before} by at least {link.least} and at most "
                f"{link.greatest}.",
                "a greatest gap that is not below the least.",
                "mend one of the two.",
            )


def loop_in(links: Sequence[Link]) -> RuleRefused:
    """The refusal of a loop of links, with every task in it."""
    before: dict[Hashable, list[Hashable]] = {}
    for link in links:
        before.setdefault(link.after, []).append(link.before)
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        return RuleRefused(
            f"The steps wait for each other: {' -> '.join(map(str, error.args[1]))}.",
            "steps that can be put in an order.",
            "drop one of these links.",
        )
    raise AssertionError("tasks that cannot be put in an order have a loop")


def cannot_hold(link: Link) -> RuleRefused:
    """The refusal of a greatest gap that can never be kept."""
    return RuleRefused(
        f"{link.after} can never follow {link.before} within {link.greatest}.",
        "links that can all hold at once.",
        "widen that gap, or drop a link.",
    )
