"""`clearance` and `paper-status`: comments and clearance of papers, and where each stands."""

from __future__ import annotations

from typing import Annotated

import typer

from cli import doors
from cli.doors import AsJson, CouncilOption, Reference, Today, print_json, print_text
from cli.paper_life import paper_status, publish, show
from cli.paper_options import DecisionOption, ExemptOption, KindName, On, RoleOption

app = typer.Typer(
    help="Comments and clearance: asked, given or refused. Example: changeover clearance show REF "
    "final-report",
    no_args_is_help=True,
)


@app.command()
def ask(
    reference: Reference,
    kind: KindName,
    role: RoleOption,
    person: Annotated[str, typer.Option("--person", help="Name of the officer who is asked.")],
    council: CouncilOption = None,
    decision: DecisionOption = None,
    exempt: ExemptOption = False,
    on: On = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Ask an officer to comment on the last version of a paper, and to clear it.

    Example: changeover clearance ask southwark-2017 final-report --role law --person "Ann Reed"
    """
    from models.settings import settings
    from tasks.clearing import ask_to_clear
    from tasks.writing import paper_named

    day = today or doors.today()
    paper = paper_named(reference, kind, council, decision, day, exempt=exempt)
    asked = ask_to_clear(reference, paper, role, person, on or day, day, settings().actor)
    if as_json:
        print_json({"role": role, "person": person, **vars(asked)})
    else:
        due = f", by {asked.due_on:%A %-d %B %Y}" if asked.due_on else ""
        print_text(
            f"Asked {person} ({asked.office}) about version {asked.number} of {paper.words}{due}. "
            "Silence will not be clearance."
        )


@app.command()
def comment(
    reference: Reference,
    kind: KindName,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What was said.")],
    role: RoleOption,
    council: CouncilOption = None,
    decision: DecisionOption = None,
    exempt: ExemptOption = False,
    by: Annotated[str, typer.Option("--by", help="Who said it; else whoever acts.")] = "",
    on: On = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Record a comment on the last version; its author then answers it.

    Example: changeover clearance comment southwark-2017 final-report "Cite the power" --role law
    """
    from models.papers.comments import comment as record
    from models.settings import settings
    from tasks.papers.clearers import clearer
    from tasks.writing import paper_named

    day, actor = today or doors.today(), settings().actor
    paper = paper_named(reference, kind, council, decision, day, exempt=exempt)
    clearer(paper, role)
    number = record(
        reference, paper, role, text, on=on or day, person=by or actor.name, today=day, actor=actor
    )
    print_json({"comment": number}) if as_json else print_text(f"Comment {number} is recorded.")


@app.command()
def answer(
    reference: Reference,
    number: Annotated[int, typer.Argument(metavar="COMMENT", help="Number of the comment.")],
    included: Annotated[
        bool, typer.Option("--included/--not-included", help="Whether the paper takes it up.")
    ],
    reason: Annotated[str, typer.Option("--reason", help="Why not, or where.")] = "",
    on: On = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Answer a comment as the paper's author: included, or not and why.

    Example: changeover clearance answer southwark-2017 118 --included --reason "Paragraph 42"
    """
    from models.papers.comments import answer_comment
    from models.settings import settings

    day = today or doors.today()
    outcome = "included" if included else "not included"
    answer_comment(
        reference, number, outcome, reason, on=on or day, today=day, actor=settings().actor
    )
    if as_json:
        print_json({"comment": number, "outcome": outcome})
    else:
        print_text(f"Comment {number}: {outcome}.")


@app.command()
def clear(
    reference: Reference,
    kind: KindName,
    role: RoleOption,
    digest: Annotated[str, typer.Option("--digest", help="Of the version that was read.")],
    council: CouncilOption = None,
    decision: DecisionOption = None,
    exempt: ExemptOption = False,
    note: Annotated[str, typer.Option("--note", help="Anything to keep beside it.")] = "",
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Clear the version of that digest for a role; the last to clear locks it.

    Example: changeover clearance clear southwark-2017 final-report --role law --digest 3f9a0c12
    """
    from models.settings import settings
    from tasks.clearing import clear_paper
    from tasks.writing import paper_named

    day = today or doors.today()
    paper = paper_named(reference, kind, council, decision, day, exempt=exempt)
    found = clear_paper(reference, paper, role, digest, day, settings().actor, note)
    if as_json:
        print_json(vars(found))
    elif found.locked:
        print_text(f"Version {found.number} of {paper.words} is cleared by all, and locked.")
    else:
        print_text(
            f"Version {found.number} is cleared by {role}. It waits for {', '.join(found.waiting)}."
        )


@app.command()
def refuse(
    reference: Reference,
    kind: KindName,
    role: RoleOption,
    reason: Annotated[str, typer.Option("--reason", help="Why it is not cleared.")],
    council: CouncilOption = None,
    decision: DecisionOption = None,
    exempt: ExemptOption = False,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Refuse to clear the last version, with the reason.

    Example: changeover clearance refuse southwark-2017 final-report --role law --reason "No power"
    """
    from models.papers.clearance import refuse as refusing
    from models.settings import settings
    from tasks.writing import paper_named

    day = today or doors.today()
    paper = paper_named(reference, kind, council, decision, day, exempt=exempt)
    number = refusing(reference, paper, role, reason, today=day, actor=settings().actor)
    if as_json:
        print_json({"version": number, "role": role, "state": "refused"})
    else:
        print_text(f"Version {number} of {paper.words} is refused by {role}.")


app.command()(show)
app.command()(publish)
COMMANDS = [("paper-status", paper_status)]
