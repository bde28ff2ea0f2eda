"""What is announced: facts that people recorded, by acts and numbers, each once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from models.actor import Actor
from models.database import database, writing
from models.log import locked
from models.news import log_lengths, news
from models.outbox import Message, post
from models.recording import record_step
from models.reports import log_of
from models.stepping import open_steps
from rules.situation import StepId

ON = date(2026, 5, 11)
Happened = Callable[..., Any]


def test_what_people_recorded_between_two_looks_is_news(worked: str, happened: Happened) -> None:
    """Two facts of one transition are one piece of news, with the number of the last."""
    before = log_lengths()
    for council in ("northmere", "eastholt"):
        record_step(worked, "1.7", council, happened(ON))

    (found,) = news(before, log_lengths())

    last = log_of(worked)[-1]
    assert found.reference == worked
    assert found.acts == ("step-recorded", "step-recorded")
    assert (found.sequence, found.digest) == (last["sequence"], last["digest"])
    assert found.sequence == before[worked] + 2


def test_nothing_is_news_twice(worked: str, happened: Happened) -> None:
    """The next look begins where the last one ended."""
    record_step(worked, "1.7", "northmere", happened(ON))
    now = log_lengths()
    assert news(now, log_lengths()) == []


def test_a_transition_that_was_opened_since_is_news(worked: str) -> None:
    """From its first entry on."""
    (found,) = news({}, log_lengths())
    assert found.acts[0] == "transition-opened"


def test_what_the_engine_does_is_no_news(worked: str) -> None:
    """Else each step would be followed by another that finds nothing to do."""
    before = log_lengths()
    assert open_steps(worked, [StepId("2.4")])
    assert log_lengths()[worked] > before[worked]
    assert news(before, log_lengths()) == []


def test_a_message_that_a_person_posts_is_no_fact(worked: str) -> None:
    """Nor is what becomes of it: no step waits for it."""
    before = log_lengths()
    message = Message(key="m", kind="alert", role="Clerk", address="", subject="s", body="b")
    with writing(database()) as session:
        assert post(session, locked(session, worked), message, actor=Actor(name="A clerk"))
    assert log_lengths()[worked] > before[worked]
    assert news(before, log_lengths()) == []


def test_news_names_nobody(worked: str, happened: Happened) -> None:
    """Who did it and what shows it stay in the log."""
    before = log_lengths()
    actor = Actor(name="Zebedee Quillfeather")
    fact = happened(ON, by="Zebedee Quillfeather", evidence="a Nightwatchman", actor=actor)
    record_step(worked, "1.7", "northmere", fact)
    told = repr(news(before, log_lengths()))
    assert "Quillfeather" not in told
    assert "Nightwatchman" not in told
