"""`serve` and `announce`: what runs until it is stopped."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli.doors import AsJson, print_json, print_table, print_text, say

Port = Annotated[
    int | None,
    typer.Option("--port", min=1, max=65535, help="Of the page; else 4200, or a free one."),
]
Limit = Annotated[int, typer.Option("--limit", min=1, max=32, help="So many runs at once at most.")]


def serve(port: Port = None, limit: Limit = 2, as_json: AsJson = False) -> None:
    """Keep a Prefect server, its schedules and its runs going on this machine until Ctrl-C.

    A fact that anybody records in this home is then stepped by itself. Nothing listens but on this
    machine, and nothing is called over the network.

    Example: changeover serve --port 4200
    """
    from flows.serving.serving import serve as serving

    serving(port, limit, say, lambda page: _tell_ready(page, as_json=as_json))


def _tell_ready(page: str, *, as_json: bool) -> None:
    from flows.serving.deployments import told

    if as_json:
        print_json({"page": page, "deployments": told()})
        return
    rows = [(each["name"], each["starts"], each["does"]) for each in told()]
    print_table("What is served", ("deployment", "starts", "what it does"), rows)
    print_text(f"The page is at {page}. Stop with Ctrl-C.")


def announce() -> None:
    """Tell the Prefect server of the settings of each fact as it is recorded, until Ctrl-C.

    For a server with workers, where nothing is served: see docs/operations.md.

    Example: changeover announce
    """
    from flows.serving.announcing import announce_until_stopped

    announce_until_stopped(say)


COMMANDS: list[Any] = [serve, announce]
