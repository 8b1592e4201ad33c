"""Keeping reference data: small tables that an administrator looks after, one row at a time.

What is particular to a table (which names clash, which limits go together) its page checks before
it comes here; what must hold for every one of them holds here: scope, edition, audit line.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F

from accounts.errors import DomainError, Stale
from accounts.models import Unit, User
from accounts.trail.audit import audited
from accounts.trail.facts import changed_since, facts_of, made


def typed_fields(model: type[models.Model]) -> list[models.Field]:
    """The fields that a person fills in: the county is the server's, and so is the version."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key and field.name != "county"
    ]


def edition_of(row: models.Model) -> str:
    """What a form carries to say which contents it was made from; alike for like contents."""
    values = [str(field.value_from_object(row)) for field in row._meta.concrete_fields]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:16]


def add_reference(
    *,
    row: models.Model,
    action: str,
    county: Unit,
    taken: str,
    by: User,
) -> models.Model:
    """Store a new row. Raises DomainError, saying ``taken``, where a unique one stands already."""
    with audited(by=by) as audit:
        with _free_to_the_end(taken):
            row.save(force_insert=True)
        audit.record(row, action, county=county, changes=made(row))
    return row


def change_reference(
    *,
    row: models.Model,
    edition: str,
    action: str,
    county: Unit,
    taken: str,
    by: User,
) -> models.Model:
    """Make the stored row what ``row`` says. Raises Stale when it is no longer of the edition
    that was read, DomainError, saying ``taken``, where a unique one stands already."""
    model = type(row)
    with audited(by=by) as audit:
        before = model._base_manager.get(pk=row.pk)
        changed = [
            field
            for field in typed_fields(model)
            if field.value_from_object(before) != field.value_from_object(row)
        ]
        if edition_of(before) != edition:
            raise Stale(f"“{before}”刚被别人修改过，您的修改没有保存。")
        if not changed:
            return before
        new = {field.attname: field.value_from_object(row) for field in changed}
        if any(field.name == "version" for field in model._meta.concrete_fields):
            new["version"] = F("version") + 1
        with _free_to_the_end(taken):
            hit = model._base_manager.filter(**_contents(before)).update(**new)
        if not hit:
            raise Stale(f"“{before}”刚被别人修改过，您的修改没有保存。")
        row.refresh_from_db()
        audit.record(before, action, county=county, changes=changed_since(facts_of(before), row))
    return row


def _contents(row: models.Model) -> dict[str, Any]:
    """A condition that only this row fulfils, and only while it is as it was read."""
    return {field.attname: field.value_from_object(row) for field in row._meta.concrete_fields}


@contextmanager
def _free_to_the_end(taken: str) -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise DomainError(taken) from error
