"""The timeline of a plan as one SVG: councils as lanes, time from left to right.

Every sign has a form of its own (square, triangle, ring, diamond, cross, hatching), so that the
picture reads the same without colour. It needs no script, no font and nothing from elsewhere.
"""

from __future__ import annotations

from rules.arithmetic import plural, spoken
from rules.timetable import Timetable
from tasks.drawing.lettering import legible
from tasks.exports.lanes import lanes, party_name, short_by
from tasks.exports.layout import laid_out
from tasks.exports.picture import Picture
from tasks.papers.rendering import environment
from tasks.papers.vocabulary import TEMPLATES

TEMPLATE = "pages/timeline.svg.j2"


def timeline(timetable: Timetable) -> str:
    """The timeline as an SVG document."""
    template = environment(TEMPLATES).get_template(TEMPLATE)
    return template.render({"picture": picture(timetable)})


def picture(timetable: Timetable) -> Picture:
    """The timeline as its template is given it."""
    where = timetable.situation
    title = legible(f"Timeline of {where.reference}, planned on {spoken(where.today)}")
    return laid_out(where, lanes(timetable), title, description(timetable))


def description(timetable: Timetable) -> str:
    """The main things that the timeline shows, in two or three sentences."""
    where = timetable.situation
    drawn = [planned for lane in lanes(timetable) for planned in lane.steps]
    late = [planned for planned in drawn if short_by(planned)]
    opening = (
        f"The last day of the contract is {spoken(where.expiry_on)}; the first day of the new "
        f"service is {spoken(where.commencement_on)}."
    )
    if not late:
        shown = plural(len(drawn), "open step")
        return f"{opening} No conflict: each of the {shown} shown can be taken by its last day."
    worst = max(late, key=short_by)
    who = party_name(where, worst.id.council)
    name = f"{worst.id.key} {worst.step.name}" + (f" ({who})" if who else "")
    return legible(
        f"{opening} {len(late)} of the {plural(len(drawn), 'open step')} shown cannot be taken by "
        f"the last day. The furthest out is {name}: {plural(short_by(worst), 'working day')} short."
    )
