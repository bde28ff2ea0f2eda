"""What commands about one paper share: which paper, whose, and on which day."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from cli.doors import parse_day

KindName = Annotated[str, typer.Argument(metavar="KIND", help="Such as final-report.")]
DecisionOption = Annotated[
    str | None, typer.Option("--decision", help="in-principle or final, for a notice.")
]
ExemptOption = Annotated[bool, typer.Option("--exempt", help="The exempt paper.")]
RoleOption = Annotated[
    str, typer.Option("--role", help="law, finance, procurement, hr, democratic-services ...")
]
On = Annotated[
    date | None, typer.Option("--on", parser=parse_day, metavar="DATE", help="Unless today.")
]
