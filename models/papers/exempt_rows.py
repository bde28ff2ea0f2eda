"""Rows of a register that are exempt information: held back whole from whatever is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from models.paper_facts import Withheld
from models.registers.columns import Holds, Register
from models.registers.held import Held, held_register
from models.registers.kinds import REGISTERS, register_named
from models.tables import Exemption, Transition
from rules.errors import InputError, StateError, UnknownName

#: Registers whose rows papers list; of the others they tell counts alone.
LISTED = ("assets", "licences", "contracts")
#: A text of a row is looked for in open files from so many characters on.
_TELLING = 8

Row = Mapping[str, str]


def row_name(register: Register, row: Row) -> str:
    """What an exemption calls a row: `assets/A-001`."""
    return f"{register.name}/{' / '.join(row[name] for name in register.key if row.get(name))}"


def row_words(name: str) -> str:
    """A row as a sentence names it: `asset register, A-001`; another name as it is."""
    register, _, key = name.partition("/")
    return f"{register_named(register).title}, {key}" if register in REGISTERS and key else name


def row_named(session: Session, transition: Transition, register: str, key: str) -> str:
    """The name of the one row that a key tells from the others, whole or by its beginning.

    Raises: InputError for a register whose rows no paper lists; StateError when it was never
    imported; UnknownName.
    """
    if register not in LISTED:
        raise InputError(
            f"No paper lists the rows of a register of {register}.",
            f"one of {', '.join(LISTED)}.",
            "name one of these; of the other registers papers tell counts alone.",
        )
    held = held_register(session, transition, register)
    if held is None:
        raise StateError(
            f"{transition.reference} holds no register of {register}.",
            "a register that was imported.",
            f"import it with `changeover register {transition.reference} {register} --from FILE`.",
        )
    names = [row_name(register_named(register), row) for row in held.rows]
    wanted = f"{register}/{key.strip()}".casefold()
    found = [name for name in names if name.casefold() == wanted] or [
        name for name in names if name.casefold().startswith(f"{wanted} / ")
    ]
    if len(found) != 1:
        several = [name.partition("/")[2] for name in found]
        raise UnknownName(
            f"{len(found) or 'No'} rows of the register of {register} are {key!r}"
            f"{': ' if several else ''}{', '.join(several)}.",
            "what tells one row from the others, such as "
            f"{names[0].partition('/')[2]!r}." if names else "a register with rows.",
            f"see `changeover register {transition.reference} {register}`.",
        )  # fmt: skip
    return found[0]


def rows_withheld(
    session: Session, transition: Transition, held: Held
) -> dict[int, tuple[str, Withheld]]:
    """The rows of a register that are exempt, by their place from 0, each with its name and why."""
    query = select(Exemption).where(
        Exemption.transition_id == transition.id,
        col(Exemption.name).startswith(f"{held.register}/", autoescape=True),
    )
    marked = {row.name.casefold(): row for row in session.exec(query)}
    if not marked:
        return {}
    register = register_named(held.register)
    names = {place: row_name(register, row) for place, row in enumerate(held.rows)}
    return {
        place: (
            found.name,
            Withheld(paragraph=found.paragraph, public_interest=found.public_interest),
        )
        for place, name in names.items()
        if (found := marked.get(name.casefold()))
    }


def row_secrets(session: Session, transition: Transition) -> dict[str, tuple[str, ...]]:
    """By exempt row, those of its texts that no open row of the register has.

    The rows themselves are held back before a paper is made; this is what a search can prove.
    """
    found: dict[str, tuple[str, ...]] = {}
    for name in LISTED:
        held = held_register(session, transition, name)
        withheld = rows_withheld(session, transition, held) if held else {}
        if held and withheld:
            open_rows = [row for place, row in enumerate(held.rows) if place not in withheld]
            for place, (row, _) in withheld.items():
                found[row] = _only_here(register_named(name), held.rows[place], open_rows)
    return found


def _only_here(register: Register, row: Row, others: Sequence[Row]) -> tuple[str, ...]:
    said = {text.casefold() for other in others for text in other.values()}
    texts = [column.name for column in register.columns if column.holds is Holds.TEXT]
    sole = register.key if len(register.key) == 1 else ()
    return tuple(
        row[name]
        for name in texts
        if row.get(name)
        and row[name].casefold() not in said
        and (name in sole or len(row[name]) >= _TELLING)
    )
