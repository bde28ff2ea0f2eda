"""What Prefect starts and when, from `flows/prefect.yaml`, which `prefect deploy` reads too."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tasks.sending.routing import channels

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

OUTBOX = "outbox"
FILE = Path(__file__).parent.parent / "prefect.yaml"


def declared() -> list[dict[str, Any]]:
    """The deployments as the file has them, in its order.

    The schedule of the outbox is on where the settings name a way out. Raises: InputError where
    they name one that cannot be.
    """
    import yaml  # type: ignore[import-untyped]

    found: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["deployments"]
    for schedule in (each for row in found if row["name"] == OUTBOX for each in row["schedules"]):
        schedule["active"] = bool(channels())
    return found


def as_served(each: dict[str, Any]) -> RunnerDeployment:
    """The deployment as a runner serves it, without its work pool."""
    from prefect.client.schemas.objects import ConcurrencyLimitConfig
    from prefect.deployments.runner import RunnerDeployment
    from prefect.events import DeploymentEventTrigger
    from prefect.schedules import Schedule

    limit = each.get("concurrency_limit")
    return RunnerDeployment.from_entrypoint(
        entrypoint=each["entrypoint"],
        name=each["name"],
        description=each["description"],
        tags=each["tags"],
        schedules=[Schedule(**schedule) for schedule in each.get("schedules", ())],
        triggers=[DeploymentEventTrigger(**trigger) for trigger in each.get("triggers", ())],
        concurrency_limit=ConcurrencyLimitConfig(**limit) if limit else None,
    )


def told() -> list[dict[str, str]]:
    """Each deployment for people: its name, what starts it, and what it does in one sentence."""
    return [
        {"name": each["name"], "starts": _starts(each), "does": _first_sentence(each)}
        for each in declared()
    ]


def _first_sentence(each: dict[str, Any]) -> str:
    return " ".join(each["description"].split()).partition(". ")[0].removesuffix(".")


def _starts(each: dict[str, Any]) -> str:
    by = [_by_clock(schedule) for schedule in each.get("schedules", ())]
    by += ["when a fact is recorded" for _ in each.get("triggers", ())]
    return "; ".join([*by, "on request"])


def _by_clock(schedule: dict[str, Any]) -> str:
    name = str(schedule["slug"]).replace("-", " ")
    return name if schedule["active"] else f"{name} (off)"
