"""Registers imported: what each is now held to. Its rows are too many for the log."""

from __future__ import annotations

from collections.abc import Iterator

from models.projection.changes import Acts, Change, Data, Kept, Put
from models.tables import HeldRegister


def _imported(entry: Kept, data: Data) -> Iterator[Change]:
    given = {name: data[name] for name in ("file", "file_digest", "rows", "digest")}
    yield Put(
        table=HeldRegister,
        key={"name": data["register"]},
        values={**given, "sequence": entry.sequence},
    )


ACTS: Acts = {"register-imported": _imported}
