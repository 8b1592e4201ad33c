"""A pytest plugin (``-p scripts.only_with_database``): tests that no database can answer otherwise
are left to `make test`, which has run them. What is slow or needs services stays: it runs nowhere
else.
"""

import pytest
from django.test import TransactionTestCase

FIXTURES = {"db", "transactional_db", "live_server"}
ELSEWHERE_NOT_RUN = ("slow", "services", "browser")


def _asks_a_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    of_django = getattr(item, "cls", None)
    return (
        item.get_closest_marker("django_db") is not None
        or bool(FIXTURES & fixtures)
        or (of_django is not None and issubclass(of_django, TransactionTestCase))
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out = [
        item
        for item in items
        if not _asks_a_database(item)
        and not any(item.get_closest_marker(mark) for mark in ELSEWHERE_NOT_RUN)
    ]
    config.hook.pytest_deselected(items=left_out)
    gone = set(left_out)
    items[:] = [item for item in items if item not in gone]
