"""Rows of a file as rows of a table of reference data, under the same rules as its pages."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model, QuerySet
from import_export.resources import ModelResource
from import_export.results import Result, RowResult

from accounts.admin import AuditedAdmin
from accounts.errors import DomainError, Stale
from accounts.models import Unit, User
from accounts.trail.audit import audited
from accounts.trail.reference import edition_of
from accounts.trail.words import Words, with_words
from workbooks.exchange.files import Rows
from workbooks.exchange.widgets import Named


@dataclass(frozen=True)
class Complaint:
    """What is wrong in a row; ``column`` is empty for what concerns all of it."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"第 {self.row} 行{f'“{self.column}”' if self.column else ''}：{self.message}"


@dataclass(frozen=True)
class Change:
    """What the trail will say of a row, in words."""

    action: str
    object_label: str
    words: Words


@dataclass(frozen=True)
class Outcome:
    """What a file comes to: a change for each audit line it leaves, and how many rows are as they
    were. With a complaint nothing is stored."""

    lines: list[Change]
    unchanged: int
    complaints: list[Complaint]

    @property
    def plan(self) -> str:
        """Alike for alike changes, whatever numbers the new rows get."""
        told = [astuple(line) for line in self.lines]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


class CountyRows(ModelResource):
    """A subclass names the fields with their columns, in ``Meta`` the model and by which fields a
    row is known (``import_id_fields``). All columns must be there, and no others. ``samples`` are
    rows that show how a table is filled, in the order of the columns, and ``defaults`` what holds
    of a new row where a cell is left empty, by column."""

    samples: tuple[tuple[str, ...], ...] = ()
    defaults: Mapping[str, str] = {}

    class Meta:
        skip_unchanged = True
        report_skipped = True
        skip_html_diff = True
        use_bulk = False

    def __init__(self, *, kept_by: AuditedAdmin, county: Unit, by: User, rows: QuerySet) -> None:
        super().__init__()
        self.kept_by = kept_by
        self.county = county
        self.by = by
        self.rows = rows
        for field in self.fields.values():
            if isinstance(field.widget, Named):
                field.widget.county = county

    @property
    def columns(self) -> list[str]:
        return [field.column_name for field in self.get_import_fields()]

    @property
    def guide(self) -> list[tuple[str, str, str]]:
        """Of each column its title, whether it must be filled, and what it may say."""
        return [
            (field.column_name, self._fills(field), getattr(field.widget, "allowed", ""))
            for field in self.get_import_fields()
        ]

    @property
    def shown(self) -> list[tuple[str, str, str, list[str]]]:
        """The guide, each column with what the samples say in it."""
        return [
            (*line, [sample[place] for sample in self.samples])
            for place, line in enumerate(self.guide)
        ]

    def _fills(self, field: Any) -> str:
        if getattr(field.widget, "required", True):
            return "必填"
        default = self.defaults.get(field.column_name)
        return f"可不填，新增时为{default}" if default else "可不填"

    def tried(self, rows: Rows) -> Outcome:
        """What applying would come to; nothing stays, no audit line either."""
        return self._taken_in(rows, stays=lambda outcome: False)

    def applied(self, rows: Rows, plan: str) -> Outcome:
        """All rows, or none: where they come to something else than the ``plan`` that was
        confirmed, raises DomainError."""
        outcome = self._taken_in(rows, stays=lambda outcome: outcome.plan == plan)
        if outcome.complaints or outcome.plan != plan:
            raise Stale("预览之后数据有了变化，没有导入，请重新上传并核对。")
        return outcome

    def _taken_in(self, rows: Rows, *, stays: Callable[[Outcome], bool]) -> Outcome:
        self._check_columns(rows.headers)
        with audited(by=self.by) as trail:
            result = self.import_data(
                rows, use_transactions=True, rollback_on_validation_errors=True
            )
            outcome = Outcome(
                lines=[
                    Change(line.action, line.object_label, line.words)
                    for line in with_words(trail.lines[trail.lines_before :])
                ],
                unchanged=result.totals[RowResult.IMPORT_TYPE_SKIP],
                complaints=self._complaints(result, rows.numbers),
            )
            if outcome.complaints or not stays(outcome):
                trail.take_back()
        return outcome

    def _check_columns(self, titles: list[str] | None) -> None:
        given, wanted = titles or [], self.columns
        faults = [
            ("不认识的列", [title or "（空）" for title in given if title not in wanted]),
            ("缺少的列", [column for column in wanted if column not in given]),
            ("重复的列", [column for column in wanted if given.count(column) > 1]),
        ]
        told = [f"{what}：{'、'.join(dict.fromkeys(which))}" for what, which in faults if which]
        if told:
            raise DomainError(f"标题行应为：{'、'.join(wanted)}。{'；'.join(told)}。", field="file")

    def _complaints(self, result: Result, numbers: list[int]) -> list[Complaint]:
        """The library keeps every exception of a row; what is not a refusal is a fault of ours."""
        for fault in [*result.base_errors, *(e for row in result.error_rows for e in row.errors)]:
            raise fault.error
        columns = {field.attribute: field.column_name for field in self.get_import_fields()}
        return [
            Complaint(numbers[row.number - 1], columns.get(field, ""), message)
            for row in result.invalid_rows
            for field, messages in row.error_dict.items()
            for message in messages
        ]

    # --- Hooks of the library -----------------------------------------------------------

    def get_queryset(self) -> QuerySet:
        return self.rows.all()

    def init_instance(self, row: Any = None) -> Model:
        return self.kept_by.new_row(self.county)

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        self._known: dict[tuple, int] = {}

    def get_instance(self, instance_loader: Any, row: Any) -> Model | None:
        """The county's row of that name; a cell that cannot be read is complained of later."""
        try:
            wanted = {
                self.fields[name].attribute: self.fields[name].clean(row)
                for name in self.get_import_id_fields()
            }
        except ValueError:
            return None
        found = list(self.get_queryset().filter(**wanted)[:2])
        if len(found) > 1:
            raise ValidationError(f"县内有不止一个“{found[0]}”，请在页面上逐个修改")
        return found[0] if found else None

    def after_init_instance(self, instance: Any, new: bool, row: Any, **kwargs: Any) -> None:
        """The same thing twice in one file is a slip: which row should hold?"""
        names = tuple(
            str(row[self.fields[name].column_name]).strip() for name in self.get_import_id_fields()
        )
        first = self._known.setdefault(names, kwargs["row_number"])
        if first != kwargs["row_number"]:
            raise ValidationError(f"与前面的一行重复：{'、'.join(names)}")
        if not new:
            self._edition = edition_of(instance)

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """Fields one by one, as a page checks them; doubles are the constraint's affair."""
        errors = dict(import_validation_errors or {})
        try:
            instance.clean_fields(exclude=set(errors))
            if not errors:
                instance.clean()
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        try:
            if is_create:
                self.kept_by.keep_new(instance, county=self.county, by=self.by)
            else:
                self.kept_by.keep_changed(
                    instance, edition=self._edition, county=self.county, by=self.by
                )
        except DomainError as error:
            raise ValidationError({NON_FIELD_ERRORS: [error.message]}) from error
