"""What commands about papers share: which paper, in which formats, where, and on which day."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from cli.doors import parse_day

KindName = Annotated[str, typer.Argument(metavar="KIND", help="Such as final-report.")]
DecisionOption = Annotated[
    str | None, typer.Option("--decision", help="in-principle or final, for a notice.")
]
FormatsOption = Annotated[
    str, typer.Option("--format", help="html, docx, pdf, or several: html,docx.")
]
OutOption = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="Instead of the papers folder.")
]
ExemptOption = Annotated[bool, typer.Option("--exempt", help="The exempt paper.")]
RoleOption = Annotated[
    str, typer.Option("--role", help="law, finance, procurement, hr, democratic-services ...")
]
On = Annotated[
    date | None, typer.Option("--on", parser=parse_day, metavar="DATE", help="Unless today.")
]
