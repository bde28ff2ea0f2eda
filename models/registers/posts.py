"""The staff list by post: under a pseudonym, never with a name."""

from __future__ import annotations

from models.registers.columns import Column, Holds, Register

_KNOWN = {"yes": ("y", "true"), "no": ("n", "false"), "not known": ("unknown", "tbc", "?")}

POSTS = Register(
    name="posts",
    title="Provisional staff list by post",
    document="D24",
    key=("pseudonym",),
    personal=True,
    essential=("transferee",),
    columns=(
        Column(
            name="pseudonym",
            heading="Pseudonym",
            also=("Post", "Post ID", "Post number", "Post ref", "Post reference"),
            required=True,
            width=12,
        ),
        Column(
            name="role",
            heading="Role",
            also=("Job title", "Post title", "Job role"),
            required=True,
            width=30,
        ),
        Column(
            name="assigned",
            heading="Assigned to the service (%)",
            also=("Assigned", "% assigned", "Percentage assigned", "Percent assigned"),
            holds=Holds.PERCENT,
            required=True,
        ),
        Column(
            name="transferee",
            heading="New employer",
            also=("Transferee", "Receiving employer", "Transfers to"),
        ),
        Column(name="location", heading="Location", also=("Place of work", "Site", "Base")),
        Column(
            name="started_on",
            heading="Start of continuous service",
            also=("Start date", "Continuous service date", "Started on", "Service start"),
            holds=Holds.DAY,
        ),
        Column(name="grade", heading="Grade", also=("Pay grade", "Band", "Grade and pay")),
        Column(
            name="pay",
            heading="Annual pay",
            also=("Pay", "Salary", "Annual salary", "Full-time salary"),
            holds=Holds.MONEY,
        ),
        Column(
            name="hours", heading="Weekly hours", also=("Hours", "Hours a week", "Contract hours")
        ),
        Column(name="pension", heading="Pension scheme", also=("Pension", "Scheme")),
        Column(
            name="right_to_work",
            heading="Right to work checked",
            also=("Right to work", "Immigration", "Immigration check"),
            holds=Holds.CHOICE,
            choices=_KNOWN,
        ),
        Column(
            name="long_absence",
            heading="On long-term absence",
            also=("Long-term absence", "Sickness", "Long-term sickness"),
            holds=Holds.CHOICE,
            choices=_KNOWN,
        ),
        Column(
            name="notice",
            heading="Notice period",
            also=("Notice", "Contractual notice"),
            holds=Holds.PERIOD,
        ),
        Column(
            name="union",
            heading="Union recognised for the post",
            also=("Recognised union", "Bargaining group", "Bargaining unit"),
        ),
    ),
)
