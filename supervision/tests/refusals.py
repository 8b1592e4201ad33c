"""What a test asks of a refusal: its class, its whole words, and that nothing was written."""

import pytest

from accounts.errors import DomainError
from supervision.visits.services import raise_finding

NOT_SUPERVISING = ["reporter", "other_reporter", "leader", "auditor", "administrator"]


def told(error_class, act):
    """The words with which the act was refused; its error is of that class and no other."""
    with pytest.raises(DomainError) as error:
        act()
    assert error.type is error_class
    return str(error.value)


def stored(row):
    """Every column of the row as the database has it."""
    return type(row).objects.filter(pk=row.pk).values().get()


def raising(finding, by, today):
    """The deed that makes a problem of a finding."""
    return lambda: raise_finding(
        finding=finding,
        category="site",
        severity="general",
        suggestion="",
        by=by,
        version=1,
        today=today,
    )
