"""Schedules from registers, the notice of election, and the documents about staff and data."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from models.paper_facts import PaperFacts, RegisterFacts
from rules.errors import InputError
from tasks.papers import house_for, houses, render
from tasks.papers.formats import render_formats
from tests.papers.read_back import Page, Pdf, Word, squeezed

SCHEDULES = {
    "asset-schedule": "assets",
    "licence-schedule": "licences",
    "novation-schedule": "contracts",
}
OURS = (
    *(*SCHEDULES, "election-notice", "measures-letter", "union-letter", "staff-questions"),
    *("liability-information-request", "dpia", "data-agreement"),
)

#: Each field that section 14 of the catalogue of documents lists, and words that show it.
FIELDS: dict[str, tuple[tuple[str, str], ...]] = {
    "asset-schedule": (
        ("ID", "A-006"),
        ("description", "Firewall pair"),
        ("location", "Northmere data hall"),
        ("serial", "SN-5528-03 and 04"),
        ("owner", "Example Leasing Limited"),
        ("exclusive / non-exclusive", "Non-exclusive"),
        ("purchase date", "1 Apr 2025"),
        ("purchase cost", "£38,000.00"),
        ("depreciation policy", "Straight line over 5 years"),
        ("net book value at transfer", "£18,229.17"),
        ("encumbrance or lease", "Lease to 31 March 2028"),
        ("condition", "Fair"),
        ("transfer decision", "Transfer decision"),
        ("consent needed", "Consent needed"),
        ("VAT", "Standard rate"),
    ),
    "election-notice": (
        ("list A", "List A: assets that the council elects to have transferred"),
        ("list B", "List B: assets that the council elects to go on using"),
        ("list C", "List C: contracts that the council elects to have assigned or novated"),
        ("price", "it comes to £39,789.17"),
        ("date", "take effect at 23:59 on 31 March 2027"),
        ("date by CON-15", "The last day for this notice is Friday 4 December 2026"),
        ("reservation", "reserves the right to correct or withdraw this election"),
    ),
    "licence-schedule": (
        ("product", "Example Database Server"),
        ("edition", "Standard 2022"),
        ("metric", "Core"),
        ("entitlement", "Entitlement"),
        ("deployed", "(72 in use, 64 allowed)"),
        ("owner", "Northmere Borough Council"),
        ("agreement number", "DB-77120"),
        ("transferable", "With consent"),
        ("vendor process", "Vendor's transfer form, signed by both parties"),
        ("lead time", "60 days"),
        ("cost", "£4,800.00"),
        ("replacement plan", "Buy new cores in the host's agreement"),
        ("expiry", "30 Sep 2027"),
    ),
    "novation-schedule": (
        ("contract", "Wide-area network"),
        ("counterparty", "Example Telecoms plc"),
        ("value", "£184,000.00"),
        ("end date", "30 Jun 2028"),
        ("notice date", "30 Dec 2027"),
        ("auto-renew", "Auto-renew"),
        ("assignability clause", "Clause 22: assignable to a successor body with notice"),
        ("consent holder", "Consent holder"),
        ("decision", "Novate"),
        ("procurement route", "Call-off under the host's framework"),
        ("price change", "12% lower"),
        ("status", "Draft deed with the counterparty"),
        ("deed date", "15 Jan 2027"),
    ),
    "measures-letter": (
        ("fact of intended transfer", "intends that on Thursday 1 April 2027"),
        ("pay date", "Pay is made on the 20th"),
        ("location", "are to work from Northmere town hall"),
        ("hours", "Hours"),
        ("shift", "opens at 08:00"),
        ("systems", "recorded in the council's own system"),
        ("structure", "head of service operations"),
        ("redundancies", "Redundancies"),
        ("consultation dates", "16 February 2027"),
        ("requested reply", "Please reply by 29 January 2027"),
    ),
    "union-letter": (
        ("fact of transfer", "A relevant transfer is to take place"),
        ("date", "The proposed date of the transfer is Thursday 1 April 2027"),
        ("reasons", "the contract ends on 31 March 2027 and is not renewed"),
        ("legal implications", "Legal implications: employment contracts"),
        ("economic implications", "Economic implications: none on pay"),
        ("social implications", "Social implications: some teams"),
        ("measures of the writer", "the client team becomes the retained client function"),
        ("measures of the new employer", "no measures of a new employer to tell you of"),
        ("agency workers, number", "under the direction of the council: 3"),
        ("agency workers, where", "digital services"),
        ("agency workers, work", "web development and testing"),
        ("facilities", "a room at the town hall on two days a week"),
        ("meeting dates", "9 March 2027"),
        ("consultation end date", "planned to end on 12 March 2027"),
    ),
    "staff-questions": (
        ("who transfers", "the employees assigned to the organised grouping"),
        ("when", "On Thursday 1 April 2027"),
        ("to whom", "Eastholt District Council"),
        ("terms protected", "Your contract of employment passes"),
        ("pension", "Local Government Pension Scheme (LGPS)"),
        ("location", "Where you work now"),
        ("pay date", "April 2027 is paid in two halves"),
        ("leave", "Leave you have booked is honoured"),
        ("right to object", "that you object to becoming an employee"),
        ("effect of objecting", "Your contract ends by law on the day of the transfer"),
        ("support", "employee assistance line"),
        ("contact", "transfer@example.org"),
    ),
    "liability-information-request": (
        ("item (a)", "the identity and age of the employee"),
        ("item (b)", "section 1 of the Employment Rights Act 1996"),
        ("item (c)", "any disciplinary procedure"),
        ("item (d)", "any court or tribunal case"),
        ("item (e)", "any collective agreement"),
        ("as-at date", "stated as at 17 February 2027"),
        ("as-at date by TUPE-02", "before Wednesday 10 February 2027"),
        ("last day by TUPE-01", "the law allows is Thursday 4 March 2027"),
        ("safe last day by TUPE-01", "the last day is Wednesday 3 March 2027"),
        ("format", "one workbook, a row for each employee"),
        ("encryption route", "encrypted transfer site"),
        ("updates duty", "regulation 11(5)"),
        ("validation results", "Results of validation"),
        ("gaps", "Gaps found and answered"),
        ("£500 reservation", "normally not less than £500 for each employee"),
        ("its source", "Award of normally not less than £500 for each employee (law-firm note)"),
        ("its standing", "(standing: confirmed)"),
    ),
    "dpia": (
        ("processing description", "The host stores, backs up and supports"),
        ("purposes", "working computers, networks and applications"),
        ("lawful basis", "article 6(1)(e)"),
        ("necessity", "Access is by role"),
        ("data categories", "Contents of hosted systems"),
        ("volumes", "About 410,000 people"),
        ("roles", "Processor for the other two"),
        ("risks scored", "3 × 5 = 15, high"),
        ("mitigations", "Separate tenants"),
        ("residual risk", "2 × 5 = 10, medium"),
        ("consultation of staff", "the union were asked in January 2027"),
        ("consultation of the DPO", "findings graded high are closed"),
        ("consultation of the ICO", "No: no high risk remains"),
        ("decision", "Accepted, on the condition"),
        ("review date", "reviewed on 1 October 2027"),
    ),
    "data-agreement": (
        ("parties", "Northmere Borough Council, Eastholt District Council and Westbrook City"),
        ("roles", "Controller"),
        ("28(3) instructions", "only on documented instructions"),
        ("28(3)(b) confidentiality", "bound to keep it confidential"),
        ("28(3)(c) security", "the measures that article 32 requires"),
        ("28(3)(d) sub-processors", "prior written authorisation"),
        ("28(3)(e) data subjects", "helps the controller to answer requests"),
        ("28(3)(f) assistance", "articles 32 to 36"),
        ("28(3)(g) return", "at the controller's choice"),
        ("28(3)(h) audit", "allows and helps with audits and inspections"),
        ("subject-matter", "hosting and support of the ICT systems"),
        ("duration", "from 1 April 2027 for as long"),
        ("security", "Encryption at rest"),
        ("sub-processors", "Example Cloud Limited"),
        ("transfers", "No personal data leave the United Kingdom"),
        ("breach timing", "within 24 hours"),
        ("SAR handling", "within two working days to the information governance team"),
        ("audit", "once a year"),
        ("return/deletion", "certified within 30 days"),
        ("FOI", "twentieth working day after it was received"),
        ("retention schedule", "Security logs"),
    ),
}

#: What the header of every council document asks, whichever document it is.
HEADER = (
    *("wards", "cabinet_member", "cabinet_member_role", "report_author", "report_author_contact"),
    *("lead_officer", "classification", "key_decision", "forward_plan_reference"),
    *("call_in_applies", "background_papers", "appendices", "consultees", "report_version"),
    *("report_dated", "sign_off_log", "exempt_paragraph", "private_reason"),
)

Worked = Mapping[str, PaperFacts]


def text(html: str) -> str:
    """The words of a page, each space plain."""
    main = html[html.index("<main>") : html.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


def with_rows(facts: PaperFacts, name: str, rows: tuple[Mapping[str, str], ...]) -> PaperFacts:
    """The facts with these rows as the register of that name."""
    return replace(facts, registers={**facts.registers, name: RegisterFacts(name=name, rows=rows)})


@pytest.mark.parametrize(("kind", "field"), [(kind, f) for kind in OURS for f in FIELDS[kind]])
def test_every_field_that_the_catalogue_lists_stands_in_the_document(
    kind: str, field: tuple[str, str], worked: Worked
):
    """A table from field to words; the values are those of the worked example."""
    assert field[1] in text(render(kind, worked[kind], house_for("plain")).html), field[0]


@pytest.mark.parametrize("house", houses())
@pytest.mark.parametrize("kind", OURS)
def test_the_worked_example_comes_out_full_in_every_layout(kind: str, house: str, worked: Worked):
    """Nothing of ours is missing; the common header is asked of others."""
    made = render(kind, worked[kind], house_for(house))
    assert [name for name in made.gaps if name not in HEADER] == []


@pytest.mark.parametrize("kind", OURS)
def test_a_document_made_of_nothing_names_its_gaps_and_is_written_in_every_format(
    kind: str, worked: Worked
):
    """No register, no fact, no date: a draft all the same."""
    bare = replace(worked[kind], facts={}, dates=(), registers={})
    made = render(kind, bare, house_for("plain"))
    assert len(made.gaps) > 0
    assert set(render_formats(made, house_for("plain"), ["html", "docx", "pdf"])) == {
        *("html", "docx", "pdf")
    }


@pytest.mark.parametrize(("kind", "register"), SCHEDULES.items())
def test_a_register_never_imported_is_said_in_a_sentence_and_among_the_gaps(
    kind: str, register: str, worked: Worked
):
    """And the schedule lists nothing."""
    facts = {n: f for n, f in worked[kind].facts.items() if not n.startswith(register)}
    made = render(kind, replace(worked[kind], facts=facts, registers={}), house_for("plain"))
    assert made.gaps == (f"{register}_register", f"{register}_checked")
    assert "No row can be listed until a register with rows is imported." in text(made.html)


def test_small_numbers_of_posts_are_not_told_to_employees(worked: Worked):
    """Of 18 posts 1 is a service delivery manager: she could be picked out."""
    said = text(render("staff-questions", worked["staff-questions"], house_for("plain")).html)
    assert "Service delivery manager fewer than 5" in said
    assert "Service desk analyst 7" in said
    # 14 of 18 would tell that 4 go to the other employer.
    assert "Eastholt District Council 5 or more" in said
    assert "14" not in said[said.index("To whom") : said.index("Which terms")]


def test_a_council_that_envisages_no_measures_says_so_clearly(worked: Worked):
    """A letter that says "no measures" is still a letter."""
    facts = worked["measures-letter"]
    none = replace(facts.facts["measures_envisaged"], value="No")
    facts = replace(facts, facts={**facts.facts, "measures_envisaged": none})
    said = text(render("measures-letter", facts, house_for("plain")).html)
    assert "The council envisages no measures" in said
    assert "Pay is made on the 20th" not in said


def test_a_transferor_tells_the_measures_of_the_new_employer(worked: Worked):
    """Regulation 13(2)(d) binds only who loses staff."""
    facts = worked["union-letter"]
    yes = replace(facts.facts["own_staff_transfer"], value="Yes, four posts")
    made = render(
        "union-letter",
        replace(facts, facts={**facts.facts, "own_staff_transfer": yes}),
        house_for("plain"),
    )
    assert made.gaps == ("new_employer_measures",)


def test_what_is_not_decided_stands_in_no_list_and_is_named(worked: Worked):
    """Silence usually means that nothing is required, so the notice says what it leaves open."""
    rows = (
        {"asset_id": "A-1", "description": "x", "decision": "buy", "exclusive": "non-exclusive"},
        {"asset_id": "A-2", "description": "y", "decision": "undecided"},
        {"asset_id": "A-3", "description": "z"},
    )
    facts = with_rows(worked["election-notice"], "assets", rows)
    said = text(render("election-notice", facts, house_for("plain")).html)
    assert "has not yet decided on the assets A-2 and A-3" in said
    assert "1 of the assets in list A states no net book value" in said
    assert "1 of them is not exclusive to the contract" in said
    assert "it comes to £0.00" in said


def test_an_election_of_nothing_says_so_for_each_list(worked: Worked):
    """A notice with no rows is still a notice."""
    facts = replace(worked["election-notice"], registers={})
    said = text(render("election-notice", facts, house_for("plain")).html)
    for words in ("elects no asset to be transferred", "no contract to be assigned or novated"):
        assert words in said


@pytest.mark.parametrize(
    ("ratings", "shown"),
    [
        ("5 | 5 | nothing | 3 | 5", "On the scores above, high risk remains after mitigation: R"),
        ("5 | 5 | much | 1 | 1", "no high risk remains"),
        ("9 | 5 | much | 1 | 1", "[missing: risks to people: likelihood]"),
        ("5 | high | much | 1 | 1", "[missing: risks to people: severity]"),
        ("5 | 5 | much", "[missing: risks to people: likelihood after]"),
    ],
)
def test_a_risk_is_scored_from_its_ratings_or_its_rating_is_a_gap(
    ratings: str, shown: str, worked: Worked
):
    """15 of 25 and more is high; what is no number from 1 to 5 is not guessed."""
    facts = worked["dpia"]
    risks = replace(facts.facts["dpia_risks"], value=f"R | {ratings}")
    facts = replace(facts, facts={**facts.facts, "dpia_risks": risks})
    assert shown in text(render("dpia", facts, house_for("plain")).html)


def test_every_gap_of_a_risk_can_be_reached_from_the_list_of_gaps(worked: Worked):
    """A risk without likelihood or severity lacks both, and the list leads to each."""
    fact = replace(worked["dpia"].facts["dpia_risks"], value="Loss | | | Copies | 9 | 2")
    facts = replace(worked["dpia"], facts={**worked["dpia"].facts, "dpia_risks": fact})
    html = render("dpia", facts, house_for("plain")).html
    wanted = set(re.findall(r'href="#(gap-dpia_risks[^"]*)"', html))
    assert len(wanted) == 3
    assert wanted <= set(re.findall(r'id="([^"]+)"', html))


def test_each_notice_date_is_explained_and_contracts_that_share_one_share_a_line(worked: Worked):
    """Two contracts end on 31 March 2027 with 3 months; the third has a date of its own."""
    whats = [each.what for each in worked["novation-schedule"].dates if each.rule == "CON-23"]
    assert "notice on Mobile telephony" in whats
    dates = {each.what: each.day for each in worked["novation-schedule"].dates}
    assert dates["notice on Wide-area network"] == date(2027, 12, 30)
    assert dates["notice on Firewall lease"] == date(2027, 9, 30)


# ---- Hostile cells and long registers ---------------------------------------------------------

LETTERS = "עברית"
HOSTILE = (
    *("=cmd|'/C calc'!A0", "R&D < 28 <b>bold</b> {{ 7*7 }}", "#strong[x] $x$ @ref <lbl>"),
    *(f"{LETTERS} abc", "<script>alert(1)</script>", "x" * 10_000),
)
Both = Callable[[str, PaperFacts], tuple[Page, Word, Pdf]]


@pytest.fixture
def written() -> Both:
    """A document read back from all three formats."""

    def write(kind: str, facts: PaperFacts) -> tuple[Page, Word, Pdf]:
        house = house_for("plain")
        files = render_formats(render(kind, facts, house), house, ["html", "docx", "pdf"])
        return Page(files["html"].decode()), Word(files["docx"]), Pdf(files["pdf"])

    return write


@pytest.mark.parametrize("cell", HOSTILE)
def test_a_hostile_cell_of_a_register_is_printed_as_it_is(cell: str, worked: Worked, written: Both):
    """Nothing of it is lost and nothing of it is run, in any format."""
    row = {"asset_id": "A-1", "description": cell, "location": "Here", "vat": "None"}
    facts = with_rows(worked["asset-schedule"], "assets", (row,))
    page, word, pdf = (squeezed("".join(r.words)) for r in written("asset-schedule", facts))
    assert squeezed(cell) in page
    assert squeezed(cell) in word
    # A PDF keeps text that runs from right to left as it is drawn.
    assert squeezed(cell) in pdf or (not cell.isascii() and set(LETTERS) <= set(pdf))


def test_a_cell_that_turns_what_follows_round_is_refused_by_name(worked: Worked, written: Both):
    """It would read otherwise than it is written."""
    row = {"asset_id": "A-1", "description": "abc \u202edef"}
    with pytest.raises(InputError, match=r"U\+202E"):
        written("asset-schedule", with_rows(worked["asset-schedule"], "assets", (row,)))


def test_two_thousand_rows_come_out_whole_with_headers_on_every_page(worked: Worked, written: Both):
    """Every row in every format."""
    rows = tuple(
        {"product": f"Product {number:04}", "edition": "1", "transferable": "yes"}
        for number in range(2_000)
    )
    facts = with_rows(worked["licence-schedule"], "licences", rows)
    house = house_for("plain")
    files = render_formats(render("licence-schedule", facts, house), house, ["docx", "pdf"])
    word, drawn = Word(files["docx"]), squeezed("".join(Pdf(files["pdf"]).words))
    said = squeezed("".join(word.words))
    for number in range(0, 2_000, 97):
        assert said.count(f"product{number:04}") == drawn.count(f"product{number:04}") == 2
    assert word.parts["word/document.xml"].count(b"<w:tblHeader") >= 3
