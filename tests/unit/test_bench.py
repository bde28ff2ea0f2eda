"""The bench: every part runs, and a figure is told as what it is. Nothing is held to a time."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pytest

from bench.__main__ import main
from bench.figure import Aim, Figure, Taken
from bench.parts import PARTS


@pytest.mark.parametrize("name", PARTS)
def test_every_part_of_the_bench_runs_and_gives_figures(
    name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """On so small a scale that it says nothing of speed; a peer's own warnings do not matter."""
    kept = tmp_path / "figures.json"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        main([name, "--tiny", "--json", str(kept)])
    found = json.loads(kept.read_text())["figures"]
    assert found
    assert all(each["figure"] > 0 and each["part"] == name for each in found)
    assert found[0]["what"].split(",")[0] in " ".join(capfd.readouterr().out.split())


def taken(*samples: float) -> Taken:
    """What rounds of these seconds took."""
    return Taken.of(samples)


def test_the_ratio_is_of_the_time_of_one_piece_of_each() -> None:
    """Ours took 4 seconds for 10 pieces, the peer 1 second for 5: twice as long for each."""
    figure = Figure(what="a", ours=taken(4), per=10, peer="b", theirs=taken(1), peer_per=5)
    assert (figure.value, figure.peer_value, figure.ratio) == (0.4, 0.2, 2.0)


def test_more_in_a_second_is_a_smaller_ratio_of_time() -> None:
    """1,000 entries in half a second are 2,000 a second; the peer reads 4,000 in that time."""
    ours, theirs = taken(0.5), taken(0.25)
    figure = Figure(
        what="a", ours=ours, per=1000, peer="b", theirs=theirs, peer_per=1000, unit="/s"
    )
    assert (figure.value, figure.peer_value, figure.ratio) == (2000, 4000, 2.0)


def test_an_aim_is_met_up_to_its_bound() -> None:
    """At most 4 times, inclusive; of the figure itself, at least 20,000."""
    figure = Figure(what="a", ours=taken(4), peer="b", theirs=taken(1), aim=Aim(at_most=4))
    assert figure.met is True
    assert Aim(of="figure", at_least=20_000).is_met(19_999) is False


def test_without_its_peer_a_ratio_is_neither_met_nor_missed() -> None:
    """The figure is still told."""
    figure = Figure(what="a", ours=taken(4), peer="b: not installed", aim=Aim(at_most=4))
    assert (figure.value, figure.ratio, figure.met) == (4, None, None)


def test_the_percentiles_are_those_of_the_rounds() -> None:
    """Of 1 to 101 the middle is 51, and 5 in a hundred are above 96."""
    found = taken(*range(1, 102))
    assert (found.p25, found.p50, found.p75, found.p95, found.rounds) == (26, 51, 76, 96, 101)
