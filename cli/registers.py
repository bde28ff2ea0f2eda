"""`register`: import, look at and export the registers that the supplier hands over."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import doors
from cli.doors import AsJson, Reference, Today, print_json, print_table, print_text
from rules.arithmetic import plural
from rules.errors import InputError

if TYPE_CHECKING:
    from models.registers import Imported, RegisterFile
    from models.registers.looking import Looked

#: So many added, changed or removed rows are named; of more, how many there are.
_NAMED = 20


def register(
    reference: Reference,
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help="assets, licences, contracts, posts or risks."),
    ],
    source: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="Import this .csv or .xlsx.")
    ] = None,
    sheet: Annotated[
        str | None, typer.Option("--sheet", help="The sheet of the workbook that holds it.")
    ] = None,
    export: Annotated[
        Path | None, typer.Option("--export", metavar="FILE", help="Write it as .csv or .xlsx.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what an import would do, and write nothing.")
    ] = False,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Import a register whole, look at what it comes to, or export it.

    Example: changeover register worked-2027 assets --from examples/worked-2027-assets.csv
    """
    from models.registers import register_named

    register_named(name)
    if source and export:
        raise InputError("Both --from and --export.", "one of them.", "run it twice.")
    if dry_run and not source:
        raise InputError("--dry-run without --from.", "a file to import.", "name it with --from.")
    if source:
        _import(reference, name, source, sheet, dry_run=dry_run, as_json=as_json)
    elif export:
        _export(reference, name, export, today or doors.today(), as_json=as_json)
    else:
        _show(reference, name, today or doors.today(), as_json=as_json)


def _import(
    reference: str, name: str, path: Path, sheet: str | None, *, dry_run: bool, as_json: bool
) -> None:
    from models.registers import import_register, read_register, register_named
    from models.reports import require
    from models.settings import settings

    require(reference)
    file = read_register(path, register_named(name), sheet)
    done = import_register(reference, file, settings().actor, dry_run=dry_run)
    if as_json:
        changed = [{"row": each.key, "columns": each.columns} for each in done.changed]
        print_json(
            {
                **vars(done),
                "changed": changed,
                "dry_run": dry_run,
                "unknown_columns": file.unknown,
                "taken_columns": file.taken,
                "notes": file.notes,
            }
        )
    else:
        _tell(file, done, dry_run=dry_run)


def _tell(file: RegisterFile, done: Imported, *, dry_run: bool) -> None:
    counts = (
        f"{len(done.added)} added, {len(done.changed)} changed, {len(done.removed)} removed, "
        f"{done.same} as before"
    )
    if dry_run:
        print_text(f"Would import {done.rows} rows of {done.register}: {counts}. Nothing written.")
    elif done.entry is None:
        print_text(f"Unchanged: the register of {done.register} holds these rows already.")
    else:
        print_text(
            f"Imported {done.rows} rows of {done.register}: {counts}. Log entry {done.entry}."
        )
    for title, names in (
        ("Added", done.added),
        ("Changed", [f"{each.key} ({', '.join(each.columns)})" for each in done.changed]),
        ("Removed", done.removed),
    ):
        if names and done.same + len(done.changed) + len(done.removed):
            more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
            print_text(f"{title}: {'; '.join(names[:_NAMED])}{more}.")
    if file.unknown:
        print_text(f"Columns not known here and not taken: {', '.join(file.unknown)}.")
    for note in file.notes:
        print_text(note)


def _export(reference: str, name: str, path: Path, today: date, *, as_json: bool) -> None:
    from models.registers import register_named
    from models.registers.looking import look_at
    from models.whole_file import write_whole
    from tasks.exports.registers import register_file

    found = look_at(reference, name, today)
    content = register_file(
        register_named(name),
        found.rows,
        path.suffix.lower()[1:],
        reference=reference,
        made_on=today,
    )
    write_whole(path, content)
    if as_json:
        print_json({"path": str(path), "rows": len(found.rows)})
    else:
        print_text(f"Wrote {path}: {plural(len(found.rows), 'row')} of {name}.")


def _show(reference: str, name: str, today: date, *, as_json: bool) -> None:
    from models.registers import register_named
    from models.registers.looking import look_at

    found = look_at(reference, name, today)
    if as_json:
        print_json(_plain(found))
        return
    title = register_named(name).title
    if found.file is None:
        print_text(
            f"{title}: none imported yet. Use `changeover register {reference} {name} --from FILE`."
        )
        return
    print_table(
        f"{title}, from {found.file} (log entry {found.entry})",
        ("what", "figure"),
        [(each.says, f"{each.value:,}") for each in found.figures],
    )
    if found.days:
        print_table(
            "Last days that follow, earliest first",
            ("day", "row", "what", "standing", "how it was counted"),
            [(d.day, d.row, d.what, d.standing, d.arithmetic) for d in found.days],
        )


def _plain(found: Looked) -> dict[str, Any]:
    return {
        "register": found.register,
        "file": found.file,
        "entry": found.entry,
        "digest": found.digest,
        "figures": {each.name: _number(each.value) for each in found.figures},
        "days": [vars(each) for each in found.days],
        "rows": found.rows,
    }


def _number(value: Any) -> int | str:
    """Pounds as text, so that no program takes them for a binary fraction."""
    return value if isinstance(value, int) else str(value)


COMMANDS = [register]
