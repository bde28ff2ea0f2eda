"""`changeover outbox`: the messages that wait, and what a person may do about one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.doors import AsJson, print_json, print_table, print_text, say
from rules.errors import InputError

if TYPE_CHECKING:
    from models.outbox import Posted

app = typer.Typer(
    help="Messages that wait to be sent, and those that need a person. "
    "Example: changeover outbox send",
    no_args_is_help=False,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Name = Annotated[str, typer.Argument(metavar="ID", help="Number of the message, or its key.")]
Reason = Annotated[str, typer.Option("--reason", help="Why, for the log.")]


@app.callback()
def outbox(
    context: typer.Context,
    reference: Annotated[
        str | None, typer.Option("--transition", metavar="REF", help="Of one transition only.")
    ] = None,
    over: Annotated[bool, typer.Option("--all", help="Sent and dropped ones too.")] = False,
    as_json: AsJson = False,
) -> None:
    """The messages still to be sent or seen to. Example: changeover outbox --all"""
    if context.invoked_subcommand:
        return
    from models.outbox import outbox as messages

    found = messages(reference, over=over)
    if as_json:
        print_json([each.row() for each in found])
        return
    ways, on = _ways()
    _print("Outbox", found, on, ways)


@app.command(epilog="Example: changeover outbox show 7")
def show(name: Name, as_json: AsJson = False) -> None:
    """A message in full: its words, its address and where it stands."""
    from dataclasses import asdict

    from models.outbox import message_named

    message = message_named(name)
    if as_json:
        print_json({**asdict(message), "state": message.says})
        return
    _, on = _ways()
    attached = ", ".join(f"{each.name} ({each.file})" for each in message.attachments)
    rows = {
        "message": f"{message.id}, under the key {message.key}",
        "transition": message.reference,
        "kind": message.kind,
        "to": f"{_to(message)} {f'<{message.address}>' if message.address else ''}",
        "posted": _at(message.posted_at),
        "state": f"{message.says}, since {_at(message.state_at)}",
        "why": _why(message, on),
        "attached": attached,
        "subject": message.subject,
    }
    for label, value in rows.items():
        if value:
            print_text(f"{label + ':':<12}{value}")
    typer.echo(f"\n{message.body.rstrip()}")


@app.command(epilog="Example: changeover outbox send")
def send(
    name: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="One message; else all that can go.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Send what can be sent by the ways that are on, each message once.

    First, what a crash left is settled by looking. A message named is tried again though it failed
    for good; a doubtful one never is: see `changeover outbox resolve`.
    """
    from models.outbox import message_named
    from tasks.sending.sending import send_all, send_message
    from tasks.sending.settling import settle_messages

    settled, unreached = settle_messages(), None
    if name:
        before = message_named(name)
        tried = [send_message(name, asked=True)]
        _say_why_not(before, tried[0])
    else:
        tried, unreached = send_all()
    if as_json:
        print_json([each.row() for each in [*settled, *tried]])
    else:
        ways, on = _ways()
        _print("Seen to", [*settled, *tried], on, ways)
    if unreached:
        raise unreached


@app.command(epilog='Example: changeover outbox drop 7 --reason "Told by telephone"')
def drop(name: Name, reason: Reason, as_json: AsJson = False) -> None:
    """Withdraw a message that was certainly not sent."""
    from models.outbox import drop as dropping
    from models.settings import settings

    _tell(dropping(name, reason, settings().actor), as_json)


@app.command(epilog='Example: changeover outbox address 7 a@council.example --reason "It moved"')
def address(
    name: Name,
    to: Annotated[str, typer.Argument(metavar="ADDRESS", help="One e-mail address.")],
    reason: Reason,
    as_json: AsJson = False,
) -> None:
    """Send a message to another address; the log says that, and not which."""
    from models.outbox import readdress
    from models.settings import settings

    _tell(readdress(name, to, reason, settings().actor), as_json)


@app.command(epilog='Example: changeover outbox resolve 7 --sent --reason "It is in their mailbox"')
def resolve(
    name: Name,
    reason: Reason,
    sent: Annotated[
        bool | None, typer.Option("--sent/--not-sent", help="What you found out.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say whether a doubtful message was sent; one that was not waits to be sent again."""
    from models.outbox import resolve as resolving
    from models.settings import settings

    if sent is None:
        raise InputError(
            "It was not said whether the message was sent.", "--sent or --not-sent.", "say which."
        )
    _tell(resolving(name, reason, settings().actor, sent=sent), as_json)


def _print(title: str, found: list[Posted], on: Any, note: str) -> None:
    rows = [
        (each.id, each.reference, _to(each), each.subject, each.says, _why(each, on))
        for each in found
    ]
    if rows:
        number = f"{len(rows)} message{'' if len(rows) == 1 else 's'}"
        columns = ("id", "transition", "to", "subject", "state", "why")
        print_table(f"{title}: {number}", columns, rows, note)
    else:
        print_text(f"{title}: no message. {note}")


def _tell(message: Posted, as_json: bool) -> None:
    if as_json:
        print_json(message.row())
    else:
        print_text(f"Message {message.id} ({message.subject}) is {message.says}.")


def _ways() -> tuple[str, Any]:
    """Which ways are on, in words, and what tells whether a message can go by one."""
    from tasks.sending.routing import channels, way_of

    try:
        on = channels()
    except InputError as error:
        return str(error), lambda message: True
    if not on:
        words = "No way out is on: messages wait. See docs/effects.md for how to turn one on."
    else:
        words = f"Ways out that are on: {', '.join(on)}."
    return words, lambda message: way_of(message, on) is not None


def _to(message: Posted) -> str:
    return f"{message.role} ({message.council})" if message.council else message.role


def _why(message: Posted, on: Any) -> str:
    """Why a message stands where it does, and what moves it."""
    match message.state:
        case "waiting" | "claimed" if not message.address and not message.is_for_targets:
            return f"no address yet: changeover outbox address {message.id}"
        case "waiting" | "claimed" if not on(message):
            return "no way that can carry it is on"
        case "failed":
            times = f"tried {message.tries} time{'' if message.tries == 1 else 's'}"
            then = f"mend it, then changeover outbox send {message.id}"
            return f"{message.error}; {times}; {'it is tried again' if message.again else then}"
        case "doubtful":
            return f"{message.error}; find out, then changeover outbox resolve {message.id}"
        case "handed-over":
            return "it is looked for at the next send"
    return ""


def _say_why_not(before: Posted, after: Posted) -> None:
    if before.state == after.state == "doubtful":
        say("A doubtful message is not sent again by itself: see changeover outbox resolve.")


def _at(instant: str) -> str:
    return f"{instant[:16].replace('T', ' ')} UTC"
