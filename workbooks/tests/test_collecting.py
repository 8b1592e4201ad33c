"""The collector is held back for an import only."""

import gc
import subprocess
import sys

import pytest
from django.conf import settings

from workbooks.intake.collecting import COLLECT_AFTER, collecting_seldom


def test_the_collector_waits_during_an_import_and_is_as_before_after_a_refusal_too():
    before = gc.get_threshold()
    with pytest.raises(ValueError, match="refused"), collecting_seldom():
        assert gc.get_threshold() == (COLLECT_AFTER, 20, 20)
        raise ValueError("refused")
    assert gc.get_threshold() == before


def test_of_two_imports_at_once_the_last_to_end_leaves_it_as_the_first_found_it():
    before = gc.get_threshold()
    first, second = collecting_seldom(), collecting_seldom()
    for one in (first, second):
        one.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold() == (COLLECT_AFTER, 20, 20)
    second.__exit__(None, None, None)
    assert gc.get_threshold() == before


SERVING = "import gc, config.wsgi; print(gc.get_threshold(), gc.get_freeze_count())"


@pytest.mark.slow
def test_a_process_that_serves_pages_collects_as_python_comes():
    """Asked of a process of its own: the tests freeze what they collected."""
    told = subprocess.run(
        [sys.executable, "-c", SERVING], cwd=settings.BASE_DIR, capture_output=True, check=True
    )
    assert told.stdout.decode().split("\n")[-2] == "(700, 10, 10) 0"
