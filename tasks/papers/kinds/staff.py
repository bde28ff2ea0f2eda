"""Staff: what is asked of and told to the outgoing employer, the representatives and employees."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from models.paper_facts import CouncilNamed, Counts, PaperFacts
from models.registers import register_named
from rules.catalogue import catalogue
from rules.errors import NoRuleInForce
from tasks.papers.kinds.kind import Form, Kind
from tasks.papers.kinds.page import Law, Letter, Page
from tasks.papers.ledger import Grid, Html, Ledger
from tasks.papers.register_rows import Row, by_value, register_of, told

#: The rule whose sources say what a tribunal awards where the information is not given.
LIABILITY_INFORMATION = "TUPE-01"
_AWARD = "£500"
#: What regulation 11(2) of TUPE 2006 asks for, by its letter. The words are from general knowledge.
ITEMS = (
    ("(a)", "the identity and age of the employee"),
    (
        "(b)",
        "the particulars of employment that an employer must give under section 1 of the "
        "Employment Rights Act 1996: employer and job title, start and continuous service, pay and "
        "when it is paid, hours, holiday, sick pay, pension, notice, place of work, the end of a "
        "fixed term, and collective agreements",
    ),
    (
        "(c)",
        "any disciplinary procedure taken against the employee, and any grievance taken by the "
        "employee, in the previous two years, where a code of practice on them applies",
    ),
    (
        "(d)",
        "any court or tribunal case, claim or action brought by the employee in the previous two "
        "years, or that the employer has reasonable grounds to believe may be brought",
    ),
    ("(e)", "any collective agreement that will have effect after the transfer"),
)


class Award(NamedTuple):
    """What the law says may be awarded, with where it is stated and how well that is known."""

    says: str
    cite: str
    url: str
    standing: str


@dataclass(frozen=True, kw_only=True)
class StaffLetter(Letter):
    """What every letter about staff has."""

    supplier: str
    contract_title: str
    expiry_on: date
    commencement_on: date
    grid: Callable[[str], Grid]
    paragraph_number: Callable[[], str]
    law: Callable[[str], Law | None]


@dataclass(frozen=True, kw_only=True)
class LiabilityInformationRequest(StaffLetter):
    """For `letters/liability-information-request.html.j2`.

    `posts` is how many posts are listed for the council, empty for none.
    """

    posts: str
    known: Callable[[str], bool]
    items: tuple[tuple[str, str], ...]
    award: Award | None


@dataclass(frozen=True, kw_only=True)
class MeasuresLetter(StaffLetter):
    """For `letters/measures-letter.html.j2`. `posts` as in the request for information."""

    posts: str
    known: Callable[[str], bool]
    answer: Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class UnionLetter(StaffLetter):
    """For `letters/union-letter.html.j2`. `others` are the councils that do not write it."""

    leaving: CouncilNamed
    host: CouncilNamed
    others: tuple[CouncilNamed, ...]
    answer: Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class StaffQuestions(Page):
    """For `papers/staff-questions.html.j2`. `moves` says how many posts go to which employer."""

    supplier: str
    contract_title: str
    expiry_on: date
    commencement_on: date
    leaving: CouncilNamed
    host: CouncilNamed
    known: Callable[[str], bool]
    paragraphs: Callable[[str], tuple[Html, ...]]
    grid: Callable[[str], Grid]
    law: Callable[[str], Law | None]
    moves: list[tuple[str, str]]
    roles: list[tuple[str, str]]


def _posts(facts: PaperFacts, ledger: Ledger) -> Mapping[str, Any]:
    own = sum(row.get("transferee", "") == facts.council.name for row in _rows(facts))
    return {"posts": f"{own:,}" if own else "", "items": ITEMS, "award": _award(facts)}


def _moves(facts: PaperFacts, ledger: Ledger) -> Mapping[str, Any]:
    posts, rows = register_named("posts"), _rows(facts)
    return {
        "moves": told(by_value(posts, rows, "transferee")),
        "roles": told(by_value(posts, rows, "role")),
    }


def _rows(facts: PaperFacts) -> Sequence[Row]:
    return register_of(facts, "posts").rows


def _award(facts: PaperFacts) -> Award | None:
    """The award for information not given; None before the rule was in force."""
    try:
        rule = catalogue(facts.rule_set).rule(LIABILITY_INFORMATION, facts.commencement_on)
    except NoRuleInForce:
        return None
    source = next(each for each in rule.sources if _AWARD in each.cite)
    return Award(rule.if_missed, source.cite, source.url, source.standing.value)


KINDS = (
    Kind(
        name="measures-letter",
        template="letters/measures-letter.html.j2",
        title="measures letter",
        document="D25",
        signatory="Director of human resources",
        form=Form.letter,
        context=MeasuresLetter,
        steps=("6.5", "6.6", "6.7"),
        registers=("posts",),
        works_out=_posts,
    ),
    Kind(
        name="union-letter",
        template="letters/union-letter.html.j2",
        title="letter to representatives",
        document="D26",
        signatory="Director of human resources",
        form=Form.letter,
        context=UnionLetter,
        steps=("6.4", "6.6", "6.7"),
    ),
    Kind(
        name="staff-questions",
        template="papers/staff-questions.html.j2",
        title="questions and answers for employees",
        document="D27",
        signatory="Director of human resources",
        form=Form.record,
        context=StaffQuestions,
        steps=("6.6", "6.7"),
        registers=("posts",),
        works_out=_moves,
    ),
    Kind(
        name="liability-information-request",
        template="letters/liability-information-request.html.j2",
        title="request for employee liability information",
        document="D28",
        signatory="Director of human resources",
        form=Form.letter,
        context=LiabilityInformationRequest,
        steps=("6.8",),
        counts=(
            Counts(
                rule="TUPE-02",
                fact="liability_information_due_on",
                what="oldest day as at which the information may be stated",
            ),
        ),
        registers=("posts",),
        works_out=_posts,
    ),
)
