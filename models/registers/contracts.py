"""The register of third-party contracts: what the supplier buys from others to give the service."""

from __future__ import annotations

from models.registers.columns import Column, Holds, Register

CONTRACTS = Register(
    name="contracts",
    title="Third-party contracts",
    document="D22",
    key=("contract", "counterparty"),
    essential=("ends_on", "assignability", "decision"),
    columns=(
        Column(
            name="contract",
            heading="Contract",
            also=("Contract title", "Title", "Title of agreement", "Contract name", "Sub-contract"),
            required=True,
            width=36,
        ),
        Column(
            name="counterparty",
            heading="Counterparty",
            also=("Supplier", "Supplier name", "Vendor", "Sub-contractor", "Third party"),
            required=True,
            width=28,
        ),
        Column(
            name="value",
            heading="Value",
            also=("Annual value", "Contract value", "Annual cost"),
            holds=Holds.MONEY,
        ),
        Column(
            name="ends_on",
            heading="End date",
            also=("End", "Contract end date", "Ends on", "Expiry", "Expiry date"),
            holds=Holds.DAY,
        ),
        Column(
            name="notice_on",
            heading="Notice date",
            also=("Notice by", "Notice on", "Last notice date"),
            holds=Holds.DAY,
        ),
        Column(
            name="notice_period",
            heading="Notice period",
            also=("Notice", "Notice required"),
            holds=Holds.PERIOD,
        ),
        Column(
            name="auto_renews",
            heading="Auto-renew",
            also=("Auto renewal", "Automatic renewal", "Renews automatically", "Auto-renews"),
            holds=Holds.CHOICE,
            choices={
                "yes": ("y", "true"),
                "no": ("n", "false"),
                "not known": ("unknown", "tbc", "?"),
            },
        ),
        Column(
            name="assignability",
            heading="Assignability clause",
            also=("Assignability", "Assignment clause", "Novation clause"),
            width=30,
        ),
        Column(
            name="consent_holder",
            heading="Consent holder",
            also=("Consent from", "Consent of", "Whose consent"),
        ),
        Column(
            name="decision",
            heading="Decision",
            also=("Triage", "Triage decision", "Disposition"),
            holds=Holds.CHOICE,
            choices={
                "novate": ("novation", "transfer"),
                "assign": ("assignment",),
                "replace": ("re-procure", "reprocure", "replacement"),
                "lapse": ("let lapse", "end", "terminate", "none"),
                "undecided": ("tbc", "to be confirmed", "not decided"),
            },
        ),
        Column(
            name="route",
            heading="Procurement route",
            also=("Route", "Route to market", "Procurement"),
            width=26,
        ),
        Column(name="price_change", heading="Price change", also=("Change of price",)),
        Column(name="status", heading="Status", also=("Progress", "State")),
        Column(
            name="deed_on",
            heading="Deed date",
            also=("Deed", "Deed dated", "Date of deed", "Novation date"),
            holds=Holds.DAY,
        ),
    ),
)
