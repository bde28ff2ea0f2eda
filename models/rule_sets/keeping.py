"""Rule sets in the database, by the digest of their files."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlmodel import Session, select

from models.failing import as_written
from models.tables import KeptRuleSet, insert_or
from rules.errors import DatabaseDamaged
from rules.rule_set import RuleSet, shipped

#: Sets read so far; a digest names one content in every database.
_READ: dict[str, RuleSet] = {}


def keep(session: Session, rules: RuleSet) -> None:
    """The rule set is in the database."""
    if session.exec(select(KeptRuleSet.digest).where(KeptRuleSet.digest == rules.digest)).first():
        return
    connection = session.connection()
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    row = {"digest": rules.digest, "files": rules.files, "first_seen_at": now}
    adding = insert_or(KeptRuleSet, connection.dialect.name).values(row)
    connection.execute(adding.on_conflict_do_nothing())


def rule_set_of(session: Session, digest: str) -> RuleSet:
    """The rule set of that digest; the one that ships for a transition that names none.

    Nothing is read or parsed where it is the one that ships. Raises: DatabaseDamaged.
    """
    if not digest or digest == shipped().digest:
        return shipped()
    if digest not in _READ:
        _READ[digest] = _whole(digest, session.get(KeptRuleSet, digest))
    return _READ[digest]


def refuse_changed(session: Session) -> None:
    """Every rule set that is kept has the files of its digest. Raises: DatabaseDamaged."""
    with as_written("the rule sets"):
        for held in session.exec(select(KeptRuleSet)):
            _whole(held.digest, held)


def _whole(digest: str, held: KeptRuleSet | None) -> RuleSet:
    found = RuleSet(held.files) if held else None
    if found is None or found.digest != digest:
        raise DatabaseDamaged(
            f"The rule set {digest[:12]} {'was changed' if found else 'is missing'}.",
            "the files that the log names by their digest.",
            "restore the last backup with `changeover restore`; see docs/recovery.md.",
        )
    return found
