"""The risk register, for the reports to the board."""

from __future__ import annotations

from models.registers.columns import Column, Holds, Register

_SCORES = {str(number): () for number in range(1, 6)}

RISKS = Register(
    name="risks",
    title="Risk register",
    document="D40",
    key=("risk_id",),
    columns=(
        Column(
            name="risk_id",
            heading="Risk ID",
            also=("ID", "Risk number", "Risk ref", "Risk reference"),
            required=True,
            width=12,
        ),
        Column(
            name="description",
            heading="Risk",
            also=("Description", "Risk description", "What may happen"),
            required=True,
            width=50,
        ),
        Column(name="cause", heading="Cause", also=("Causes",), width=30),
        Column(name="effect", heading="Effect", also=("Impact description", "Consequence")),
        Column(
            name="likelihood",
            heading="Likelihood",
            also=("Probability", "Likelihood 1 to 5"),
            holds=Holds.CHOICE,
            choices=_SCORES,
        ),
        Column(
            name="impact",
            heading="Impact",
            also=("Severity", "Impact 1 to 5"),
            holds=Holds.CHOICE,
            choices=_SCORES,
        ),
        Column(
            name="mitigation",
            heading="Mitigation",
            also=("Response", "Action", "Controls"),
            width=50,
        ),
        Column(name="owner", heading="Owner", also=("Risk owner", "Owner (post)")),
        Column(
            name="status",
            heading="Status",
            holds=Holds.CHOICE,
            choices={"open": ("live", "active"), "closed": ("resolved",)},
        ),
        Column(
            name="review_on",
            heading="Review date",
            also=("Review", "Next review", "Review on"),
            holds=Holds.DAY,
        ),
    ),
)
