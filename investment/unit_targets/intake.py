"""任务完成情况表 as a kind of workbook: previewed, entered as by page, and taken back."""

import datetime
from collections.abc import Mapping, Sequence

from django.db.models import QuerySet
from django.urls import reverse

from accounts import clock
from accounts.errors import Stale, WrongState
from accounts.models import Unit, User
from accounts.rights import reports_somewhere
from accounts.trail.audit import Trail
from accounts.trail.claims import claim
from accounts.trail.facts import changed_row, facts_of
from accounts.trail.holding import hold
from investment.models import (
    Bearer,
    EntryState,
    UnitIndicator,
    UnitResult,
    UnitResultSource,
    UnitTarget,
)
from investment.unit_targets.comparing import (
    TaskLine,
    TasksKnown,
    TasksPreview,
    compare_tasks,
    task_month,
)
from investment.unit_targets.reporting import require_open_to, write_results
from investment.unit_targets.rules import keys_tasks
from investment.unit_targets.selectors import bearers_seen, month_of_period
from investment.unit_targets.steps import STEPS
from investment.unit_targets.workbook import (
    INDICATOR,
    VOCABULARY,
    TaskReading,
    read_tasks,
)
from projects.naming import name_key, unit_key, unit_keys
from workbooks.intake.kinds import Addresses, TableKind, refuse_other_kinds
from workbooks.intake.provenance import LONGEST_SHEET
from workbooks.intake.sent import Sent
from workbooks.models import Upload
from workbooks.reading import Parsing
from workbooks.rules import downloads_upload, undoes_upload
from workbooks.sealing import seal_anew
from workbooks.tables import read_workbook

_KEPT = ("month_amount", "year_to_date", "note", "state")


class TaskTableKind(TableKind[TaskReading, TasksKnown, TasksPreview, UnitResultSource]):
    key = "tasks"
    noun = "任务完成情况表"
    door = "“单位任务”"
    vocabulary = VOCABULARY
    marks = (INDICATOR,)
    addresses = Addresses(
        door="investment:tasks_now",
        preview="investment:tasks_upload",
        choose="investment:tasks_choose",
        say="investment:tasks_say",
        take_as="investment:tasks_take_as",
        discard="investment:tasks_discard",
        outcome="investment:tasks_upload",
        marked="investment:tasks_marked",
        undo="investment:tasks_undo",
        original="projects:upload_original",
    )
    preview_template = "investment/tasks_preview.html"
    outcome_template = "investment/tasks_outcome.html"

    def read(self, sent: Sent, parsing: Parsing | None = None) -> TaskReading:
        month, meanings = task_month(sent), self.meanings(sent)
        book = read_workbook(
            sent.content,
            sent.name,
            VOCABULARY,
            month,
            extra_aliases=meanings.aliases,
            parsing=parsing,
            meanings=meanings,
        )
        reading = read_tasks(book, month)
        if reading.is_refused:
            refuse_other_kinds(self, sent, VOCABULARY[1])
        return reading

    def known(self, sent: Sent) -> TasksKnown:
        """Six queries."""
        county, month = sent.county, task_month(sent)
        period = month_of_period(county, month)
        if period is None or sent.by is None:
            return TasksKnown(period)
        own = bearers_seen(sent.by, county)
        bearers: dict[str, Bearer] = {}
        for bearer in own:
            keys = {name_key(bearer.name), unit_key(bearer.name, county)}
            if bearer.unit is not None:
                keys |= unit_keys(bearer.unit, county)
            bearers |= dict.fromkeys(keys, bearer)
        every = list(UnitIndicator.objects.filter(county=county))
        default = sent.parameters.get("indicator")
        targets = UnitTarget.objects.filter(indicator__county=county, year=month.year)
        results = UnitResult.objects.filter(
            bearer__in=own, year=month.year, month=month.month
        ).select_related("indicator__county", "bearer__unit")
        return TasksKnown(
            period,
            bearers,
            {name_key(each.name): each for each in every},
            next((each for each in every if each.pk == default), None),
            frozenset(targets.values_list("indicator_id", "bearer_id")),
            {(result.indicator_id, result.bearer_id): result for result in results},
        )

    def compare(self, reading: TaskReading, known: TasksKnown, sent: Sent) -> TasksPreview:
        return compare_tasks(reading, known, sent)

    def hold(self, county: Unit) -> None:
        hold(county)

    def write(
        self, preview: TasksPreview, *, by: User | None, upload: Upload | None, audit: Trail
    ) -> None:
        assert preview.period is not None
        period, sent = hold(preview.period), preview.sent
        period.county = sent.county
        lines = preview.chosen
        drafts = [line.draft for line in lines if line.draft]
        require_open_to(period, {draft.bearer.unit_id for draft in drafts}, sent.today)
        before = {
            (line.draft.indicator.pk, line.draft.bearer.pk): _held(line.before)
            for line in lines
            if line.draft and line.before
        }
        source = str(sent.parameters.get("source", ""))
        entered = write_results(
            audit,
            period,
            drafts,
            by=by,
            today=sent.today,
            sends=bool(source),
            source=source,
        )
        if upload is not None:
            _keep_sources(upload, lines, entered.written, before)

    def reason(self, sent: Sent) -> str:
        return f"导入{task_month(sent).label}任务完成情况：{sent.name}"

    def sender(self, sent: Sent) -> Unit | None:
        """None for the bureau, and for a reporter of several units."""
        if sent.by is None or keys_tasks(sent.by, sent.county):
            return None
        units = [bearer.unit for bearer in bearers_seen(sent.by, sent.county) if bearer.unit]
        return units[0] if len(units) == 1 else None

    def sources_of(self, upload: Upload) -> "QuerySet[UnitResultSource]":
        waiting = UnitResultSource.objects.filter(upload=upload, undone_at=None)
        return waiting.select_related(
            "result__indicator__county", "result__bearer__unit", "result__period"
        ).order_by("pk")

    def left_alone(self, sources: Sequence[UnitResultSource]) -> Mapping[int, str]:
        left = {}
        for source in sources:
            result = source.result
            if result.state == EntryState.APPROVED:
                left[source.pk] = "已审定，须由审定员退回后改正"
            elif result.version != source.result_version:
                left[source.pk] = f"导入之后又有改动，现为{result.get_state_display()}"
        return left

    def put_back(
        self, sources: Sequence[UnitResultSource], *, audit: Trail, today: datetime.date
    ) -> None:
        for source in sources:
            result, before = source.result, source.before
            if result.period is not None and not result.period.is_open:
                raise WrongState(f"{result.as_month.label}填报期已关闭，不能撤销导入")
            told = facts_of(result)
            empty = {"month_amount": None, "year_to_date": None, "note": "", "state": "draft"}
            values_then = dict(before or empty)
            if values_then["state"] not in STEPS["save"][1].sources:
                values_then["state"] = EntryState.DRAFT
            nobody = {"submitted_by": None, "submitted_at": None, "keyed_by": None}
            if not claim(
                result,
                version=source.result_version,
                where=STEPS["undo"][1].where,
                keyed_source="",
                **nobody,
                **values_then,
            ):
                raise Stale("其中有的刚刚有人改动，没有撤销，请刷新页面")
            audit.record(
                result,
                "task.undo",
                county=result.indicator.county,
                changes=changed_row(told, result),
            )

    def may_send(self, user: User) -> bool:
        return keys_tasks_somewhere(user) or reports_somewhere(user)

    def may_apply(self, user: User, upload: Upload) -> bool:
        return upload.uploaded_by_id == user.pk and self.may_send(user)

    def may_undo(self, user: User, upload: Upload) -> bool:
        return undoes_upload(user, upload.uploaded_by_id, upload.unit, upload.county)

    def may_download(self, user: User, upload: Upload) -> bool:
        is_own = upload.uploaded_by_id == user.pk
        return is_own or downloads_upload(user, upload.unit, upload.county)

    def sources_seen(self, upload: Upload, user: User) -> "QuerySet[UnitResultSource]":
        seen = UnitResult.objects.visible_to(user)
        return (
            UnitResultSource.objects.filter(upload=upload, result__in=seen)
            .select_related("result__indicator", "result__bearer")
            .order_by("sheet", "row", "pk")
        )

    def about(self, upload: Upload) -> str:
        return f"{task_month(upload).label}任务完成情况"

    def applied_words(self, upload: Upload) -> str:
        outcome = upload.outcome
        count = outcome["added"] + outcome["changed"]
        did = "代填" if upload.parameters.get("source") else "存为草稿"
        others = (
            ("不变", outcome["unchanged"]),
            ("未导入", outcome["refused"] + outcome["left_out"]),
        )
        told = "".join(f"，{word} {number} 项" for word, number in others if number)
        return f"{self.about(upload)}：已{did} {count} 项{told}。"

    def receive_address(self, upload: Upload) -> str:
        return reverse("investment:tasks_import", args=[task_month(upload)])


def keys_tasks_somewhere(user: User) -> bool:
    return any(keys_tasks(user, held.unit.own_county) for held in user.held_roles if held.unit)


def _held(result: UnitResult) -> dict[str, object]:
    return {name: getattr(result, name) for name in _KEPT}


def _keep_sources(
    upload: Upload,
    lines: Sequence[TaskLine],
    written: Sequence[UnitResult],
    before: Mapping[tuple[int, int], dict[str, object]],
) -> None:
    """One for each result that was written, under the seal of the upload."""
    line_of = {
        (line.draft.indicator.pk, line.draft.bearer.pk): line for line in lines if line.draft
    }
    applied_at = clock.now()
    pairs = [(result, (result.indicator_id, result.bearer_id)) for result in written]
    UnitResultSource.objects.bulk_create(
        UnitResultSource(
            upload=upload,
            result=result,
            sheet=line_of[pair].row.sheet[:LONGEST_SHEET],
            row=line_of[pair].row.number,
            cells={"month_amount": line_of[pair].written.cell.ref},
            before=before.get(pair),
            after=_held(result),
            applied_at=applied_at,
            result_version=result.version,
        )
        for result, pair in pairs
    )
    seal_anew(upload)


TASK_TABLE = TaskTableKind()
