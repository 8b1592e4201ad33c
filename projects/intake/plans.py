"""年度计划表 and 前期项目表: the kinds of workbook that fill the register."""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import Unit, User
from accounts.rights import may
from accounts.trail.audit import Trail
from accounts.trail.holding import hold
from projects import rules
from projects.intake import plan_workbook, preliminary_workbook
from projects.intake.applying import write_chosen
from projects.intake.columns import COLUMNS
from projects.intake.comparing import PlanPreview, compare
from projects.intake.confirming import list_forms
from projects.intake.drafting import draft_chosen
from projects.intake.lines import Reading
from projects.intake.lists import columns_of_lists
from projects.intake.register import Register, read_register
from projects.intake.undoing import left_alone, put_back
from projects.models import ProjectSource
from workbooks.intake.kinds import Addresses, TableKind, read_as, refuse_other_kinds
from workbooks.intake.sent import Sent
from workbooks.models import Upload
from workbooks.reading import Parsing


def year_of(chosen: Sent | Upload) -> int:
    return int(chosen.parameters["year"])


def as_of(chosen: Sent | Upload) -> datetime.date | None:
    """The day of a list of preliminary projects; None of a plan."""
    day = chosen.parameters.get("as_of")
    return datetime.date.fromisoformat(day) if day else None


class RegisterTable(TableKind[Reading, Register, PlanPreview, ProjectSource]):
    """What the plan and the list of preliminary projects have in common."""

    addresses = Addresses(
        door="projects:import_plan",
        preview="projects:upload",
        choose="projects:upload_choose",
        say="projects:upload_say",
        take_as="projects:upload_take_as",
        discard="projects:upload_discard",
        outcome="projects:upload",
        marked="projects:upload_marked",
        undo="projects:upload_undo",
        original="projects:upload_original",
    )
    preview_template = "projects/preview.html"
    outcome_template = "projects/outcome.html"
    import_page: str

    def known(self, sent: Sent) -> Register:
        return read_register(sent.county, year_of(sent))

    def compare(self, reading: Reading, known: Register, sent: Sent) -> PlanPreview:
        return compare(reading, known, sent, year=year_of(sent), as_of=as_of(sent))

    def hold(self, county: Unit) -> None:
        """Two confirmations of one file come one after the other; the second finds it stale."""
        hold(county)

    def write(
        self, preview: PlanPreview, *, by: User | None, upload: Upload | None, audit: Trail
    ) -> None:
        """What is of a list in force waits in a plan of adjustment."""
        preview.drafts, free = draft_chosen(preview, by=by, upload=upload, audit=audit)
        write_chosen(preview, free, on=preview.sent.today, audit=audit, upload=upload)

    def after(self, upload: Upload, user: User) -> dict[str, Any]:
        return {"adjustments": list(upload.adjustments.order_by("pk"))}

    def beside(self, preview: PlanPreview) -> dict[str, Any]:
        return {"list_forms": list_forms(preview.choices)}

    def sources_of(self, upload: Upload) -> "QuerySet[ProjectSource]":
        waiting = ProjectSource.objects.filter(upload=upload, undone_at=None)
        return waiting.select_related("project__county", "upload__county").order_by("pk")

    def left_alone(self, sources: Sequence[ProjectSource]) -> dict[int, str]:
        return left_alone(sources)

    def put_back(
        self, sources: Sequence[ProjectSource], *, audit: Trail, today: datetime.date
    ) -> None:
        put_back(sources, audit)

    def sources_seen(self, upload: Upload, user: User) -> "QuerySet[ProjectSource]":
        """The whole of it: who sees a plan's upload reads the county."""
        written = ProjectSource.objects.filter(upload=upload)
        return written.select_related("project").order_by("sheet", "row", "pk")

    def may_undo(self, user: User, upload: Upload) -> bool:
        return rules.undoes_import(user, upload)

    def may_send(self, user: User) -> bool:
        return may(user, "plan.import")

    def may_apply(self, user: User, upload: Upload) -> bool:
        return rules.applies_upload(user, upload)

    def may_download(self, user: User, upload: Upload) -> bool:
        return rules.downloads_original(user, upload)

    def applied_words(self, upload: Upload) -> str:
        if upload.adjustments.exists():
            return "没有直接改动清单；文件中的改动已形成调整方案，审定后生效。"
        return f"已导入。{in_words(**upload.outcome)}"

    def receive_address(self, upload: Upload) -> str:
        return reverse(self.import_page)


class Plan(RegisterTable):
    key = "plan"
    noun = "年度计划表"
    door = "“导入计划”的“年度计划”"
    vocabulary = plan_workbook.VOCABULARY
    marks = (plan_workbook.MARK,)
    import_page = "projects:import_plan"

    def read(self, sent: Sent, parsing: Parsing | None = None) -> Reading:
        columns = plan_workbook.EVERY_COLUMN
        book = read_as(self, sent, columns, parsing)
        if of_lists := columns_of_lists(book):
            book = read_as(self, sent, (*columns, *of_lists), parsing)
        reading = plan_workbook.read_plan(book, year_of(sent))
        if reading.is_refused:
            refuse_other_kinds(self, sent, COLUMNS["name"])
        return reading

    def reason(self, sent: Sent) -> str:
        return f"导入{year_of(sent)}年计划：{sent.name}"

    def about(self, upload: Upload) -> str:
        return f"{year_of(upload)}年计划"


class Preliminary(RegisterTable):
    key = "preliminary"
    noun = "前期项目表"
    door = "“导入计划”的“前期项目”"
    vocabulary = preliminary_workbook.VOCABULARY
    marks = (preliminary_workbook.MARK,)
    addresses = replace(RegisterTable.addresses, door="projects:import_preliminary")
    import_page = "projects:import_preliminary"

    def read(self, sent: Sent, parsing: Parsing | None = None) -> Reading:
        day = as_of(sent)
        assert day is not None
        book = read_as(self, sent, preliminary_workbook.VOCABULARY, parsing)
        reading = preliminary_workbook.read_preliminary(book, year_of(sent), day)
        if reading.is_refused:
            refuse_other_kinds(self, sent, COLUMNS["name"])
        return reading

    def reason(self, sent: Sent) -> str:
        return f"导入{year_of(sent)}年前期项目（截至{as_of(sent)}）：{sent.name}"

    def about(self, upload: Upload) -> str:
        return f"{year_of(upload)}年前期项目（截至{as_of(upload)}）"


def in_words(
    *, added: int, changed: int, unchanged: int, refused: int, left_out: int = 0, **others: Any
) -> str:
    """新增 85 个项目，修改 0 个，没有变化 0 个，拒绝 0 行。"""
    left = f"，未选 {left_out} 行" if left_out else ""
    told = f"新增 {added} 个项目，修改 {changed} 个，没有变化 {unchanged} 个"
    return f"{told}，拒绝 {refused} 行{left}。"


PLAN_TABLE = Plan()
PRELIMINARY_TABLE = Preliminary()
