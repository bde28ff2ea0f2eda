"""`house`: a council's own layout, its Word file and its templates."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.doors import AsJson, CouncilOption, print_json, print_text

app = typer.Typer(
    help=(
        "A council's own layout: start one, change its template, see what its Word file lacks.\n\n"
        "Example: changeover house new northmere --from southwark"
    ),
    no_args_is_help=True,
)
Code = Annotated[str, typer.Argument(metavar="CODE", help="Code of the council, as northmere.")]


@app.command()
def check(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A council's own .docx, or its layout (.toml).")
    ],
    council: CouncilOption = None,
    as_json: AsJson = False,
) -> None:
    """Tell what a council's own file lacks before papers can be written with it.

    Example: changeover house check brent.docx --council brent
    """
    from tasks.papers import house_for
    from tasks.papers.house_checking import check_house

    found = check_house(file, house_for((council or "").lower()))
    if as_json:
        print_json({"file": str(file), **vars(found)})
    else:
        if found.lacks:
            print_text(f"{file.name} lacks, for the layout {found.layout}:")
        else:
            print_text(f"{file.name} has all that the layout {found.layout} needs.")
        for each in found.lacks:
            print_text(f"- {each}")
        if found.advice:
            print_text("What could be better:")
        for each in found.advice:
            print_text(f"- {each}")
    if found.lacks:
        raise typer.Exit(1)


@app.command()
def new(
    code: Code,
    start_from: Annotated[
        str, typer.Option("--from", metavar="CODE", help="The layout to start from.")
    ] = "plain",
    name: Annotated[
        str | None, typer.Option("--name", help="The council's name, as its papers print it.")
    ] = None,
    accent: Annotated[
        str, typer.Option("--accent", metavar="COLOUR", help="Such as #1f4e5f.")
    ] = "",
    word: Annotated[
        Path | None, typer.Option("--word", metavar="FILE", help="The council's own .docx.")
    ] = None,
    logo: Annotated[
        Path | None,
        typer.Option("--logo", metavar="FILE", help="PNG or JPEG, for a file made here."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Start a council's own layout, with its Word file, from one that is there.

    Example: changeover house new northmere --from southwark --name "Northmere Council"
    """
    from tasks.papers.house_making import new_house

    made = new_house(
        code,
        start_from=start_from,
        name=name or code.title(),
        accent=accent,
        word=word,
        logo=logo,
    )
    _told(made, as_json)


@app.command()
def word(code: Code, as_json: AsJson = False) -> None:
    """Make the Word file of a layout again after its colour, font or logo was changed.

    Example: changeover house word northmere
    """
    from tasks.papers.house_making import remade_word

    _told([remade_word(code)], as_json)


@app.command()
def template(
    code: Code,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="Such as final-report.")],
    as_json: AsJson = False,
) -> None:
    """Put the template of a paper beside a council's layout, for the council to change.

    Example: changeover house template northmere final-report
    """
    from tasks.papers.house_making import template_for_house

    _told(template_for_house(code, kind), as_json)


def _told(made: list[Path], as_json: bool) -> None:
    if as_json:
        print_json({"made": [str(path) for path in made]})
        return
    for path in made:
        print_text(f"Wrote {path}")
    if not made:
        print_text("Everything is there already.")
