"""The asset register: what is used to give the service, and what becomes of it."""

from __future__ import annotations

from models.registers.columns import YES_NO, Column, Holds, Register

ASSETS = Register(
    name="assets",
    title="Asset register",
    document="D18",
    key=("asset_id",),
    essential=("exclusive", "net_book_value", "decision", "consent_needed"),
    columns=(
        Column(
            name="asset_id",
            heading="Asset ID",
            also=("ID", "Asset number", "Asset code", "Asset ref", "Asset reference", "Asset tag"),
            required=True,
            width=14,
        ),
        Column(
            name="description",
            heading="Description",
            also=("Asset", "Asset description", "Asset name", "Property name", "Item"),
            required=True,
            width=40,
        ),
        Column(name="location", heading="Location", also=("Site", "Address", "Where held")),
        Column(
            name="serial",
            heading="Serial number",
            also=("Serial", "Serial no", "UPRN", "Service tag"),
        ),
        Column(name="owner", heading="Owner", also=("Legal owner", "Ownership", "Owned by")),
        Column(
            name="exclusive",
            heading="Exclusive or non-exclusive",
            also=("Exclusive", "Exclusivity", "Exclusive / non-exclusive", "Use"),
            holds=Holds.CHOICE,
            choices={
                "exclusive": ("exclusive asset", "dedicated", "y", "yes", "e"),
                "non-exclusive": ("non exclusive", "nonexclusive", "shared", "n", "no", "ne"),
            },
        ),
        Column(
            name="purchased_on",
            heading="Purchase date",
            also=("Purchased", "Purchased on", "Date of purchase", "Acquisition date"),
            holds=Holds.DAY,
        ),
        Column(
            name="cost",
            heading="Purchase cost",
            also=("Cost", "Historic cost", "Purchase price", "Acquisition cost"),
            holds=Holds.MONEY,
        ),
        Column(
            name="depreciation",
            heading="Depreciation policy",
            also=("Depreciation", "Depreciation method", "Useful economic life"),
            width=26,
        ),
        Column(
            name="net_book_value",
            heading="Net book value at transfer",
            also=("Net book value", "NBV", "NBV at transfer", "Book value"),
            holds=Holds.MONEY,
        ),
        Column(
            name="encumbrance",
            heading="Encumbrance or lease",
            also=("Encumbrance", "Lease", "Encumbrance / lease", "Leased", "Charge"),
            width=26,
        ),
        Column(name="condition", heading="Condition", also=("State", "Asset condition")),
        Column(
            name="decision",
            heading="Transfer decision",
            also=("Decision", "Disposition", "End-of-contract disposition", "Transfer"),
            holds=Holds.CHOICE,
            choices={
                "buy": ("purchase", "acquire", "transfer"),
                "use": ("continue use", "continued use", "continue to use"),
                "leave": ("not required", "retain", "retained by supplier", "none"),
                "undecided": ("tbc", "to be confirmed", "not decided"),
            },
        ),
        Column(
            name="consent_needed",
            heading="Consent needed",
            also=("Consent", "Third-party consent", "Consent required"),
            holds=Holds.CHOICE,
            choices=YES_NO,
        ),
        Column(name="vat", heading="VAT", also=("VAT treatment", "VAT rate", "VAT status")),
    ),
)
