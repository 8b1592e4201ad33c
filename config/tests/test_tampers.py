"""What is changed in the database past the services, ``manage.py verify`` finds."""

import io
import json

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction

from accounts.trail.facts import declaration_of, kept_fields
from accounts.trail.rebuilding import differences, kept_facts, kept_models, sealed_models
from accounts.trail.words import label_of
from config.tests.rows import VALUES, told_row
from figures.models import LightScheme
from projects.models import Portfolio, ProjectPhoto
from reports.models import ReturnedPaper
from supervision.models import MeetingDecision, SupervisionNotice
from workbooks.models import Upload

pytestmark = pytest.mark.django_db


REFUSED = {
    Upload: {"applied_at", "undone_at", "undone_by"},
    MeetingDecision: {"checked_by", "reported_on"},
    LightScheme: {"green_limit"},
    SupervisionNotice: {"number", "state"},
    Portfolio: {"category"},
    ProjectPhoto: {"placed_at"},
    ReturnedPaper: {"working"},
}
"""Columns that a constraint of their table ties to others."""


def listed():
    out = io.StringIO()
    call_command("tamper", "--list", stdout=out)
    return [line.split("\t") for line in out.getvalue().splitlines()]


def candidates(field, row):
    """Other values of the column's kind than the row's, as SQL takes them."""
    now = getattr(row, field.attname)
    if field.is_relation:
        return [1_000_001]
    if field.choices:
        return [choice for choice, _ in field.flatchoices if choice != now]
    kind = next(kind for kind in VALUES if isinstance(field, kind))
    return [
        json.dumps(value) if kind is models.JSONField else value
        for value in VALUES[kind]
        if value != now
    ]


def change(table, column, value, pk):
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE {table} SET "{column}" = %s WHERE id = %s', [value, pk])


def found_of(model, field, row):
    """What verify says of the row once the column holds something else; None where the table
    itself takes nothing else there while the other columns stand."""
    for value in candidates(field, row):
        try:
            with transaction.atomic():
                change(model._meta.db_table, field.column, value, row.pk)
                found = differences(model)
                transaction.set_rollback(True)
                return found
        except IntegrityError:
            continue
    return None


@pytest.mark.parametrize("model", kept_models(), ids=lambda model: model._meta.model_name)
def test_each_kept_column_changed_by_sql_is_found_and_named(model):
    row = told_row(model)
    assert differences(model) == []
    found = {field: found_of(model, field, row) for field in kept_fields(model)}
    missed = {
        field.name: sentences
        for field, sentences in found.items()
        if sentences is not None
        and f"{label_of(model._meta.label_lower, field.attname)}为" not in "".join(sentences)
    }
    assert missed == {}
    assert {field.name for field in found if found[field] is None} == REFUSED.get(model, set())


@pytest.mark.parametrize("model", kept_models(), ids=lambda model: model._meta.model_name)
def test_a_row_put_in_or_taken_out_past_the_services_is_found(model):
    row = told_row(model)
    pk = row.pk
    with transaction.atomic():
        connection.cursor().execute(f"DELETE FROM {model._meta.db_table} WHERE id = %s", [pk])
        found = differences(model)
        transaction.set_rollback(True)
    assert [sentence.partition("：")[0] for sentence in found] == ["操作记录有而数据没有"]


def test_the_list_has_a_line_for_each_kept_column_of_each_table():
    assert listed() == [[fact.kind, fact.table, fact.column] for fact in kept_facts()]
    tables = {model._meta.db_table: model for model in (*kept_models(), *sealed_models())}
    assert {table for _, table, _ in listed()} == set(tables)
    assert ["monthlyentry.received_on", "investment_monthlyentry", "received_on"] in listed()
    assert ["planitem.planned_investment", "projects_planitem", "planned_investment"] in listed()
    assert ["entrysource.before", "investment_entrysource", "before"] in listed()
    assert ["roleassignment.role", "accounts_roleassignment", "role"] in listed()


def test_every_model_says_what_it_is_to_the_trail():
    from django.apps import apps

    silent = [
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if declaration_of(model) is None
    ]
    assert silent == []
