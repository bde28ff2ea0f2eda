"""Effects made once: claimed in the log under a key before they are made, settled after.

A crash between the two leaves a claim that the next run settles by looking whether the thing was
made, and making it if it was not. `docs/effects.md` says how each channel is looked at.
"""

from models.effects.files import FileToMake, make_file, settle_files
from models.effects.kept import effect_keys, files_made, unsettled
from models.effects.notes import note_once
from models.effects.places import is_made, kept_path, path_of, path_of_kept

__all__ = [
    "FileToMake",
    "effect_keys",
    "files_made",
    "is_made",
    "kept_path",
    "make_file",
    "note_once",
    "path_of",
    "path_of_kept",
    "settle_files",
    "unsettled",
]
