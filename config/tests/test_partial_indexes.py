"""No query may fall over a partial unique index, on the SQLite of Debian 12 or on a newer one.

Where an index has a condition ``column = value``, SQLite from 3.46 on takes the column for known,
and gives up (“internal query planner error”) when it meets such an index in a branch of an OR,
whether the value is asked for inside the OR or beside it. It takes the index where no other column
is asked for, so a page that works proves little: here only keys are, as EXISTS and ``__in`` and
counting do. Conditions on NULL do no harm. ``make test-newer-sqlite`` runs this where it can fail.
"""

from itertools import chain, combinations

import pytest
from django.apps import apps
from django.db.models import Q, UniqueConstraint

from accounts.models import Role, RoleAssignment, User


def _partial_indexes(model):
    unique = (c for c in model._meta.constraints if isinstance(c, UniqueConstraint))
    return [constraint for constraint in unique if constraint.condition]


SCOPED = [
    pytest.param(model, constraint.condition, id=constraint.name)
    for model in apps.get_models()
    if hasattr(model._default_manager, "visible_to")
    for constraint in _partial_indexes(model)
]


@pytest.fixture
def people(county, unit_a, make_user):
    """A person for each role on the county and on a unit, and one who holds all of them."""
    for role in Role.values:
        make_user(f"county-{role}", role)
        make_user(f"unit-{role}", role, unit_a)
    everything = make_user("everything", Role.REPORTER, unit_a)
    for role in Role.values:
        RoleAssignment.objects.create(user=everything, role=role, unit=county)
    return User.objects.all()


def _parts(condition):
    """Every selection of the terms of a condition: none, one, all."""
    terms = condition.children
    sizes = range(len(terms) + 1)
    return [Q(*some) for some in chain.from_iterable(combinations(terms, n) for n in sizes)]


@pytest.mark.parametrize(("model", "condition"), SCOPED)
def test_what_a_person_sees_can_be_asked_beside_a_partial_index(people, model, condition):
    for person in people:
        for part in _parts(condition):
            seen = model._default_manager.visible_to(person).filter(part)
            answers = (seen.exists(), seen.count(), list(seen.order_by().values("pk")))
            assert answers == (False, 0, [])
