"""A process of its own may take so much and no more, and its end is told."""

import logging

import pytest

from files.apart import Bounds, Died, run_apart

GREEDY = "files.tests.greedy"
BOUNDS = Bounds(memory=256 << 20, seconds=1, output=1 << 20)


@pytest.mark.parametrize(
    ("what", "ran_out"), [("memory", True), ("time", True), ("output", True), ("life", False)]
)
def test_a_process_that_takes_too_much_ends_alone(what, ran_out, caplog):
    caplog.set_level(logging.ERROR)
    with pytest.raises(Died) as died:
        run_apart(GREEDY, what.encode(), BOUNDS)
    assert died.value.ran_out is ran_out


def test_what_it_answers_comes_back():
    assert run_apart(GREEDY, b"", BOUNDS, "稿.docx") == "稿.docx".encode()
