"""One row of any model, told by the trail: what verify is tried on."""

import datetime

from django.db import models

from accounts.trail.audit import audited
from accounts.trail.facts import Kept, declaration_of, made
from projects.models import Portfolio, RollPaper
from reports.models import ReturnedPaper
from supervision.models import SupervisionNotice

DAY = datetime.date(2019, 7, 1)
MOMENT = datetime.datetime(2019, 7, 1, 9, 30, tzinfo=datetime.UTC)

# What the constraints of a table ask for beyond the kind of its columns.
_WANTED = {
    SupervisionNotice: {"number": None},
}
# Columns that may be empty, of which one of several must hold something.
_NEEDED = {Portfolio: ("unit",), ReturnedPaper: ("issued",), RollPaper: ("serial",)}


def told_row(model):
    """A row in which every column that must hold something does, and all rows it refers to; the
    trail tells of each."""
    return _told(model, {})


def _told(model, rows):
    if model not in rows:
        needed = _NEEDED.get(model, ())
        values = {
            field.name: _value(field, rows)
            for field in model._meta.concrete_fields
            if not field.primary_key
            and (field.name in needed or not (field.null or field.has_default()))
        }
        row = model(**values | _WANTED.get(model, {}))
        row.save(force_insert=True)
        if isinstance(declaration_of(model), Kept):
            with audited(by=None) as audit:
                audit.record(row, "test.make", changes=made(row))
        rows[model] = row
    return rows[model]


def _value(field, rows):
    if field.is_relation:
        return _told(field.related_model, rows)
    if field.name in _BY_NAME:
        return _BY_NAME[field.name]
    if field.choices:
        return field.flatchoices[0][0]
    return VALUES[next(kind for kind in VALUES if isinstance(field, kind))][0]


VALUES = {
    models.DateTimeField: (MOMENT, MOMENT + datetime.timedelta(days=1)),
    models.DateField: (DAY, DAY + datetime.timedelta(days=400)),
    models.BooleanField: (False, True),
    models.JSONField: ({"甲": 1}, {"甲": 2}),
    models.FileField: ("甲", "乙"),
    models.EmailField: ("a@example.com", "b@example.com"),
    models.CharField: ("甲", "乙"),
    models.TextField: ("甲", "乙"),
    models.IntegerField: (3, 4),
}
_BY_NAME = {"year": 2019, "month": 7}
