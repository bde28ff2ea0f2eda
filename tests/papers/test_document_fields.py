"""Every field that the document set wants of a document stands in it, by the words that show it."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from models.paper_facts import EVERY_STEP
from rules.breakdown import breakdown
from rules.catalogue import catalogue
from tasks.papers import KINDS, house_for, houses, render
from tasks.papers.documents_page import documents_page
from tasks.papers.vocabulary import vocabulary

#: The header of every council document, by the fact that holds each field.
HEADER = (
    *("wards", "cabinet_member", "report_author", "lead_officer", "classification"),
    *("key_decision", "forward_plan_reference", "call_in_applies", "background_papers"),
    *("appendices", "consultees", "report_version", "report_dated", "sign_off_log"),
)
IMPLICATIONS = (
    *("legal_implications", "finance_implications", "staffing_implications"),
    *("procurement_implications", "equality_implications", "climate_implications"),
    *("data_protection_implications", "crime_and_disorder_implications"),
)
WITH_HEADER = (
    *("options-appraisal", "in-principle-report", "final-report", "forward-plan-notice"),
    *("private-meeting-notice", "second-private-meeting-notice", "decision-notice"),
    *("officer-decision-record", "extension-note", "joint-committee-terms"),
    *("readiness-gap-analysis", "go-no-go-report", "highlight-report", "benefits-report"),
    "lessons-learned",
)
#: These carry no implications: a notice comes before them, and a board's paper decides none.
WITHOUT_IMPLICATIONS = (
    *("forward-plan-notice", "private-meeting-notice", "second-private-meeting-notice"),
    *("readiness-gap-analysis", "highlight-report"),
)
#: For each document, each field that section 14 of the document set lists and what shows it: the
#: name of a fact in brackets, or words.
FIELDS = {
    "options-appraisal": {
        "case for change": "[case_for_change]",
        "long list": "[options_long_list]",
        "short list": "Short-listed",
        "critical success factors and weights": "[options_success_factors]",
        "scoring": "Weighted total",
        "evidence": "[options_scores]",
        "whole-life cost by council": "Net present value",
        "risks": "[options_risks]",
        "speed of transition": "[options_speed]",
        "public-interest test": "[public_interest_test]",
        "TUPE, pension and route": "[options_staff_and_route]",
        "sensitivity": "[options_sensitivity]",
        "recommendation": "[option_recommended]",
        "rejected options": "[options_considered]",
    },
    "private-meeting-notice": {
        "statement": "intends to take a key decision",
        "matter": "The matter to be decided",
        "decision maker": "Decision maker: Cabinet",
        "members": "[decision_maker_members]",
        "date": "[meeting_on]",
        "documents": "[documents_submitted]",
        "address": "[address_for_copies]",
        "other documents": "Other documents relevant to the matter may be submitted",
        "how to request them": "To be told of them as they become available, ask",
        "private": "is to be held in private",
        "reasons": "[private_reason]",
        "exempt paragraph": "[exempt_paragraph]",
        "representations": "[representations_to]",
        "timestamp": "[private_notice_published_at]",
    },
    "second-private-meeting-notice": {
        "reasons again": "[private_reason]",
        "representations received": "[representations_received]",
        "response": "[representations_response]",
        "timestamp": "[second_private_notice_published_at]",
        "members": "[decision_maker_members]",
        "documents": "[documents_submitted]",
        "exempt paragraph": "[exempt_paragraph]",
    },
    "decision-notice": {
        "decision verbatim": "[decision_text]",
        "date": "[meeting_on]",
        "outcome": "[decision_outcome]",
        "reasons": "[decision_reasons]",
        "alternatives": "[decision_alternatives]",
        "conflicts and dispensations": "[decision_conflicts]",
        "published": "[decision_published_at]",
        "urgency consents": "[urgency_consents]",
        "call-in": "[call_in_applies]",
    },
    "extension-note": {
        "reason": "[extension_reason]",
        "length": "[extension_length]",
        "price": "[extension_price]",
        "ground": "[extension_ground]",
        "notice": "Notice to the supplier",
        "route": "[extension_route]",
        "options": "[extension_options]",
        "regime": "procurement law governs the contract",
    },
    "termination-assistance-notice": {
        "from": "[assistance_from]",
        "nature": "[assistance_nature]",
        "period": "[assistance_period]",
        "services": "[assistance_services]",
        "exit manager": "[exit_manager]",
        "plan": "the exit plan in its final form",
        "registers": "the registers of assets",
        "list": "list of staff assigned",
        "charges": "[assistance_charges]",
        "proof": "Proof of service",
        "deemed": "[service_deemed_at]",
        "address block": "[council_address]",
    },
    "heads-of-terms": {
        "parties": "The parties are",
        "scope in": "[agreement_scope_in]",
        "scope out": "[agreement_scope_out]",
        "host": "is the host",
        "duration": "[agreement_duration]",
        "delegation": "[agreement_delegated]",
        "reserved": "[agreement_reserved]",
        "apportionment": "[agreement_apportionment]",
        "true-up": "[agreement_true_up]",
        "staffing": "[agreement_staffing]",
        "pensions": "[agreement_pensions]",
        "assets": "[agreement_assets]",
        "intellectual property": "[agreement_intellectual_property]",
        "procurement": "[agreement_procurement_authority]",
        "service levels": "[agreement_service_levels]",
        "governance": "[governance_proposal]",
        "liability": "[agreement_liability]",
        "insurance": "[agreement_insurance]",
        "data roles": "[agreement_data_roles]",
        "new joiners": "[agreement_new_joiners]",
        "withdrawal": "[withdrawal_notice]",
        "exit": "[agreement_exit]",
        "disputes": "[agreement_disputes]",
        "sovereignty": "[agreement_sovereignty]",
    },
    "joint-committee-terms": {
        "powers": "[committee_powers]",
        "delegated": "[committee_functions]",
        "reserved": "[committee_reserved]",
        "two members": "two of its elected members to the committee, six in all.",
        "substitutes": "Named substitute",
        "quorum": "[committee_quorum]",
        "voting": "Each member present has one vote",
        "casting vote": "[committee_casting_vote]",
        "rotation": "Rotation of the chair",
        "frequency": "[committee_frequency]",
        "venue": "Venue",
        "access": "[committee_access_rules]",
        "call-in": "[committee_call_in]",
        "support": "[committee_officer_support]",
        "sub-committees": "[committee_sub_committees]",
        "budget": "[committee_budget]",
        "review": "[committee_review]",
        "withdrawal": "[committee_withdrawal]",
    },
    "officer-decision-record": {
        "title": "[officer_decision_title]",
        "decision": "[officer_decision]",
        "date": "[officer_decision_on]",
        "source": "[officer_delegation]",
        "key": "Is this decision itself a key decision?",
        "exempt": "Classification",
        "reasons": "[officer_decision_reasons]",
        "rejected": "[officer_decision_alternatives]",
        "conflicts": "[officer_decision_conflicts]",
        "consultees": "[consultees]",
        "published": "[officer_record_published_on]",
        "call-in deadline": "last day for call-in",
    },
    "readiness-gap-analysis": {
        area: area
        for area in (
            *("People and structure", "Retained client function", "Service management"),
            *("Security and assurance", "Network and identity", "Applications interface"),
            *("Finance and charging", "Contracts and licences", "Data and records"),
            *("Disaster recovery and business continuity", "Communications and culture"),
            *("Governance and decision rights", "Vendor management", "Support model"),
            *("Change capacity", "Cultural readiness", "Business needs", "Skills"),
            *("Current", "Target", "Gap", "Owner", "Date"),
        )
    },
    "go-no-go-report": {
        "criteria": "Criteria from the plan",
        "evidence": "[go_no_go_criteria]",
        "gates": "Gates, as the log has them",
        "G1": "G1: every council",
        "G4": "G4: the decision to go",
        "risks": "[open_risks]",
        "rehearsal": "[rehearsal_results]",
        "staff": "[staff_confirmation]",
        "supplier": "[supplier_confirmation]",
        "contingency cost": "[contingency_cost]",
        "latest date": "[assistance_ends_on]",
        "recommendation": "[go_no_go_recommendation]",
        "decision": "[go_no_go_decision]",
        "time": "[go_no_go_decided_at]",
        "signatories": "[go_no_go_signatories]",
    },
    "highlight-report": {
        "period": "for the period from",
        "scope": "[rating_scope]",
        "time": "every last day can be kept",
        "cost": "[rating_cost]",
        "benefit": "[rating_benefit]",
        "milestones": "Last day in law or contract",
        "decisions": "Decisions due in the next eight weeks",
        "risks": "[open_risks]",
        "dependencies": "[dependencies]",
        "finance": "[programme_finance]",
        "changes": "[change_requests]",
        "asks": "[board_asks]",
    },
    "benefits-report": {
        "register": "[benefits_register]",
        "owner": "Owner",
        "type": "Type",
        "baseline": "Baseline",
        "target": "Target",
        "measure": "Measure",
        "share": "[benefits_shares]",
        "cashable": "Cashable",
        "profile": "[benefits_profile]",
        "dis-benefits": "[dis_benefits]",
        "actual and planned": "Actual against planned",
        "narrative": "[benefits_narrative]",
        "action": "[benefits_corrective_action]",
        "strategy": "[benefits_reconciled]",
    },
    "lessons-learned": {
        "planned": "[lessons_planned]",
        "happened": "[lessons_happened]",
        "timeline": "Timeline",
        "causes": "[lessons_causes]",
        "supplier": "[lessons_supplier]",
        "deadlines": "Deadlines, by rule",
        "costs": "[lessons_costs]",
        "recommendations": "[lessons_recommendations]",
        "acceptance": "[lessons_acceptance]",
    },
}


def words_of(html: str) -> str:
    """The words of a page without its tags, and without the tables that list its sources."""
    without = re.sub(r'<section class="figures".*?</section>', " ", html, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", without)).split())


def shown(name: str, words: str) -> bool:
    """Whether the fact stands in the paper: as a named gap, since no fact is given."""
    row = vocabulary()[name]
    return f"[missing: {row.words}" in words or f"[to follow: {row.words}" in words


@pytest.mark.parametrize("kind", FIELDS)
def test_every_field_of_a_document_stands_in_it(kind: str, a_paper_facts):
    """A draft without a single fact names each field, as a gap or in words of its own."""
    words = words_of(
        render(kind, a_paper_facts(kind=kind, facts={}, meeting_on=None), house_for("plain")).html
    )
    complete = words_of(render(kind, a_paper_facts(kind=kind), house_for("plain")).html)
    lacking = [
        field
        for field, sign in FIELDS[kind].items()
        if not (
            (shown(sign[1:-1], words) or f"Value of {sign[1:-1]}" in complete)
            if sign.startswith("[")
            else sign in complete or sign in words
        )
    ]
    assert lacking == []


@pytest.mark.parametrize("house", houses())
@pytest.mark.parametrize("kind", WITH_HEADER)
def test_the_header_of_every_council_document_is_whole_in_every_layout(
    kind: str, house: str, a_paper_facts
):
    """What a house's front sheet leaves out stands under document control; a report of a period is
    dated by the day on which it is written."""
    words = words_of(render(kind, a_paper_facts(kind=kind, facts={}), house_for(house)).html)
    wanted = HEADER if kind in WITHOUT_IMPLICATIONS else (*HEADER, *IMPLICATIONS)
    worked_out = {"report_dated"} if KINDS[kind].periodic else set()
    assert [name for name in wanted if not shown(name, words)] == sorted(worked_out)
    assert not worked_out or "Thursday 5 January 2017" in words


def test_the_page_of_documents_is_as_it_would_be_written_now():
    """`make docs` writes it; every kind has its line, with the command that works."""
    page = Path(__file__).parents[2] / "docs" / "papers.md"
    assert page.read_text(encoding="utf-8") == documents_page(), "run make docs"
    assert all(f"changeover paper REF {kind}" in documents_page() for kind in KINDS)


def test_every_rule_that_says_when_a_document_is_due_exists():
    """And every step that it tells of."""
    steps = {*breakdown().steps, EVERY_STEP}
    for kind in KINDS.values():
        assert set(kind.steps) <= steps
        for rule in (*kind.due, *(each.rule for each in kind.counts)):
            assert catalogue().versions(rule)
        assert {each.fact for each in kind.counts} <= set(vocabulary())
