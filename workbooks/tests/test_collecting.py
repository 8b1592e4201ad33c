"""The collector is held back for an import only."""

import gc

import pytest

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


def test_a_process_that_serves_pages_collects_as_python_comes():
    assert gc.get_threshold() == (700, 10, 10)
    assert gc.get_freeze_count() == 0
