"""A plan as pictures and files for other programs: pure functions of a timetable."""

from tasks.exports.formats import FORMATS, Stamp, exported

__all__ = ["FORMATS", "Stamp", "exported"]
