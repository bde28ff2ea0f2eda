"""The one error tree.

::

    ChangeoverError
    ├── InputError    asked for what cannot be            exit 2,  HTTP 422
    │   ├── UnknownName           a rule, step, council, calendar or primitive nobody defined
    │   ├── BadFile               a file that cannot be taken; lists every fault in it
    │   ├── FloorBroken           a policy or contract term shorter than the law allows
    │   └── NothingExempt         an exempt paper that would hold nothing exempt
    ├── RuleError     rules or calendars cannot say       exit 3,  HTTP 500
    │   ├── RuleRefused           a rule, policy, programme or calendar file that does not load
    │   ├── NoRuleInForce         the rule exists, but not on that day
    │   └── CalendarHorizonPassed a day outside the days the calendar knows
    ├── StateError    the log forbids it                  exit 4,  HTTP 409
    │   ├── StepNotReady          something that must come first has not happened
    │   ├── OutOfTurn             a decision, or what makes a no-go good, cannot go that way now
    │   ├── AlreadyRecorded       somebody recorded it before
    │   ├── MovedOn               the log has grown since it was looked at
    │   ├── AlreadyServed         another process serves that home
    │   ├── LogBroken             the chain of the state log does not hold
    │   └── DatabaseDamaged       what the database holds can no longer be read
    └── OutsideError  something outside failed            exit 75, HTTP 503 (the only one retried)

A missed deadline is none of these: it is a finding, and findings are returned.
"""

from typing import ClassVar


class ChangeoverError(Exception):
    """An error that says what was found, what was expected and what to do next.

    All three are plain strings and positional, so an error survives pickling between processes.
    """

    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500

    def __init__(self, found: str, expected: str = "", remedy: str = "") -> None:
        super().__init__(found, expected, remedy)
        self.found = found
        self.expected = expected
        self.remedy = remedy

    def __str__(self) -> str:
        parts = [self.found]
        if self.expected:
            parts.append(f"Expected: {self.expected}")
        if self.remedy:
            parts.append(f"What to do: {self.remedy}")
        return "\n".join(parts)


class InputError(ChangeoverError):
    """Asked for what cannot be."""

    exit_code = 2
    http_status = 422


class UnknownName(InputError):
    """A rule, step, council, calendar or primitive that nobody defined."""


class BadFile(InputError):
    """A file that cannot be taken; nothing of it was written."""


class NothingExempt(InputError):
    """An exempt paper was asked for that would hold nothing exempt."""


class RuleError(ChangeoverError):
    """The rules or the calendars cannot say."""

    exit_code = 3
    http_status = 500


class RuleRefused(RuleError):
    """A rule, policy, programme or calendar file that does not load."""


class NoRuleInForce(RuleError):
    """The rule exists, but was not in force on the day asked about."""


class CalendarHorizonPassed(RuleError):
    """A day before the first or after the last day that a calendar knows."""


class StateError(ChangeoverError):
    """The log forbids it."""

    exit_code = 4
    http_status = 409


class StepNotReady(StateError):
    """Something that must come first has not happened."""


class OutOfTurn(StateError):
    """A decision, or a step that makes a no-go good, cannot go that way from where it stands."""


class AlreadyRecorded(StateError):
    """Somebody recorded it before."""


class MovedOn(StateError):
    """The log has grown since it was looked at."""


class AlreadyServed(StateError):
    """Another process serves that home."""


class FloorBroken(InputError):
    """A policy or contract term shorter than the law allows."""


class LogBroken(StateError):
    """The chain of the state log does not hold."""


class DatabaseDamaged(StateError):
    """What the database holds can no longer be read."""


class OutsideError(ChangeoverError):
    """Something outside failed; trying again may help."""

    exit_code = 75
    http_status = 503
