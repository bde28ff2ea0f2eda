"""The licence register: software and the right to use it under the new service."""

from __future__ import annotations

from models.registers.columns import Column, Holds, Register

LICENCES = Register(
    name="licences",
    title="Licence register",
    document="D20",
    key=("product", "edition", "agreement"),
    essential=("entitlement", "transferable", "expires_on"),
    columns=(
        Column(
            name="product",
            heading="Product",
            also=("Software", "Product name", "Licence", "Title"),
            required=True,
            width=30,
        ),
        Column(name="edition", heading="Edition", also=("Version", "Edition or version")),
        Column(name="metric", heading="Metric", also=("Licence metric", "Unit", "Licensed by")),
        Column(
            name="entitlement",
            heading="Entitlement",
            also=("Quantity", "Entitled", "Licences held", "Entitlements"),
            holds=Holds.NUMBER,
        ),
        Column(
            name="deployed",
            heading="Deployed",
            also=("In use", "Installed", "Quantity deployed"),
            holds=Holds.NUMBER,
        ),
        Column(name="owner", heading="Owner", also=("Licensee", "Held by", "Licence owner")),
        Column(
            name="agreement",
            heading="Contract or agreement number",
            also=("Agreement", "Agreement number", "Contract number", "Entitlement ID"),
        ),
        Column(
            name="transferable",
            heading="Transferable",
            also=("Transferability", "May be transferred", "Assignable"),
            holds=Holds.CHOICE,
            choices={
                "yes": ("y", "true", "freely"),
                "with consent": ("consent", "subject to consent", "yes with consent"),
                "no": ("n", "false", "not transferable"),
                "not known": ("unknown", "tbc", "to be confirmed", "?"),
            },
        ),
        Column(
            name="vendor_process",
            heading="Vendor process",
            also=("Process", "Transfer process", "Vendor transfer process"),
            width=36,
        ),
        Column(
            name="lead_time",
            heading="Lead time",
            also=("Vendor lead time", "Notice to vendor"),
            holds=Holds.PERIOD,
        ),
        Column(
            name="cost",
            heading="Cost",
            also=("Transfer cost", "Annual cost", "Price", "Fee"),
            holds=Holds.MONEY,
        ),
        Column(
            name="replacement",
            heading="Replacement plan",
            also=("Replacement", "Plan if not transferable"),
            width=36,
        ),
        Column(
            name="expires_on",
            heading="Expiry",
            also=("Expiry date", "Expires", "Expires on", "End date", "Renewal date"),
            holds=Holds.DAY,
        ),
    ),
)
