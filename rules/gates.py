"""Conditions of law that have no date: whether something may be done, or a duty is engaged.

A gate is written as one line that a lawyer can read, for example
`(employees < 50 or transferring < 10) and not recognised_union`, and worked on named facts.
Only comparisons, `and`, `or`, `not`, names and plain values are allowed.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rules.errors import InputError, RuleRefused

_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


@dataclass(frozen=True, kw_only=True)
class Gate:
    """A condition over named facts."""

    text: str

    @property
    def facts(self) -> tuple[str, ...]:
        """The names of the facts the gate asks for, in order of name."""
        names = {node.id for node in ast.walk(_parsed(self.text)) if isinstance(node, ast.Name)}
        return tuple(sorted(names))

    def holds(self, facts: Mapping[str, Any]) -> bool:
        """Whether the condition holds on these facts.

        Raises: InputError naming every fact that is missing.
        """
        missing = [name for name in self.facts if name not in facts]
        if missing:
            raise InputError(
                f"The gate {self.text!r} was asked without {', '.join(missing)}.",
                f"facts {', '.join(self.facts)}.",
                "record the missing facts.",
            )
        try:
            return bool(_value(_parsed(self.text), facts))
        except TypeError as error:
            raise InputError(
                f"The gate {self.text!r} cannot compare {dict(facts)!r}.",
                "facts of the same kind on both sides.",
                "record each as a date, a number or yes and no.",
            ) from error


def read_gate(text: str) -> Gate:
    """A gate from its line. Raises: RuleRefused when the line uses anything not allowed."""
    _check(_parsed(text), text)
    return Gate(text=text)


def _parsed(text: str) -> ast.expr:
    try:
        return ast.parse(text, mode="eval").body
    except SyntaxError as error:
        raise RuleRefused(
            f"The gate {text!r} cannot be read.", "one condition.", "mend it."
        ) from error


def _check(node: ast.expr, text: str) -> None:
    match node:
        case ast.BoolOp(values=values):
            children = values
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            children = [operand]
        case ast.Compare(left=left, ops=ops, comparators=rest) if all(
            type(o) in _COMPARE for o in ops
        ):
            children = [left, *rest]
        case ast.Name() | ast.Constant(value=bool() | int() | float() | str()):
            children = []
        case _:
            raise RuleRefused(
                f"The gate {text!r} uses {ast.unparse(node)!r}.",
                "comparisons, and, or, not, names and plain values.",
                "write it with these.",
            )
    for child in children:
        _check(child, text)


def _value(node: ast.expr, facts: Mapping[str, Any]) -> Any:
    match node:
        case ast.BoolOp(op=ast.And(), values=values):
            return all(_value(value, facts) for value in values)
        case ast.BoolOp(values=values):
            return any(_value(value, facts) for value in values)
        case ast.UnaryOp(operand=operand):
            return not _value(operand, facts)
        case ast.Compare(left=left, ops=ops, comparators=rest):
            values = [_value(item, facts) for item in (left, *rest)]
            pairs = zip(ops, values, values[1:], strict=False)
            return all(_COMPARE[type(op)](first, second) for op, first, second in pairs)
        case ast.Name(id=name):
            return facts[name]
        case ast.Constant(value=value):
            return value
    raise AssertionError(node)
