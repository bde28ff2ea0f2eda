"""What a council or a contract fixes for itself, and the refusal of anything below the law.

A setting names a parameter that some rule leaves open and gives its amount, for example
`agenda.notice = { working_days = 6 }`. Applied to a rule it changes the amount, never the event.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from rules import almanac
from rules.amounts import amount_of, recount
from rules.calendars import Holiday, WorkingCalendar
from rules.catalogue import OWN_CALENDARS, catalogue
from rules.errors import FloorBroken, RuleRefused, UnknownName
from rules.primitives import work_out
from rules.rule import Limit, Rule, Standing, Varies
from rules.rule_set import RuleSet, shipped
from rules.ways import find

#: Parameters that steer how a rule is applied rather than how much it counts.
MANNERS: dict[str, tuple[str, ...]] = {
    "call_in.starts": ("publication", "decision"),
    "call_in.takes_effect": ("next-day", "next-working-day"),
    "governance.model": ("executive", "mayoral", "committee"),
}
#: Parameters that are told to people and checked by nobody's arithmetic.
FACTS = (
    *("call_in.signatories", "call_in.scope", "call_in.waiver", "call_in.end_time"),
    *("key_decision.threshold_pounds", "key_decision.wards", "agenda.cutoff"),
    *("forward_plan.horizon_months", "elections.cycle", "notice.methods"),
)


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One thing a council or contract fixes, with where it says so."""

    parameter: str
    value: Any
    standing: Standing
    cite: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What one council, or one contract, fixes for itself.

    Its calendars are those of `rule_set`, the one that ships unless named.
    """

    code: str
    name: str
    calendar: str = "england-and-wales"
    extra_closed_days: tuple[Holiday, ...] = ()
    settings: dict[str, Setting] = field(default_factory=dict)
    rule_set: RuleSet | None = field(default=None, repr=False, compare=False)

    def working_calendar(
        self, known_on: date | None = None, added: almanac.Added = ()
    ) -> WorkingCalendar:
        """The calendar its days are counted on; its own closed days only lengthen a count."""
        base = almanac.calendar(self.calendar, known_on, added, self.rule_set)
        if not self.extra_closed_days:
            return base
        return base.closing(self.extra_closed_days, name=self.code, title=self.name)

    def named_calendar(
        self, name: str, known_on: date | None = None, added: almanac.Added = ()
    ) -> WorkingCalendar:
        """A calendar as a count names it; `council` and `contract` are this policy's own."""
        if name in OWN_CALENDARS:
            return self.working_calendar(known_on, added)
        return almanac.calendar(name, known_on, added, self.rule_set)

    def manner(self, parameter: str, default: str) -> str:
        """The value of a manner such as `call_in.starts`, or the default where it is silent."""
        setting = self.settings.get(parameter)
        return setting.value if setting else default

    def govern(self, rule: Rule) -> Rule:
        """The rule as this policy has it: the same where it is silent.

        Raises: FloorBroken when the policy would shorten what the law fixes.
        """
        setting = self.settings.get(rule.parameter) if rule.parameter else None
        governed = rule if setting is None else _changed(rule, setting)
        if rule.earliest and rule.parameter == "call_in.within":
            roll = self.manner("call_in.takes_effect", "next-working-day")
            count = replace(
                governed.earliest.count,  # type: ignore[union-attr]
                roll="none" if roll == "next-day" else "forward",
            )
            governed = replace(governed, earliest=Limit(count=count, why=self._why(rule)))
        if governed is not rule:
            _refuse_shorter(rule, governed, self)
        return governed

    def _why(self, rule: Rule) -> str:
        """Why a call-in runs as it does: the council's own words, or the usual ones."""
        named = [self.settings.get(p) for p in ("call_in.takes_effect", "call_in.within")]
        own = next((setting.cite for setting in named if setting), None)
        return own or (rule.earliest.why if rule.earliest else "")


#: What governs where no council or contract is named.
USUAL = Policy(code="usual", name="no council named")


def policies(of: RuleSet | None = None) -> dict[str, Policy]:
    """The council policies of a rule set, the one that ships unless named, by code.

    Raises: RuleRefused, FloorBroken.
    """
    return _policies(of or shipped())


@cache
def _policies(of: RuleSet) -> dict[str, Policy]:
    tables = of.tables("policy").items()
    return {file.removesuffix(".toml"): policy_from(table, file, of) for file, table in tables}


def council_policy(code: str, of: RuleSet | None = None) -> Policy:
    """The policy of a council. Raises: UnknownName."""
    wanted = code.strip().lower()
    if wanted not in policies(of):
        raise UnknownName(
            f"No policy ships for the council {code!r}.",
            f"one of {', '.join(policies(of))}.",
            "name one; or write its policy in the transition file under [[council]].",
        )
    return policies(of)[wanted]


def policy_from(table: dict[str, Any], where: str, of: RuleSet | None = None) -> Policy:
    """A policy from its table, every rule it touches tried. Raises: RuleRefused, FloorBroken."""
    missing = [key for key in ("code", "name") if not table.get(key)]
    if missing:
        raise _refused(where, f"a policy without {', '.join(missing)}", "add it")
    settings = {row["parameter"]: _setting(row, where, of) for row in table.get("setting", ())}
    policy = Policy(
        code=table["code"],
        name=table["name"],
        calendar=table.get("calendar", "england-and-wales"),
        extra_closed_days=tuple(
            Holiday(on=day["on"], name=day["name"], known_from=day.get("known_from", date.min))
            for day in table.get("closed", ())
        ),
        settings=settings,
        rule_set=of,
    )
    if policy.calendar not in almanac.calendar_names(of):
        raise _refused(where, f"the unknown calendar {policy.calendar!r}", "name one that ships")
    for rule in catalogue(of):
        policy.govern(rule)
    return policy


def known_parameters(of: RuleSet | None = None) -> set[str]:
    """Every parameter that a setting may name."""
    return {rule.parameter for rule in catalogue(of) if rule.parameter} | {*MANNERS, *FACTS}


def _setting(row: dict[str, Any], where: str, of: RuleSet | None) -> Setting:
    parameter = row.get("parameter", "")
    if parameter not in known_parameters(of):
        raise _refused(where, f"the unknown parameter {parameter!r}", "see docs/policies.md")
    if not row.get("cite"):
        raise _refused(where, f"{parameter} without a source", "cite where it says so")
    if "value" not in row:
        raise _refused(where, f"{parameter} without a value", "say what it is")
    value = row["value"]
    if parameter in MANNERS and value not in MANNERS[parameter]:
        raise _refused(where, f"{parameter} is {value!r}", f"use {' or '.join(MANNERS[parameter])}")
    if parameter not in (*MANNERS, *FACTS):
        amount_of(value, f"{where}, {parameter}")
    return Setting(
        parameter=parameter,
        value=value,
        standing=Standing(row.get("standing", "confirmed")),
        cite=row["cite"],
        url=row.get("url", ""),
    )


def _changed(rule: Rule, setting: Setting) -> Rule:
    """The rule with the setting's amount in each of its limits; a word changes none."""
    if rule.parameter in (*MANNERS, *FACTS):
        return rule
    limits: dict[str, Any] = {}
    for name in ("legal", "safe", "target", "earliest", "opens"):
        limit: Limit | None = getattr(rule, name)
        if limit:
            count = recount(limit.count, setting.value, setting.parameter, own_days=name == "safe")
            limits[name] = Limit(count=count, why=setting.cite)
    return replace(rule, **limits)


#: Every seventeenth day of two years, and each day about Christmas, when a count runs longest.
_SAMPLE = [date(2026, 3, 3) + timedelta(days=17 * step) for step in range(40)]
_SAMPLE += [date(2026, 12, 10) + timedelta(days=step) for step in range(42)]


def _refuse_shorter(rule: Rule, governed: Rule, whose: Policy) -> None:
    """A statutory floor may be lengthened, never shortened: tried on days through two years."""
    if rule.varies is Varies.YES:
        return
    ways = almanac.calendar("england-and-wales", of=whose.rule_set)
    for name in ("legal", "earliest", "opens"):
        old, new = getattr(rule, name), getattr(governed, name)
        if not old or not new:
            continue
        sign = -1 if find(old.count.primitive).backward else 1
        for event in _SAMPLE:
            law, own = (work_out(limit.count, event, ways) for limit in (old, new))
            shorter = (own.day - law.day).days * sign < 0
            if shorter or (rule.varies is Varies.NO and own.day != law.day):
                raise FloorBroken(
                    f"{whose.name} sets {rule.parameter} so that {rule.id} ({rule.name}) gives "
                    f"{own.day} for an event on {event}; the law gives {law.day}.",
                    "a setting that keeps or lengthens what the law fixes: "
                    f"{rule.sources[0].cite}.",
                    f"raise or remove {rule.parameter}.",
                )


def _refused(where: str, what: str, remedy: str) -> RuleRefused:
    return RuleRefused(f"{where}: {what}.", "a known parameter with its source.", f"{remedy}.")
