"""Every URL is asked as every role and answers as accounts/rights.csv has it.

A URL without a line here fails the suite. What a role may not see or do is not found (404).
"""

import csv
import datetime
import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone
from PIL import Image

from accounts import clock
from accounts.admin import reference
from accounts.models import Role, RoleName, Unit, UnitKind
from assessment.models import AssessmentScheme, Excuse, SchemeRule, ScoreEvent
from assessment.services import publish_result
from investment.models import (
    Bearer,
    CheckFinding,
    Definition,
    EntryProposal,
    EntryState,
    Evidence,
    ExtraColumn,
    ExtraColumnProposal,
    MonthlyEntry,
    PeriodExtension,
    PeriodProposal,
    ProjectSuccession,
    PublishProposal,
    ReadyReason,
    ReportingPeriod,
    UnitContact,
    UnitIndicator,
    UnitResult,
    UnitResultProposal,
    UnitTarget,
)
from investment.services import recognise
from investment.services.recognised import RecognisedBy
from investment.signed_sheets import keep_signed_sheet
from investment.successions.asked import Asked
from jobs.holding import claim, finish
from jobs.kinds import JobOutcome, MadeFile
from jobs.services import ask_job
from measures.money import WAN
from measures.months import Month
from projects.models import (
    AnnualPlan,
    ApprovalItem,
    FundSource,
    Holiday,
    JournalNote,
    Leader,
    LeaderProposal,
    MilestoneStep,
    NamedColleague,
    Part,
    PlanAdjustment,
    PlanChange,
    PlanItem,
    PlanPaper,
    PlanProposal,
    Project,
    ProjectAlias,
    ProjectCategory,
    ProjectPhoto,
    ProjectProposal,
    ProjectUnit,
    ReserveItem,
    RollPaper,
    SizeBand,
    StartEvidence,
    Tier,
    Town,
    UnitMerger,
)
from projects.reserve.roll import RESERVE
from projects.rolls.services import declare_line
from reports.adopted.services import adopt_document
from reports.adopted.templated.services import write_template
from reports.foreign_tables.services import adopt_table, fill_table
from reports.models import NamedSelection
from reports.outside.services import enter_fact
from reports.papers.services import begin_paper, issue_paper
from reports.returned.services import take_back
from reports.tests.made_blanks import two_tables
from reports.tests.typed import word_of
from reports.year_of_months import YEAR_OF_MONTHS, YearAsked
from supervision.models import (
    AgendaItem,
    DispatchOrder,
    FindingPhoto,
    Inspection,
    InspectionFinding,
    JointMeeting,
    MeetingDecision,
    NoticeItem,
    OrderAttachment,
    OrderStep,
    Problem,
    SupervisionNotice,
)
from workbooks.models import ColumnMeaning, HeaderAlias
from workbooks.services import keep_upload

RIGHTS = Path(__file__).parents[2] / "accounts" / "rights.csv"
SECRET = "城南学校建设项目"
SIGNED = b"%PDF-1.4\nstartxref\n0\n%%EOF\n"
JUNE, JULY = Month(2019, 6), Month(2019, 7)

ROLES = (
    "reporter_of_the_unit",
    "reporter_of_another_unit",
    "reviewer",
    "approver",
    "inspector",
    "leader",
    "administrator",
    "auditor",
)

# How the words of the rights read: who may look, who may act, who acts for another.
LOOK = frozenset({"yes", "own", "own lines", "own actions", "view", "propose", "on behalf"})
ACT = frozenset({"yes"})
OWN = frozenset({"yes", "own"})
OWN_KEYED = frozenset({"yes", "own keyed"})
ON_BEHALF = frozenset({"on behalf"})
ACT_OR_ON_BEHALF = ACT | ON_BEHALF


ASKED_BY_SCRIPTS = {"investment:keep", "investment:keep_keyed", "investment:send"}
"""Addresses that answer a script of ours in JSON whatever happens, never with a way to sign in."""

# What a form sends at the least; a version that nothing has, so that nothing is changed.
FORM = {"version": "999", "month": "2019-08", "severity": "general", "close": "1"}


COLUMN_TERMS = {
    "kind": "number",
    "unit": "人",
    "digits": 0,
    "definition": "月末在岗人数",
    "source": "县发改〔2019〕31号",
    "from_day": "2019-07-01",
}

EMPTY_TABLE = {"title": "", "unit": "", "head": ["", "", "", "", "", "", "", ""], "rows": []}


@dataclass(frozen=True)
class Line:
    """One way to ask one URL: the right it wants (``also`` a second one), and how. ``is_list``
    pages open for a reporter of any unit and show him his own alone."""

    right: tuple[str, str]
    words: frozenset[str] = LOOK
    method: str = "get"
    arguments: tuple[str, ...] = ()
    is_list: bool = False
    also: tuple[str, str] | None = None


HELP = ("help page", "read")
PROJECT_VIEW = ("project", "view")
PROJECT_CHANGE = ("project", "propose or change master data")
ROLL_DECLARE = ("reserve approval gap suspension fund target of a project or unit", "report")
ROLL_DECLARED = frozenset({"yes", "own", "on behalf"})
ROLL_CONFIRM = (ROLL_DECLARE[0], "confirm and set in force")
PLAN_VIEW = ("plan list", "view")
PLAN_IMPORT = ("plan list", "import and change")
PLAN_ASK = ("plan list", "ask for an adjustment")
PLAN_ADJUST = ("plan list", "draft and put in force an adjustment")
PLAN_MANAGE = ("plan list", "make name and close a list")
ENTER = ("entry", "enter edit upload (draft or returned and period open)")
SUBMIT = ("entry", "submit and withdraw before review")
CORRECT = ("entry", "correct after approval")
PROPOSE = frozenset({"yes", "propose"})
ONLY_PROPOSE = frozenset({"propose"})
REVIEW = ("entry", "review")
RETURN = ("entry", "return with reason")
APPROVE = ("entry", "approve")
VERIFY = ("entry", "set verified figure beside it (核定数)")
PERIOD = ("period", "open extend close")
COLUMN = ("extra column (附加指标)", "add retire rename")
DECLARE = ("period", "declare a month (宣布口径月)")
ORIGINAL = ("upload", "download the original")
UNDO = ("upload", "undo after it was applied")
DASHBOARD = ("dashboard", "own unit")
SUBJECT_REPORT = (
    "reserve approval gap suspension fund target of a project or unit",
    "report",
)
WHOLE_COUNTY = ("dashboard", "whole county")
DOCUMENT = ("document", "download")
GENERATE = ("document", "generate")
PAPER_ISSUE = ("document", "issue")
FILL = ("foreign table (套表) adopted document", "match and fill")
PROBLEM = ("problem", "raise")
DISPATCH = ("dispatch order", "issue check close")
ANSWER = ("dispatch order", "acknowledge and reply")
ADDRESSEE = frozenset({"addressee"})
NOTICE_DRAFT = ("notice", "draft")
NOTICE_ISSUE = ("notice", "issue and withdraw by a later one")
SCORE = ("score", "view")
INSPECT = ("inspection", "record")
SCHEME_DRAFT = ("assessment scheme", "draft")
SCHEME_FORCE = ("assessment scheme", "put in force")
RESULT_PUBLISH = ("assessment result", "publish")
LEADERS = ("list of all leaders with their projects", "view")
APPOINT = ("lead official", "appoint and link to a user")
MERGE = ("unit", "merge or close with a successor (机构改革)")
MANAGE = ("user unit role alias holiday", "manage")
TRAIL = ("audit trail", "view")

JOURNAL = ("project journal", "add a dated note or photo")
WRITES = frozenset({"yes", "own projects"})
TASK = "reserve approval gap suspension fund target of a project or unit"
TASK_REPORT = (TASK, "report")
TASK_CONFIRM = (TASK, "confirm and set in force")
BACKUP = ("backup of everything", "ask for one and see where it lies")

MATRIX = {
    "backups": Line(BACKUP, ACT),
    "back_up": Line(BACKUP, ACT, "post"),
    "accounts:users": Line(MANAGE),
    "accounts:user": Line(MANAGE, arguments=("person",)),
    "accounts:user_create": Line(MANAGE, ACT),
    "accounts:user_edit": Line(MANAGE, ACT, arguments=("person",)),
    "accounts:user_password": Line(MANAGE, ACT, "post", ("person",)),
    "accounts:user_disable": Line(MANAGE, ACT, "post", ("person",)),
    "accounts:user_enable": Line(MANAGE, ACT, "post", ("person",)),
    "accounts:units": Line(MANAGE),
    "accounts:unit": Line(MANAGE, arguments=("unit",)),
    "accounts:unit_create": Line(MANAGE, ACT),
    "accounts:unit_edit": Line(MANAGE, ACT, arguments=("unit",)),
    "accounts:trail": Line(TRAIL, is_list=True),
    "accounts:trail_download": Line(TRAIL, is_list=True),
    "projects:list": Line(PROJECT_VIEW, is_list=True),
    "projects:export": Line(PROJECT_VIEW, is_list=True),
    "projects:export_national": Line(PROJECT_VIEW, is_list=True),
    "projects:detail": Line(PROJECT_VIEW, arguments=("project",)),
    "projects:data": Line(PROJECT_VIEW, arguments=("project",)),
    "projects:timeline": Line(PROJECT_VIEW, arguments=("project",)),
    "projects:album": Line(PROJECT_VIEW, arguments=("project",)),
    "projects:papers": Line(PROJECT_VIEW, arguments=("project",)),
    "projects:journal": Line(PROJECT_VIEW, arguments=("project",)),
    "projects:journal (write)": Line(JOURNAL, WRITES, "post", ("project",)),
    # It names the unit's reporter.
    "projects:note_read": Line(SUBMIT, ACT, "post", ("note",)),
    "projects:photos_in": Line(JOURNAL, WRITES, is_list=True),
    "projects:photos_in (add)": Line(JOURNAL, WRITES, "post", is_list=True),
    "projects:photos_place": Line(JOURNAL, WRITES, "post", is_list=True),
    "projects:photo": Line(PROJECT_VIEW, arguments=("journal_photo",)),
    "projects:photo_small": Line(PROJECT_VIEW, arguments=("journal_photo",)),
    # Who brought it: the unit's reporter.
    "projects:photo_remove": Line(SUBMIT, ACT, "post", ("journal_photo",)),
    "projects:history": Line(PROJECT_VIEW, arguments=("project",), also=TRAIL),
    "projects:create": Line(PROJECT_CHANGE, ACT),
    "projects:edit": Line(PROJECT_CHANGE, PROPOSE, arguments=("project",)),
    "projects:edit (propose)": Line(PROJECT_CHANGE, PROPOSE, "post", ("project",)),
    "projects:answer_change": Line(PROJECT_CHANGE, ACT, "post", ("change",)),
    # Who proposed it: the unit's reporter.
    "projects:withdraw_change": Line(SUBMIT, ACT, "post", ("change",)),
    "projects:parts": Line(PROJECT_CHANGE, ACT, arguments=("project",)),
    "projects:many": Line(PROJECT_CHANGE, ACT),
    "projects:left_out": Line(PROJECT_CHANGE, ACT, arguments=("year",)),
    "projects:mergers": Line(MERGE),
    "projects:mergers (propose)": Line(MERGE, PROPOSE, "post"),
    "projects:answer_merger": Line(MERGE, ACT, "post", ("merger",)),
    # Who proposed it: the administrator.
    "projects:withdraw_merger": Line(MANAGE, ACT, "post", ("merger",)),
    "projects:rolls": Line(PROJECT_VIEW, is_list=True),
    "projects:roll": Line(PROJECT_VIEW, arguments=("roll",), is_list=True),
    "projects:roll_export": Line(PROJECT_VIEW, arguments=("roll",), is_list=True),
    "projects:roll_declare": Line(ROLL_DECLARE, ROLL_DECLARED, arguments=("roll",), is_list=True),
    "projects:roll_import": Line(ROLL_DECLARE, ROLL_DECLARED, arguments=("roll",), is_list=True),
    "projects:roll_template": Line(ROLL_DECLARE, ROLL_DECLARED, arguments=("roll",), is_list=True),
    "projects:roll_upload": Line(ORIGINAL, arguments=("roll_upload",)),
    "projects:roll_choose": Line(ROLL_DECLARE, ROLL_DECLARED, "post", ("roll_upload",)),
    "projects:roll_say": Line(ROLL_DECLARE, ROLL_DECLARED, "post", ("roll_upload",)),
    "projects:roll_take_as": Line(ROLL_DECLARE, ROLL_DECLARED, "post", ("roll_upload",)),
    "projects:roll_discard": Line(ROLL_DECLARE, ROLL_DECLARED, "post", ("roll_upload",)),
    "projects:roll_marked": Line(ORIGINAL, arguments=("roll_upload",)),
    # Who sent it, the unit's reporter, and who confirms.
    "projects:roll_undo": Line(UNDO, OWN, "post", ("roll_upload",)),
    "projects:roll_confirm": Line(ROLL_CONFIRM, ACT, "post", ("roll",)),
    "projects:roll_answer": Line(ROLL_CONFIRM, ACT, "post", ("roll", "declared")),
    # Who declared it: the unit's reporter.
    "projects:roll_withdraw": Line(ROLL_DECLARE, OWN, "post", ("roll", "declared")),
    "projects:roll_read": Line(ROLL_DECLARE, ROLL_DECLARED, "post", ("roll", "declared")),
    "projects:roll_line": Line(PROJECT_VIEW, arguments=("roll", "roll_line")),
    "projects:roll_papers": Line(ROLL_DECLARE, ROLL_DECLARED, "post", ("roll", "roll_line")),
    "projects:roll_paper": Line(PROJECT_VIEW, arguments=("roll_paper",)),
    "projects:roll_deed": Line(
        ROLL_DECLARE, ROLL_DECLARED, arguments=("roll", "roll_line", "roll_deed")
    ),
    "projects:milestones": Line(PROJECT_VIEW, is_list=True),
    "projects:project_milestones": Line(PROJECT_VIEW, arguments=("project",)),
    "projects:approvals": Line(PROJECT_VIEW, is_list=True),
    "projects:approval_departments": Line(PROJECT_VIEW, is_list=True),
    "projects:project_approvals": Line(PROJECT_VIEW, arguments=("project",)),
    "projects:reserve_tasks": Line(ROLL_CONFIRM, ACT, arguments=("year", "reserve_period")),
    "projects:reserve_take": Line(PLAN_IMPORT, ACT, arguments=("reserve_item",)),
    "projects:reserve_link": Line(PLAN_IMPORT, ACT, "post", ("reserve_item",)),
    "projects:leaders": Line(LEADERS),
    "projects:leader": Line(LEADERS, arguments=("county_leader",)),
    "projects:leader_create": Line(APPOINT, PROPOSE),
    "projects:leader_edit": Line(APPOINT, PROPOSE, arguments=("county_leader",)),
    "projects:leader_edit (post)": Line(APPOINT, PROPOSE, "post", ("county_leader",)),
    "projects:leader_leave": Line(APPOINT, ACT, "post", ("county_leader",)),
    "projects:answer_leader": Line(APPOINT, ACT, "post", ("leader_change",)),
    # The only proposal is the reviewer's.
    "projects:withdraw_leader": Line(APPOINT, ONLY_PROPOSE, "post", ("leader_change",)),
    "projects:plans": Line(PLAN_VIEW, is_list=True),
    "projects:plan": Line(PLAN_VIEW, arguments=("plan",)),
    "projects:adjustments": Line(PLAN_VIEW, arguments=("plan",)),
    "projects:adjustments (draft)": Line(PLAN_ADJUST, PROPOSE, "post", ("plan",)),
    "projects:adjustment_ask": Line(PLAN_ASK, ACT, arguments=("plan",)),
    "projects:adjustment": Line(WHOLE_COUNTY, arguments=("adjustment",)),
    "projects:adjustment_add": Line(PLAN_ADJUST, PROPOSE, arguments=("adjustment",)),
    "projects:adjustment_gather": Line(PLAN_ADJUST, PROPOSE, "post", ("adjustment",)),
    "projects:adjustment_left_out": Line(PLAN_ADJUST, PROPOSE, "post", ("adjustment",)),
    "projects:adjustment_submit": Line(PLAN_ADJUST, PROPOSE, "post", ("adjustment",)),
    "projects:adjustment_discard": Line(PLAN_ADJUST, PROPOSE, "post", ("adjustment",)),
    "projects:adjustment_number": Line(PLAN_ADJUST, PROPOSE, "post", ("adjustment",)),
    "projects:adjustment_force": Line(PLAN_ADJUST, ACT, "post", ("adjustment",)),
    "projects:adjustment_take_back": Line(PLAN_ADJUST, ACT, "post", ("adjustment",)),
    "projects:change_leave_out": Line(PLAN_ADJUST, PROPOSE, "post", ("gathered_change",)),
    "projects:change_refuse": Line(PLAN_ADJUST, PROPOSE, "post", ("plan_change",)),
    "projects:change_withdraw": Line(SUBMIT, ACT, "post", ("plan_change",)),
    "projects:plan_paper": Line(PROJECT_VIEW, arguments=("paper",)),
    "projects:create_plan": Line(PLAN_MANAGE, PROPOSE),
    "projects:edit_plan": Line(PLAN_MANAGE, PROPOSE, arguments=("plan",)),
    "projects:draft_next": Line(PLAN_MANAGE, PROPOSE, arguments=("plan",)),
    "projects:remove_plan": Line(PLAN_MANAGE, ACT, "post", ("plan",)),
    "projects:answer_list": Line(PLAN_MANAGE, ACT, "post", ("list_change",)),
    # Who proposed it: the reviewer.
    "projects:withdraw_list": Line(PLAN_MANAGE, ONLY_PROPOSE, "post", ("list_change",)),
    "projects:targets": Line(PLAN_IMPORT, ACT, arguments=("plan",)),
    "projects:add_line": Line(PLAN_IMPORT, ACT, arguments=("plan",)),
    "projects:edit_line": Line(PLAN_IMPORT, ACT, arguments=("plan", "plan_item")),
    "projects:drop_line": Line(PLAN_IMPORT, ACT, "post", ("plan", "plan_item")),
    "projects:import_plan": Line(PLAN_IMPORT, ACT),
    "projects:import_preliminary": Line(PLAN_IMPORT, ACT),
    "projects:column_meanings": Line(ENTER, ACT_OR_ON_BEHALF, is_list=True),
    "projects:revoke_meaning": Line(ENTER, ACT, "post", ("meaning",)),
    "projects:upload": Line(ORIGINAL, arguments=("plan_upload",), also=WHOLE_COUNTY),
    "projects:upload_choose": Line(PLAN_IMPORT, ACT, "post", ("plan_upload",)),
    "projects:upload_say": Line(PLAN_IMPORT, ACT, "post", ("plan_upload",)),
    "projects:upload_lists": Line(PLAN_IMPORT, ACT, "post", ("plan_upload",)),
    "projects:upload_take_as": Line(PLAN_IMPORT, ACT, "post", ("plan_upload",)),
    "projects:upload_discard": Line(PLAN_IMPORT, ACT, "post", ("plan_upload",)),
    "projects:upload_marked": Line(ORIGINAL, arguments=("plan_upload",), also=WHOLE_COUNTY),
    "projects:upload_undo": Line(UNDO, OWN_KEYED, "post", ("plan_upload",)),
    "projects:upload_original": Line(ORIGINAL, arguments=("unit_upload",)),
    "investment:home": Line(PROJECT_VIEW, is_list=True),
    "investment:entry": Line(ENTER, ACT, arguments=("unit", "july")),
    "investment:entry (save)": Line(ENTER, ACT, "post", ("unit", "july")),
    "investment:keep": Line(ENTER, ACT, arguments=("unit", "july")),
    "investment:keep (post)": Line(ENTER, ACT, "post", ("unit", "july")),
    "investment:send": Line(SUBMIT, ACT, "post", ("unit", "july")),
    "investment:withdraw": Line(SUBMIT, ACT, "post", ("unit", "july")),
    "investment:check_row": Line(ENTER, ACT_OR_ON_BEHALF, "post", ("unit", "july", "project")),
    "investment:answer_keyed": Line(SUBMIT, ACT, "post", ("unit", "july")),
    "investment:template": Line(ENTER, ACT, arguments=("unit", "july")),
    "investment:own_template": Line(ENTER, ACT, arguments=("july",), is_list=True),
    "investment:evidence": Line(PROJECT_VIEW, arguments=("unit", "july", "project")),
    "investment:evidence (add)": Line(ENTER, ACT_OR_ON_BEHALF, "post", ("unit", "july", "project")),
    "investment:evidence_file": Line(PROJECT_VIEW, arguments=("evidence",)),
    "investment:evidence_small": Line(PROJECT_VIEW, arguments=("evidence",)),
    "investment:evidence_describe": Line(ENTER, ACT_OR_ON_BEHALF, "post", ("evidence",)),
    "investment:evidence_remove": Line(ENTER, ACT_OR_ON_BEHALF, "post", ("evidence",)),
    "investment:weekly": Line(PROJECT_VIEW, is_list=True),
    "investment:weekly_week": Line(WHOLE_COUNTY, arguments=("friday",)),
    "investment:weekly_unit": Line(DASHBOARD, arguments=("unit", "friday")),
    "investment:weekly_unit (write)": Line(
        SUBJECT_REPORT, OWN | ON_BEHALF, "post", ("unit", "friday")
    ),
    "investment:contacts": Line(DASHBOARD, arguments=("unit",)),
    "investment:contacts (keep)": Line(ENTER, ACT, "post", ("unit",)),
    "investment:paper": Line(DASHBOARD, arguments=("unit", "july")),
    "investment:sign": Line(ENTER, ACT, "post", ("unit", "july")),
    "investment:signed_sheet": Line(ORIGINAL, arguments=("signed",)),
    "investment:void_signed": Line(ENTER, ACT, "post", ("signed",)),
    "investment:import_now": Line(ENTER, ACT_OR_ON_BEHALF, is_list=True),
    "investment:import_monthly": Line(ENTER, ACT_OR_ON_BEHALF, arguments=("july",), is_list=True),
    "investment:import_history": Line(APPROVE, ACT, arguments=("july",)),
    "investment:import_preview": Line(ENTER, ACT, arguments=("unit_upload",)),
    "investment:import_choose": Line(ENTER, ACT, "post", ("unit_upload",)),
    "investment:import_say": Line(ENTER, ACT, "post", ("unit_upload",)),
    "investment:import_take_as": Line(ENTER, ACT, "post", ("unit_upload",)),
    "investment:import_discard": Line(ENTER, ACT, "post", ("unit_upload",)),
    "investment:uploads": Line(ORIGINAL, is_list=True),
    "investment:upload": Line(ORIGINAL, arguments=("unit_upload",)),
    "investment:upload_marked": Line(ORIGINAL, arguments=("unit_upload",)),
    "investment:upload_undo": Line(UNDO, OWN, "post", ("unit_upload",)),
    "investment:queue_now": Line(REVIEW),
    "investment:queue": Line(REVIEW, arguments=("july",)),
    "investment:queue_rest": Line(REVIEW, arguments=("july",)),
    "investment:queue_rest (approve)": Line(APPROVE, ACT, "post", ("july",)),
    "investment:queue_entry": Line(REVIEW, arguments=("july", "entry")),
    "investment:queue_approve": Line(APPROVE, ACT, "post", ("july", "entry")),
    "investment:queue_pass": Line(REVIEW, ACT, "post", ("july", "entry")),
    "investment:queue_return": Line(RETURN, ACT, "post", ("july", "entry")),
    "investment:queue_look": Line(REVIEW, ACT, "post", ("july", "entry")),
    "investment:key": Line(ENTER, ON_BEHALF, arguments=("unit", "july")),
    "investment:keep_keyed": Line(ENTER, ON_BEHALF, arguments=("unit", "july")),
    "investment:keep_keyed (post)": Line(ENTER, ON_BEHALF, "post", ("unit", "july")),
    "investment:review": Line(WHOLE_COUNTY),
    "investment:review_year": Line(WHOLE_COUNTY, arguments=("year",)),
    "investment:review_unit": Line(WHOLE_COUNTY, arguments=("unit", "july")),
    "investment:board_now": Line(DASHBOARD, is_list=True),
    "investment:board": Line(DASHBOARD, arguments=("july",), is_list=True),
    "investment:review_entry": Line(WHOLE_COUNTY, arguments=("entry",)),
    "investment:review_entry (verify)": Line(VERIFY, PROPOSE, "post", ("entry",)),
    "investment:note_verified": Line(SUBMIT, ACT, "post", ("unit", "july")),
    "investment:confirm_estimate": Line(SUBMIT, ACT, "post", ("unit", "july")),
    "investment:edit_checks": Line(REVIEW),
    "investment:edit_check": Line(APPROVE, arguments=("code",)),
    "investment:edit_check (set)": Line(APPROVE, ACT, "post", ("code",)),
    "investment:call": Line(REVIEW, ACT, "post", ("unit", "july")),
    "investment:pass_on": Line(REVIEW, ACT, "post", ("unit", "july")),
    "investment:correct": Line(CORRECT, PROPOSE, arguments=("approved",)),
    "investment:correct (propose)": Line(CORRECT, PROPOSE, "post", ("approved",)),
    "investment:succeed": Line(PLAN_ADJUST, PROPOSE, arguments=("project", "succession_kind")),
    "investment:succeed (post)": Line(PLAN_ADJUST, PROPOSE, "post", ("project", "succession_kind")),
    "investment:succession": Line(WHOLE_COUNTY, arguments=("succession",)),
    "investment:answer_succession": Line(PLAN_ADJUST, ACT, "post", ("succession",)),
    # Who proposed it: the reviewer.
    "investment:withdraw_succession": Line(PLAN_ADJUST, ONLY_PROPOSE, "post", ("succession",)),
    "investment:take_back_succession": Line(PLAN_ADJUST, ACT, "post", ("succession",)),
    "investment:answer_correction": Line(CORRECT, ACT, "post", ("proposal",)),
    "investment:withdraw_correction": Line(SUBMIT, ACT, "post", ("proposal",)),
    "investment:judge": Line(REVIEW, ACT, "post", ("finding",)),
    "investment:return": Line(RETURN, ACT, "post", ("unit", "july")),
    "investment:approve": Line(APPROVE, ACT, "post", ("unit", "july")),
    "investment:periods": Line(PERIOD),
    "investment:periods (propose)": Line(PERIOD, ONLY_PROPOSE, "post"),
    "investment:answer_period": Line(PERIOD, ACT, "post", ("asked",)),
    # Who proposed it: the reviewer.
    "investment:withdraw_period": Line(PERIOD, ONLY_PROPOSE, "post", ("asked",)),
    "investment:open_period": Line(PERIOD, ACT, "post"),
    "investment:open_history": Line(PERIOD, ACT, "post"),
    "investment:publish_history": Line(DECLARE, ACT, "post"),
    "investment:close_period": Line(PERIOD, ACT, "post", ("period",)),
    "investment:remove_period": Line(PERIOD, ACT, "post", ("period",)),
    "investment:publish_month": Line(DECLARE, ACT, "post", ("period",)),
    "investment:propose_publishing": Line(DECLARE, ONLY_PROPOSE, "post", ("period",)),
    "investment:answer_publishing": Line(DECLARE, ACT, "post", ("publishing",)),
    # The only proposal is the reviewer's.
    "investment:withdraw_publishing": Line(DECLARE, ONLY_PROPOSE, "post", ("publishing",)),
    "investment:unpublish_month": Line(DECLARE, ACT, "post", ("period",)),
    "investment:reporting_rules": Line(PERIOD),
    "investment:reporting_rules (set)": Line(PERIOD, ACT, "post"),
    "investment:pace_rules": Line(WHOLE_COUNTY),
    "investment:pace_rules (set)": Line(APPROVE, ACT, "post"),
    "investment:extra_columns": Line(WHOLE_COUNTY),
    "investment:extra_columns (add)": Line(COLUMN, PROPOSE, "post"),
    "investment:extra_column": Line(WHOLE_COUNTY, arguments=("column",)),
    "investment:rename_column": Line(COLUMN, PROPOSE, "post", ("column",)),
    "investment:retire_column": Line(COLUMN, PROPOSE, "post", ("column",)),
    "investment:answer_column": Line(COLUMN, ACT, "post", ("asked_column",)),
    # Who proposed it: the reviewer.
    "investment:withdraw_column": Line(COLUMN, ONLY_PROPOSE, "post", ("asked_column",)),
    "investment:tasks_now": Line(PROJECT_VIEW, is_list=True),
    "investment:tasks": Line(WHOLE_COUNTY, arguments=("july",)),
    "investment:tasks_approve": Line(TASK_CONFIRM, ACT, "post", ("july",)),
    "investment:tasks_pass": Line(TASK_CONFIRM, PROPOSE, "post", ("july",)),
    "investment:tasks_return": Line(TASK_CONFIRM, PROPOSE, "post", ("july",)),
    "investment:task_sheet": Line(TASK_REPORT, arguments=("bearer", "july")),
    "investment:task_sheet (save)": Line(TASK_REPORT, LOOK, "post", ("bearer", "july")),
    "investment:task_withdraw": Line(TASK_REPORT, OWN, "post", ("bearer", "july")),
    "investment:correct_task": Line(TASK_REPORT, arguments=("task_result",)),
    "investment:answer_task_correction": Line(TASK_CONFIRM, ACT, "post", ("task_proposal",)),
    "investment:withdraw_task_correction": Line(SUBMIT, ACT, "post", ("task_proposal",)),
    "investment:task_year_now": Line(WHOLE_COUNTY),
    "investment:task_year": Line(WHOLE_COUNTY, arguments=("year",)),
    "investment:task_year (set)": Line(TASK_CONFIRM, ACT, "post", ("year",)),
    "investment:task_indicator_add": Line(TASK_CONFIRM, ACT, "post", ("year",)),
    "investment:task_bearer_add": Line(TASK_CONFIRM, ACT, "post", ("year",)),
    "investment:task_indicator": Line(TASK_CONFIRM, ACT, arguments=("task_indicator",)),
    "investment:task_past": Line(TASK_CONFIRM, ACT, arguments=("june",)),
    "investment:tasks_template": Line(TASK_REPORT, arguments=("july",)),
    "investment:tasks_import": Line(TASK_REPORT, arguments=("july",)),
    "investment:tasks_upload": Line(ORIGINAL, arguments=("tasks_upload",), also=WHOLE_COUNTY),
    "investment:tasks_choose": Line(APPROVE, ACT, "post", ("tasks_upload",)),
    "investment:tasks_say": Line(APPROVE, ACT, "post", ("tasks_upload",)),
    "investment:tasks_take_as": Line(APPROVE, ACT, "post", ("tasks_upload",)),
    "investment:tasks_discard": Line(APPROVE, ACT, "post", ("tasks_upload",)),
    "investment:tasks_marked": Line(ORIGINAL, arguments=("tasks_upload",), also=WHOLE_COUNTY),
    "investment:tasks_undo": Line(APPROVE, ACT, "post", ("tasks_upload",)),
    "investment:recognised_now": Line(WHOLE_COUNTY),
    "investment:recognised": Line(WHOLE_COUNTY, arguments=("june",)),
    "investment:recognised (enter)": Line(APPROVE, ACT, "post", ("june",)),
    "investment:recognised_take_back": Line(APPROVE, ACT, "post", ("recognised",)),
    "investment:recognised_import": Line(APPROVE, ACT, arguments=("june",)),
    "investment:recognised_upload": Line(
        ORIGINAL, arguments=("recognised_upload",), also=WHOLE_COUNTY
    ),
    "investment:recognised_choose": Line(APPROVE, ACT, "post", ("recognised_upload",)),
    "investment:recognised_say": Line(APPROVE, ACT, "post", ("recognised_upload",)),
    "investment:recognised_take_as": Line(APPROVE, ACT, "post", ("recognised_upload",)),
    "investment:recognised_discard": Line(APPROVE, ACT, "post", ("recognised_upload",)),
    "investment:recognised_marked": Line(
        ORIGINAL, arguments=("recognised_upload",), also=WHOLE_COUNTY
    ),
    "investment:recognised_undo": Line(APPROVE, ACT, "post", ("recognised_upload",)),
    "investment:extend": Line(PERIOD, arguments=("period",)),
    "investment:reminders": Line(PERIOD, arguments=("period",)),
    "investment:decide_extension": Line(PERIOD, ACT, "post", ("extension",)),
    "investment:project": Line(PROJECT_VIEW, arguments=("project", "year")),
    "figures:project": Line(DASHBOARD, arguments=("june", "project")),
    "figures:quality_latest": Line(DASHBOARD, is_list=True),
    "figures:tasks_latest": Line(PROJECT_VIEW, is_list=True),
    "figures:tasks": Line(PROJECT_VIEW, arguments=("july",), is_list=True),
    "figures:tasks_export": Line(DASHBOARD, arguments=("july",)),
    "figures:quality": Line(DASHBOARD, arguments=("july",), is_list=True),
    "figures:quality_export": Line(DASHBOARD, arguments=("july",), is_list=True),
    "figures:quality_rows": Line(DASHBOARD, arguments=("july", "quality_name"), is_list=True),
    "figures:reserve_latest": Line(DASHBOARD, is_list=True),
    "figures:reserve": Line(DASHBOARD, arguments=("june",), is_list=True),
    "figures:gaps_latest": Line(DASHBOARD, is_list=True),
    "figures:funds_latest": Line(DASHBOARD, is_list=True),
    "figures:topic": Line(DASHBOARD, arguments=("june", "topic"), is_list=True),
    "figures:topic_export": Line(DASHBOARD, arguments=("june", "topic"), is_list=True),
    "figures:rows": Line(DASHBOARD, arguments=("june", "figure"), is_list=True),
    "figures:rows_export": Line(DASHBOARD, arguments=("june", "figure"), is_list=True),
    "help": Line(HELP),
    "help_section": Line(HELP, arguments=("manual",)),
    "reports:dashboard": Line(DASHBOARD, is_list=True),
    "reports:own": Line(DASHBOARD, is_list=True),
    "reports:monthly_latest": Line(DOCUMENT),
    "reports:monthly": Line(DOCUMENT, arguments=("june", "list_key")),
    "reports:monthly_xlsx": Line(DOCUMENT, arguments=("june", "list_key")),
    "reports:monthly_year": Line(DOCUMENT, method="post", arguments=("june", "list_key")),
    "reports:cards_from_list": Line(DOCUMENT),
    "questions:ask": Line(PROJECT_VIEW, is_list=True),
    "questions:from_list": Line(PROJECT_VIEW, is_list=True),
    "questions:table": Line(PROJECT_VIEW, is_list=True),
    "questions:table_xlsx": Line(PROJECT_VIEW, is_list=True),
    "questions:keep": Line(PROJECT_VIEW, method="post", is_list=True),
    "questions:selection": Line(PROJECT_VIEW, arguments=("selection",)),
    "questions:selection_xlsx": Line(PROJECT_VIEW, arguments=("selection",)),
    # Who kept it: the unit's reporter.
    "questions:selection (arrange)": Line(SUBMIT, ACT, "post", ("selection",)),
    "questions:bring_back": Line(SUBMIT, ACT, "post", ("selection",)),
    "questions:withdraw": Line(SUBMIT, ACT, "post", ("selection",)),
    "reports:check_text": Line(GENERATE),
    "reports:summary_latest": Line(DOCUMENT),
    "reports:summary": Line(DOCUMENT, arguments=("june",)),
    "reports:summary_docx": Line(DOCUMENT, arguments=("june",)),
    "adopted:documents": Line(FILL, ACT),
    "adopted:documents (adopt)": Line(FILL, ACT, "post"),
    "adopted:document": Line(FILL, ACT, arguments=("adopted_document",)),
    "adopted:document (settle)": Line(FILL, ACT, "post", ("adopted_document",)),
    "adopted:fill": Line(FILL, ACT, "post", ("adopted_document",)),
    "adopted:template": Line(FILL, ACT, arguments=("adopted_document",)),
    "adopted:template (write)": Line(FILL, ACT, "post", ("adopted_document",)),
    "adopted:version": Line(FILL, ACT, arguments=("adopted_document", "template_number")),
    "adopted:restore": Line(FILL, ACT, "post", ("adopted_document", "template_number")),
    "adopted:withdraw": Line(FILL, ACT, "post", ("adopted_document",)),
    "adopted:original": Line(FILL, ACT, arguments=("adopted_document",)),
    "tables:tables": Line(FILL, ACT),
    "tables:tables (adopt)": Line(FILL, ACT, "post"),
    "tables:table": Line(FILL, ACT, arguments=("foreign_table",)),
    "tables:table (settle)": Line(FILL, ACT, "post", ("foreign_table",)),
    "tables:blank": Line(FILL, ACT, arguments=("foreign_table",)),
    "tables:fill": Line(FILL, ACT, "post", ("foreign_table",)),
    "tables:filled": Line(FILL, ACT, arguments=("filled_table",)),
    "tables:download": Line(FILL, ACT, arguments=("filled_table",)),
    # A job belongs to who asked for it, here the approver.
    "jobs:job": Line(PAPER_ISSUE, arguments=("job",)),
    "jobs:cancel": Line(PAPER_ISSUE, ACT, "post", ("job",)),
    "jobs:download": Line(PAPER_ISSUE, ACT, arguments=("job",)),
    "reports:summary_pdf": Line(DOCUMENT, arguments=("june",)),
    "reports:summary_xlsx": Line(DOCUMENT, arguments=("june",)),
    "reports:summary_picture": Line(DOCUMENT, arguments=("june",)),
    "outside:facts": Line(DOCUMENT),
    "outside:facts (enter)": Line(GENERATE, ACT, "post"),
    "outside:void": Line(GENERATE, ACT, "post", ("outside_fact",)),
    "returned:of_issued": Line(GENERATE, ACT, arguments=("issued_paper",)),
    "returned:of_issued (take back)": Line(GENERATE, ACT, "post", ("issued_paper",)),
    "returned:of_working": Line(GENERATE, ACT, arguments=("working_paper",)),
    "returned:of_working (take back)": Line(GENERATE, ACT, "post", ("working_paper",)),
    "returned:working_docx": Line(GENERATE, ACT, arguments=("working_paper",)),
    "returned:returned": Line(GENERATE, ACT, arguments=("returned_paper",)),
    "returned:filled": Line(GENERATE, ACT, arguments=("returned_paper",)),
    "returned:original": Line(GENERATE, ACT, arguments=("returned_paper",)),
    "papers:issued": Line(DOCUMENT),
    "papers:now": Line(DOCUMENT, arguments=("paper_kind",)),
    "papers:now_file": Line(DOCUMENT, arguments=("paper_kind", "paper_form")),
    "papers:issue": Line(PAPER_ISSUE, ACT),
    "papers:issue (register)": Line(PAPER_ISSUE, ACT, "post"),
    "papers:begin": Line(GENERATE, ACT, "post"),
    "papers:working": Line(GENERATE, ACT, arguments=("working_paper",)),
    "papers:word": Line(GENERATE, ACT, "post", ("working_paper",)),
    "papers:working (write)": Line(GENERATE, ACT, "post", ("working_paper",)),
    "papers:register": Line(PAPER_ISSUE, ACT, "post", ("working_paper",)),
    "papers:draft": Line(GENERATE, ACT, arguments=("working_paper", "paper_form")),
    "papers:paper": Line(DOCUMENT, arguments=("issued_paper",)),
    "papers:download": Line(DOCUMENT, arguments=("issued_paper", "paper_form")),
    "papers:differences": Line(DOCUMENT, arguments=("issued_paper",)),
    "papers:bridge": Line(DOCUMENT, arguments=("issued_paper", "later_paper")),
    "reports:order_docx": Line(PROJECT_VIEW, arguments=("order",)),
    "reports:order_pdf": Line(PROJECT_VIEW, arguments=("order",)),
    "reports:notice_docx": Line(WHOLE_COUNTY, arguments=("issued_notice",)),
    "reports:notice_pdf": Line(WHOLE_COUNTY, arguments=("issued_notice",)),
    "reports:notice_picture": Line(WHOLE_COUNTY, arguments=("issued_notice",)),
    "reports:special_report_docx": Line(DOCUMENT, arguments=("problem",)),
    "reports:special_report_pdf": Line(DOCUMENT, arguments=("problem",)),
    "figures:light_schemes": Line(WHOLE_COUNTY),
    "figures:light_schemes (set)": Line(APPROVE, ACT, "post"),
    "supervision:problems": Line(PROJECT_VIEW, is_list=True),
    "supervision:proposals": Line(PROBLEM, ACT, is_list=True),
    "supervision:problem": Line(PROJECT_VIEW, arguments=("problem",)),
    "supervision:project": Line(PROJECT_VIEW, arguments=("project",)),
    "supervision:proposals (post)": Line(PROBLEM, ACT, "post", is_list=True),
    "supervision:raise_any": Line(PROBLEM, ACT, is_list=True),
    "supervision:raise": Line(PROBLEM, ACT, arguments=("project",)),
    "supervision:raise (post)": Line(PROBLEM, ACT, "post", ("project",)),
    "supervision:grade": Line(DISPATCH, ACT, "post", ("problem",)),
    "supervision:correct": Line(DISPATCH, ACT, "post", ("problem",)),
    "supervision:solve": Line(DISPATCH, ACT, "post", ("problem",)),
    "supervision:reopen": Line(DISPATCH, ACT, "post", ("problem",)),
    "supervision:order_issue": Line(DISPATCH, ACT, arguments=("problem",)),
    "supervision:order_issue (post)": Line(DISPATCH, ACT, "post", ("problem",)),
    "supervision:orders_issue": Line(DISPATCH, ACT, is_list=True),
    "supervision:orders_issue (post)": Line(DISPATCH, ACT, "post", is_list=True),
    "supervision:orders": Line(PROJECT_VIEW, is_list=True),
    "supervision:order": Line(PROJECT_VIEW, arguments=("order",)),
    "supervision:order_acknowledge": Line(ANSWER, ADDRESSEE, "post", ("order",)),
    "supervision:order_reply": Line(ANSWER, ADDRESSEE, "post", ("order",)),
    "supervision:order_check": Line(DISPATCH, ACT, "post", ("order",)),
    "supervision:order_escalate": Line(DISPATCH, ACT, "post", ("order",)),
    "supervision:attachment": Line(PROJECT_VIEW, arguments=("attachment",)),
    "supervision:notices": Line(PROJECT_VIEW, is_list=True),
    "supervision:notice": Line(PROJECT_VIEW, arguments=("issued_notice",)),
    "supervision:notice (draft)": Line(WHOLE_COUNTY, arguments=("notice",)),
    "supervision:notice_draft": Line(NOTICE_DRAFT, ACT),
    "supervision:notice_draft (post)": Line(NOTICE_DRAFT, ACT, "post"),
    "supervision:notice_edit": Line(NOTICE_DRAFT, ACT, "post", ("notice",)),
    "supervision:notice_item_add": Line(NOTICE_DRAFT, ACT, "post", ("notice",)),
    "supervision:notice_item_remove": Line(NOTICE_DRAFT, ACT, "post", ("notice",)),
    "supervision:notice_discard": Line(NOTICE_DRAFT, ACT, "post", ("issued_notice",)),
    "supervision:notice_issue": Line(NOTICE_ISSUE, ACT, "post", ("notice",)),
    "supervision:item_withdraw": Line(NOTICE_ISSUE, ACT, "post", ("item",)),
    # Joint meetings and inspections; the decision is that of a unit that nobody here reports for.
    "supervision:meetings": Line(DASHBOARD, is_list=True),
    "supervision:meeting_call": Line(DISPATCH, ACT),
    "supervision:meeting": Line(WHOLE_COUNTY, arguments=("meeting",)),
    "supervision:meeting_edit": Line(DISPATCH, ACT, arguments=("meeting",)),
    "supervision:agenda_add": Line(DISPATCH, ACT, "post", ("meeting",)),
    "supervision:agenda_remove": Line(DISPATCH, ACT, "post", ("meeting", "agenda_item")),
    "supervision:decide": Line(DISPATCH, ACT, "post", ("meeting", "agenda_item")),
    "supervision:fulfil": Line(DISPATCH, ACT, "post", ("decision",)),
    "supervision:decision_confirm": Line(DISPATCH, ACT, "post", ("decision",)),
    "supervision:decision_send_back": Line(DISPATCH, ACT, "post", ("decision",)),
    "supervision:inspections": Line(WHOLE_COUNTY),
    "supervision:inspection_record": Line(INSPECT, ACT),
    "supervision:inspection": Line(WHOLE_COUNTY, arguments=("visit",)),
    "supervision:visit_void": Line(INSPECT, ACT, "post", ("visit",)),
    "supervision:finding_add": Line(INSPECT, ACT, "post", ("visit",)),
    "supervision:finding": Line(WHOLE_COUNTY, arguments=("visit_finding",)),
    "supervision:finding (raised)": Line(PROJECT_VIEW, arguments=("raised_finding",)),
    "supervision:finding_correct": Line(INSPECT, ACT, "post", ("visit_finding",)),
    "supervision:finding_void": Line(INSPECT, ACT, "post", ("visit_finding",)),
    "supervision:finding_settle": Line(INSPECT, ACT, "post", ("visit_finding",)),
    "supervision:finding_raise": Line(INSPECT, ACT, "post", ("visit_finding",)),
    "supervision:photo_add": Line(INSPECT, ACT, "post", ("visit_finding",)),
    "supervision:photo": Line(WHOLE_COUNTY, arguments=("photo",)),
    "supervision:photo (raised)": Line(PROJECT_VIEW, arguments=("raised_photo",)),
    "reports:minutes_docx": Line(WHOLE_COUNTY, arguments=("meeting",)),
    "reports:minutes_pdf": Line(WHOLE_COUNTY, arguments=("meeting",)),
    "assessment:schemes": Line(PROJECT_VIEW, is_list=True),
    "assessment:scheme": Line(PROJECT_VIEW, arguments=("scheme",), is_list=True),
    "assessment:scheme (draft)": Line(WHOLE_COUNTY, arguments=("draft_scheme",)),
    "assessment:scheme_draft": Line(SCHEME_DRAFT, ACT),
    "assessment:scheme_draft (post)": Line(SCHEME_DRAFT, ACT, "post"),
    "assessment:rule_set": Line(SCHEME_DRAFT, ACT, arguments=("draft_scheme",)),
    "assessment:rule_set (post)": Line(SCHEME_DRAFT, ACT, "post", ("draft_scheme",)),
    "assessment:rule_remove": Line(SCHEME_DRAFT, ACT, "post", ("draft_scheme",)),
    "assessment:scheme_force": Line(SCHEME_FORCE, ACT, "post", ("draft_scheme",)),
    "assessment:excuse": Line(RESULT_PUBLISH, ACT, "post", ("scheme",)),
    "assessment:publish": Line(RESULT_PUBLISH, ACT, "post", ("scheme",)),
    "assessment:event_propose": Line(DISPATCH, ACT, "post", ("scheme",)),
    "assessment:event_decide": Line(RESULT_PUBLISH, ACT, "post", ("event",)),
    # Who proposed it: the reviewer.
    "assessment:event_withdraw": Line(VERIFY, ONLY_PROPOSE, "post", ("event",)),
    "assessment:readmit": Line(RESULT_PUBLISH, ACT, "post", ("excuse",)),
    "assessment:result_unit": Line(SCORE, arguments=("result", "unit"), also=PROJECT_VIEW),
    "assessment:result": Line(PROJECT_VIEW, arguments=("result",), is_list=True),
    "assessment:result_xlsx": Line(PROJECT_VIEW, arguments=("result",), is_list=True),
    "assessment:ledger": Line(SCORE, arguments=("unit", "scheme", "term"), also=PROJECT_VIEW),
}

# The pages of the reference data follow one rule: the last word of a name tells what is done there.
# A page of another kind has no rule yet, and the suite fails.
REFERENCE_RULES = {
    "index": Line(MANAGE),
    "changelist": Line(MANAGE),
    "change": Line(MANAGE, arguments=("row",)),
    "export": Line(MANAGE, arguments=("format",)),
    "add": Line(MANAGE, ACT),
    "import": Line(MANAGE, ACT),
    "template": Line(MANAGE, ACT),
    "confirm": Line(MANAGE, ACT, "post"),
}
REFERENCE_PAGES = {
    f"reference:{page.name}": model
    for model, pages in [(None, reference.get_urls()[:1])]
    + [(model, kept_by.get_urls()) for model, kept_by in reference._registry.items()]
    for page in pages
}

# Open to everyone who is signed in, and, the last, to everyone.
SIGNED_IN = {
    "home": "get",
    "accounts:change_password": "get",
    "accounts:sign_out": "post",
    "accounts:act": "post",
    "accounts:search": "get",
    "accounts:waiting": "get",
    "accounts:waiting_count": "get",
    "jobs:list": "get",
}
ANYONE = {"accounts:sign_in"}


def names_of(resolver, namespace=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names_of(pattern, inner)
        else:
            yield f"{namespace}{pattern.name}"


@cache
def rights():
    with RIGHTS.open(encoding="utf-8-sig", newline="") as file:
        return {(row["object"], row["action"]): row for row in csv.DictReader(file)}


@pytest.fixture
def world(county, unit_a, unit_b, make_user, reporter, other_reporter, settings):
    """One project of unit A, on a list, with an approved June and a July that waits."""
    project = Project.objects.create(county=county, name=SECRET, actual_start="2019-02-01")
    ProjectUnit.objects.create(
        project=project, unit=unit_a, part=Part.REPORTING, from_date="2019-01-01"
    )
    plan = AnnualPlan.objects.create(
        county=county, year=2019, tier=Tier.COUNTY, name="2019年县级重点项目", key="县级"
    )
    item = PlanItem.objects.create(
        plan=plan, project=project, category="new", planned_investment=1000 * WAN
    )
    periods = {
        number: ReportingPeriod.objects.create(
            county=county, year=2019, month=number, due_on=f"2019-{number + 1:02d}-05"
        )
        for number in (6, 7)
    }
    entries = {
        number: MonthlyEntry.objects.create(
            project=project,
            period=periods[number],
            year=2019,
            month=number,
            unit=unit_a,
            month_amount=10 * WAN,
            state=state,
        )
        for number, state in ((6, EntryState.APPROVED), (7, EntryState.SUBMITTED))
    }
    people = {role: make_user(f"role-{role}", role) for role in Role.values if role != "reporter"}
    users = {
        "reporter_of_the_unit": reporter,
        "reporter_of_another_unit": other_reporter,
    } | {role: people[role] for role in ROLES if role in people}

    def upload(kind, by, unit, **parameters):
        return keep_upload(
            kind=kind,
            county=county,
            unit=unit,
            by=by,
            name="表.xlsx",
            content=workbook(),
            parameters=parameters,
        )

    county_leader = Leader.objects.create(
        county=county, name="李建国", office="副县长", from_date="2019-01-01"
    )
    arguments = supervision_rows(project, unit_a, people) | {
        "project": project.pk,
        "plan": plan.pk,
        "plan_item": item.pk,
        "list_change": PlanProposal.objects.create(
            county=county,
            plan=plan,
            before={"name": plan.name},
            after={"name": "2019年重点项目"},
            reason="文件名称",
            proposed_by=people["reviewer"],
            proposed_at="2019-08-01T09:00:00+08:00",
        ).pk,
        "unit": unit_a.pk,
        "entry": entries[7].pk,
        "period": periods[7].pk,
        "code": "slip",
        "approved": entries[6].pk,
        "proposal": EntryProposal.objects.create(
            entry=entries[6],
            kind="correction",
            entry_version=1,
            before={},
            after={},
            reason="多报",
            proposed_by=reporter,
            proposed_at="2019-08-01T09:00:00+08:00",
        ).pk,
        "change": ProjectProposal.objects.create(
            project=project,
            before={"location": ""},
            after={"location": "城关镇"},
            reason="选址批复",
            proposed_by=reporter,
            proposed_at="2019-08-01T09:00:00+08:00",
        ).pk,
        "county_leader": county_leader.pk,
        "reserve_period": "first",
        "friday": "2019-08-02",
        "leader_change": LeaderProposal.objects.create(
            county=county,
            leader=county_leader,
            before={},
            after={},
            from_day="2019-08-01",
            reason="分工文件",
            proposed_by=users["reviewer"],
            proposed_at="2019-08-01T09:00:00+08:00",
        ).pk,
        "merger": UnitMerger.objects.create(
            unit=unit_b,
            successor=unit_a,
            from_day="2019-08-01",
            reason="机构改革方案",
            proposed_by=users["administrator"],
            proposed_at="2019-08-01T09:00:00+08:00",
        ).pk,
        "succession_kind": "split",
        "succession": ProjectSuccession.objects.create(
            county=county,
            project=project,
            kind="rename",
            from_day=datetime.date(2019, 8, 1),
            asked=Asked((project.pk,), ends=False, name="更名后的项目").as_kept(),
            reason="批复更名",
            proposed_by=people["reviewer"],
            proposed_at="2019-08-01T09:00:00+08:00",
        ).pk,
        "asked": PeriodProposal.objects.create(
            county=county,
            year=2019,
            month=7,
            deed="close",
            reason="已报齐",
            proposed_by=people["reviewer"],
            proposed_at="2019-08-01T09:00:00+08:00",
        ).pk,
        "column": ExtraColumn.objects.create(
            **COLUMN_TERMS, county=county, name="民间投资完成额", position=1
        ).pk,
        "asked_column": ExtraColumnProposal.objects.create(
            **COLUMN_TERMS,
            county=county,
            name="用工人数",
            deed="add",
            reason="县发改〔2019〕31号",
            proposed_by=people["reviewer"],
            proposed_at="2019-08-01T09:00:00+08:00",
        ).pk,
        "publishing": PublishProposal.objects.create(
            period=periods[7],
            kind="flash",
            reason="先报市里",
            proposed_by=people["reviewer"],
            proposed_at="2019-08-01T09:00:00+08:00",
        ).pk,
        "finding": CheckFinding.objects.create(
            entry=entries[7],
            code="slip",
            check_class="explain",
            message="相差",
            found_at="2019-08-01T09:00:00+08:00",
        ).pk,
        "extension": PeriodExtension.objects.create(
            period=periods[7],
            unit=unit_a,
            until="2019-08-12",
            reason="系统升级",
            proposed_by=people["reviewer"],
            proposed_at="2019-08-01T09:00:00+08:00",
        ).pk,
        "person": reporter.pk,
        "june": JUNE,
        "july": JULY,
        "year": 2019,
        "quality_name": "应报数",
        "topic": "gaps",
        "figure": "县级.全部.完成投资",
        "selection": selection_of(project, reporter).pk,
        "list_key": "县级",
        "manual": "领导",
        "plan_upload": upload("plan", people["reviewer"], None, year=2019).pk,
        "unit_upload": upload("monthly", reporter, unit_a, month="2019-07").pk,
        "recognised_upload": upload("recognised", people["approver"], None, **RECOGNISED_ASKED).pk,
        "roll_upload": upload("roll_reserve", reporter, unit_a, day="2019-03-01").pk,
        "meaning": meaning_of(unit_a, reporter).pk,
        "evidence": photo_of(entries[7], reporter).pk,
        **journal_of(project, unit_a, people["reviewer"], reporter),
        "signed": keep_signed_sheet(
            unit=unit_a, period=periods[7], name="签章.pdf", content=SIGNED, by=reporter
        )[0].pk,
    }
    arguments |= adjustment_rows(plan, project, unit_a, reporter, people["reviewer"])
    arguments |= issued_papers(county, people["approver"])
    arguments |= rows_of_a_roll(unit_a, reporter, people["approver"])
    (amount,) = recognise(
        county=county,
        plan=plan,
        month=JUNE,
        amounts={project.pk: 480},
        paper=RecognisedBy("市发改投资〔2019〕7号", datetime.date(2019, 7, 20)),
        by=people["approver"],
        today=datetime.date(2019, 8, 2),
    )
    arguments["recognised"] = amount.pk
    arguments |= tasks_of(unit_a, periods, reporter)
    tasks_asked = {"month": "2019-07", "indicator": None, "source": "统计月报"}
    arguments["tasks_upload"] = upload("tasks", people["approver"], None, **tasks_asked).pk
    arguments["job"] = job_done(county, people["approver"]).pk
    return users, arguments | meetings_and_visits(project, people["inspector"])


RECOGNISED_ASKED = {
    "month": "2019-06",
    "list": "县级",
    "source": "市发改投资〔2019〕7号",
    "source_day": "2019-07-20",
}


def tasks_of(unit, periods, reporter):
    """A task of the unit with a part: June approved and to be corrected, July a draft, and the
    part's July sent."""
    county = unit.own_county
    bearer = Bearer.objects.create(county=county, unit=unit, name=unit.name)
    of = {"county": county, "kind": "fixed", "measure": "yuan", "asked_from": "2019-01-01"}
    whole = UnitIndicator.objects.create(name="固定资产投资", **of)
    part = UnitIndicator.objects.create(name="工业投资", part_of=whole, part_name="工业", **of)
    UnitTarget.objects.create(indicator=whole, bearer=bearer, year=2019, amount=10**8)

    def told(indicator, month, state):
        return UnitResult.objects.create(
            indicator=indicator,
            bearer=bearer,
            period=periods[month],
            year=2019,
            month=month,
            month_amount=10**6,
            state=state,
        )

    june = told(whole, 6, "approved")
    told(whole, 7, "draft")
    proposal = UnitResultProposal.objects.create(
        result=june,
        result_version=1,
        month_amount=9 * 10**5,
        reason="漏减一笔",
        proposed_by=reporter,
        proposed_at="2019-08-01T09:00:00+08:00",
    )
    return {
        "bearer": bearer.pk,
        "task_indicator": whole.pk,
        "task_result": june.pk,
        "task_sent": told(part, 7, "submitted").pk,
        "task_proposal": proposal.pk,
    }


def job_done(county, by):
    """With the file that it made."""
    asked = YearAsked(year=2019, until=6, list_key="县级")
    job = ask_job(kind=YEAR_OF_MONTHS, asked=asked, county=county, by=by)
    finish(
        claim(job.pk, "worker"), JobOutcome("共6个月", MadeFile(b"made", "表.xlsx", "text/plain"))
    )
    return job


def issued_papers(county, approver):
    """One of June and one of July."""
    said = {"county": county, "by": approver, "today": datetime.date(2019, 8, 2)}
    june = issue_paper(kind="half_year", month=JUNE, **said)
    went_out = june.files.get(form="docx").content()
    came = {"content": went_out, "name": "改过.docx", "by": approver, "today": said["today"]}
    july = issue_paper(kind="bulletin", month=JULY, **said)
    return {
        "issued_paper": june.pk,
        "returned_paper": take_back(paper=june, **came).pk,
        "later_paper": july.pk,
        "paper_form": "text",
        "paper_kind": "annual",
        "working_paper": begin_paper(kind="half_year", month=JUNE, **said).pk,
        "outside_fact": enter_fact(
            scope="全市",
            name="投资增速",
            value="8.1",
            unit="%",
            as_of=datetime.date(2019, 6, 30),
            source="市统计局月报",
            **said,
        ).pk,
        **adopted(said),
        **foreign_tables(said),
    }


def adopted(said):
    """A typed document, and two versions of its template."""
    content = word_of("县级重点项目1个。")
    document = adopt_document(content=content, name="总结.docx", month=JUNE, accept=True, **said)
    for version, text in enumerate(("县级重点项目1个。", "县级重点项目。"), document.version):
        write_template(
            document=document, text=text, by=said["by"], version=version, now=timezone.now()
        )
    return {"adopted_document": document.pk, "template_number": 1}


def foreign_tables(said):
    """Another office's form, and what was filled of it in June."""
    table = adopt_table(content=two_tables(), filename="月报.xlsx", month=JUNE, accept=True, **said)
    asked = {"by": said["by"], "today": said["today"]}
    return {
        "foreign_table": table.pk,
        "filled_table": fill_table(table=table, month=JUNE, **asked).pk,
    }


def adjustment_rows(plan, project, unit, reporter, reviewer):
    """What the unit asks of its line, with a paper, and a draft with a change of the bureau's."""
    at = "2019-08-01T09:00:00+08:00"
    draft = PlanAdjustment.objects.create(
        plan=plan, name=f"调整{SECRET}", drafted_by=reviewer, drafted_at=at
    )
    asked, gathered = (
        PlanChange.objects.create(
            plan=plan,
            kind="drop",
            project=project,
            item=project.plan_items.get(),
            name=project.name,
            terms={"is_dropped": True},
            stood={"terms": {"is_dropped": False}, "details": {}},
            reason="缓建",
            asked_at=at,
            **whose,
        )
        for whose in (
            {"unit": unit, "asked_by": reporter},
            {"asked_by": reviewer, "adjustment": draft, "state": "gathered"},
        )
    )
    paper = PlanPaper(change=asked, original_name="批复.pdf", content_type="application/pdf")
    paper.keep(SIGNED, "批复.pdf", unit=unit)
    paper.save()
    return {
        "adjustment": draft.pk,
        "plan_change": asked.pk,
        "gathered_change": gathered.pk,
        "paper": paper.pk,
    }


def rows_of_a_roll(unit, reporter, approver):
    """A line with a paper, and a declaration of another that waits."""
    day, today = datetime.date(2019, 3, 1), datetime.date(2019, 8, 2)
    said = {"unit": unit, "day": day, "today": today}
    paper = ContentFile(SIGNED, "批复.pdf")
    declare_line(RESERVE, values={"name": SECRET}, by=approver, files=[paper], **said)
    waits = declare_line(RESERVE, values={"name": f"{SECRET}二期"}, by=reporter, **said)
    return {
        "roll": "reserve",
        "roll_line": ReserveItem.objects.get().pk,
        "reserve_item": ReserveItem.objects.get().pk,
        "roll_paper": RollPaper.objects.get().pk,
        "roll_deed": "change",
        "declared": waits.pk,
    }


def selection_of(project, by):
    """Kept by the unit, and shared."""
    kept = NamedSelection.objects.create(
        county=project.county, name="观摩点", columns="unit,done", is_shared=True, made_by=by
    )
    kept.selected.create(project=project, position=1)
    return kept


def meaning_of(unit, by):
    """What a unit keeps of a column of its monthly tables."""
    return ColumnMeaning.objects.create(
        county=unit.own_county, unit=unit, kind="monthly", wording="本期投资额", title="本期投资额",
        target="month_amount", said_by=by, said_at=clock.now(),
    )  # fmt: skip


def photo_of(entry, by):
    """A photo beside an entry, one pixel small."""
    pixel = io.BytesIO()
    Image.new("RGB", (1, 1)).save(pixel, "JPEG")
    photo = Evidence(
        project=entry.project,
        period=entry.period,
        unit=entry.unit,
        original_name="现场.jpg",
        content_type="image/jpeg",
        width=1,
        height=1,
        added_by=by,
        added_at="2019-08-01T09:00:00+08:00",
    )
    photo.keep(pixel.getvalue())
    photo.save()
    return photo


def journal_of(project, unit, reviewer, reporter):
    """A note that names the unit's reporter, and a photo that they brought."""
    at = "2019-08-01T09:00:00+08:00"
    note = JournalNote.objects.create(
        project=project, day="2019-08-01", text=SECRET, written_by=reviewer, written_at=at
    )
    NamedColleague.objects.create(note=note, person=reporter)
    pixel = io.BytesIO()
    Image.new("RGB", (1, 1)).save(pixel, "JPEG")
    photo = ProjectPhoto(
        county=project.county,
        project=project,
        taken_on="2019-08-01",
        original_name="现场.jpg",
        width=1,
        height=1,
        unit=unit,
        added_by=reporter,
        added_at=at,
        placed_at=at,
    )
    photo.keep(pixel.getvalue())
    photo.save()
    return {"note": note.pk, "journal_photo": photo.pk}


def meetings_and_visits(project, inspector):
    """A meeting about the project with a decision of a third unit, and a visit with two
    findings and their photos, one of which is a problem."""
    county = project.county
    meeting = JointMeeting.objects.create(
        county=county, year=2019, number=1, held_on="2019-08-01", called_by=inspector
    )
    item = AgendaItem.objects.create(meeting=meeting, title=f"研究{SECRET}", project=project)
    owner = Unit.objects.create(parent=county, name="财政局", kind=UnitKind.DEPARTMENT)
    decision = MeetingDecision.objects.create(
        item=item, text=f"拨付{SECRET}资金", owner=owner, due_on="2019-08-31"
    )
    visit = Inspection.objects.create(
        county=county, kind="joint", visited_on="2019-08-01", team="督查室", recorded_by=inspector
    )
    findings = [
        InspectionFinding.objects.create(inspection=visit, project=project, text=SECRET, **became)
        for became in ({}, {"problem": project.problems.get()})
    ]
    photos = [
        FindingPhoto(
            finding=finding,
            sha256="0" * 64,
            size=1,
            width=1,
            height=1,
            added_by=inspector,
            added_at="2019-08-01T09:00:00+08:00",
        )
        for finding in findings
    ]
    for photo in photos:
        photo.file.save("photo.jpg", ContentFile(b"a photo"))
    return {
        "meeting": meeting.pk,
        "agenda_item": item.pk,
        "decision": decision.pk,
        "visit": visit.pk,
        "visit_finding": findings[0].pk,
        "photo": photos[0].pk,
        "raised_finding": findings[1].pk,
        "raised_photo": photos[1].pk,
    }


def supervision_rows(project, unit, people):
    """A problem of the project with an order to the unit, a draft and an issued notice that names
    it, a scheme in force with its published half year, and a draft."""
    county, by = project.county, people["reviewer"]
    on, at = "2019-08-01", "2019-08-01T09:00:00+08:00"
    problem = Problem.objects.create(
        county=county,
        project=project,
        category="land",
        text="用地",
        reported_up_at=at,
        source="contact",
        raised_by=by,
        raised_on=on,
    )
    order = DispatchOrder.objects.create(
        county=county,
        year=2019,
        number=1,
        problem=problem,
        addressee=unit,
        request="移交用地",
        issued_on=on,
        workdays=5,
        due_on="2019-08-08",
        first_due_on="2019-08-08",
        issued_by=by,
    )
    step = OrderStep.objects.create(order=order, to_state="replied", by=by, at=at)
    attachment = OrderAttachment(
        step=step, original_name="单.pdf", content_type="application/pdf", sha256="0" * 64, size=3
    )
    attachment.file.save("单.pdf", ContentFile(b"PDF"), save=False)
    attachment.save()
    notices = [
        SupervisionNotice.objects.create(
            county=county,
            year=2019,
            month=6,
            plan_key="县级",
            title="督查通报",
            drafted_by=by,
            drafted_on=on,
            body={"paragraphs": [], "table": EMPTY_TABLE, "light_source": ""},
            **issued,
        )
        for issued in ({}, {"state": "issued", "issue_year": 2019, "number": 1, "issued_on": on})
    ]
    items = [
        NoticeItem.objects.create(
            notice=notice, kind="criticise", unit=unit, part="reporting", text="滞后"
        )
        for notice in notices
    ]
    schemes = [
        AssessmentScheme.objects.create(
            county=county, year=2019, name="考核", plan_key="县级", source="细则", **values
        )
        for values in ({"period": "half", "state": "in_force"}, {"period": "annual"})
    ]
    rule = SchemeRule.objects.create(
        scheme=schemes[0], position=1, name="事项", kind="event", parameters={"points": "-1"}
    )
    event = ScoreEvent.objects.create(
        rule=rule, unit=unit, happened_on=on, reason="缺批复", proposed_by=by, proposed_at=at
    )
    event.state = "refused"
    event.save()
    result = publish_result(
        scheme=schemes[0], term=1, by=people["approver"], today=datetime.date(2019, 8, 1)
    )
    return {
        "problem": problem.pk,
        "order": order.pk,
        "attachment": attachment.pk,
        "notice": notices[0].pk,
        "issued_notice": notices[1].pk,
        "item": items[1].pk,
        "scheme": schemes[0].pk,
        "draft_scheme": schemes[1].pk,
        "event": event.pk,
        "excuse": Excuse.objects.create(
            scheme=schemes[0], term=2, unit=unit, reason="机构改革", by=people["approver"]
        ).pk,
        "result": result.pk,
        "term": 1,
    }


def workbook():
    """A small workbook that reads without saying anything."""
    book = openpyxl.Workbook()
    book.active.append(["项目名称", "本月完成投资（万元）"])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.fixture
def ask(world):
    """Asks an address as a role. Each is signed in once; what an answer changed is taken back."""
    users, _ = world
    clients = {role: Client() for role in users}
    for role, client in clients.items():
        client.force_login(users[role], backend="django.contrib.auth.backends.ModelBackend")

    def asked(role, name, method, given):
        address = reverse(name.partition(" ")[0], args=given)
        kept = {key: morsel.value for key, morsel in clients[role].cookies.items()}
        with transaction.atomic():
            answer = getattr(clients[role], method)(address, FORM if method == "post" else None)
            body = answer.getvalue() if answer.status_code == 200 else b""
            transaction.set_rollback(True)
        clients[role].cookies.load(kept)
        return answer.status_code, body.decode(errors="ignore")

    return asked


def test_every_url_has_a_line():
    asked = {name.partition(" ")[0] for name in MATRIX} | set(SIGNED_IN) | ANYONE
    asked |= set(REFERENCE_PAGES)
    assert set(names_of(get_resolver())) == asked


ROOMS = sorted({name.partition(":")[0] for name in MATRIX})


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("room", ROOMS)
def test_every_role_gets_the_answer_of_its_right(ask, world, room):
    _, arguments = world
    answers, expected, shown = {}, {}, []
    for name in sorted(name for name in MATRIX if name.partition(":")[0] == room):
        line = MATRIX[name]
        lines = [rights()[right] for right in (line.right, line.also) if right]
        given = [arguments[argument] for argument in line.arguments]
        allowed = {role: all(right[role] in line.words for right in lines) for role in ROLES}
        if line.is_list:
            allowed["reporter_of_another_unit"] = allowed["reporter_of_the_unit"]
        for role in ROLES:
            status, body = ask(role, name, line.method, given)
            answers[name, role] = status if status in (403, 405, 500) else status != 404
            expected[name, role] = allowed[role]
            if role == "reporter_of_another_unit" and SECRET in body:
                shown.append(name)
    assert answers == expected
    assert shown == []


@pytest.fixture
def reference_rows(world, county, unit_a):
    """A row of each table of reference data: one without a row here fails."""
    project = Project.objects.get(name=SECRET)
    return {
        ProjectCategory: ProjectCategory.objects.create(county=county, name="交通"),
        ProjectAlias: ProjectAlias.objects.create(project=project, name="城南学校"),
        HeaderAlias: HeaderAlias.objects.create(county=county, column_key="name", alias="工程"),
        Holiday: Holiday.objects.create(county=county, day="2019-10-01", name="国庆节"),
        UnitContact: UnitContact.objects.create(unit=unit_a, role="head", name="陈局长"),
        Definition: Definition.objects.create(
            county=county,
            subject="land",
            text="取得土地的当月计入",
            from_date="2019-01-01",
            source="制度",
        ),
        ReadyReason: ReadyReason.objects.create(county=county, text="请核对上月累计"),
        RoleName: RoleName.objects.create(county=county, role="reviewer", name="股长"),
        StartEvidence: StartEvidence.objects.create(
            county=county, name="施工许可证", from_date=datetime.date(2019, 1, 1)
        ),
        ApprovalItem: ApprovalItem.objects.create(
            county=county, name="施工许可", from_date=datetime.date(2019, 1, 1)
        ),
        MilestoneStep: MilestoneStep.objects.create(county=county, name="用地预审"),
        Town: Town.objects.create(county=county, name="城关镇"),
        FundSource: FundSource.objects.create(county=county, name="省级", mark="above"),
        SizeBand: SizeBand.objects.create(
            county=county, name="1亿元以上", low=100_000_000, from_date="2019-01-01"
        ),
    }


def reference_page(name, rows):
    """The rule of a page of reference data, and the arguments of its address."""
    line = REFERENCE_RULES[name.removeprefix("reference:").rpartition("_")[2]]
    known = {"row": lambda: rows[REFERENCE_PAGES[name]].pk, "format": lambda: "csv"}
    return line, [known[argument]() for argument in line.arguments]


@pytest.mark.django_db
@pytest.mark.slow
def test_reference_data_is_kept_by_administrators_and_seen_by_auditors(ask, reference_rows):
    answers, expected, odd = {}, {}, []
    for name in sorted(REFERENCE_PAGES):
        line, given = reference_page(name, reference_rows)
        right = rights()[line.right]
        for role in ROLES:
            status, _ = ask(role, name, line.method, given)
            answers[name, role] = status != 404
            expected[name, role] = right[role] in line.words
            if status not in (200, 302, 400, 404, 409):
                odd.append((name, role, status))
    assert odd == []
    assert answers == expected


@pytest.mark.django_db
def test_reference_data_is_not_shown_without_signing_in(client, reference_rows):
    way_in = reverse("accounts:sign_in")
    shown = []
    for name in sorted(REFERENCE_PAGES):
        line, given = reference_page(name, reference_rows)
        answer = getattr(client, line.method)(reverse(name, args=given))
        if answer.status_code != 302 or not answer.url.startswith(way_in):
            shown.append((name, answer.status_code))
    assert shown == []


@pytest.mark.django_db
def test_nothing_is_shown_without_signing_in(client, world):
    _, arguments = world
    way_in = reverse("accounts:sign_in")
    shown = []
    for name in sorted(set(MATRIX) | set(SIGNED_IN)):
        line = MATRIX.get(name, Line(("", ""), method=SIGNED_IN.get(name, "get")))
        given = [arguments[argument] for argument in line.arguments]
        answer = getattr(client, line.method)(reverse(name.partition(" ")[0], args=given))
        if name.partition(" ")[0] in ASKED_BY_SCRIPTS and answer.status_code == 401:
            continue
        if answer.status_code != 302 or not answer.url.startswith(way_in):
            shown.append((name, answer.status_code))
    assert shown == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ANYONE))
def test_signing_in_and_the_health_of_the_service_are_open(client, name):
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.django_db
def test_every_role_has_a_home_and_a_password(ask, world):
    users, _ = world
    answers = {
        (name, role): ask(role, name, method, [])[0]
        for name, method in SIGNED_IN.items()
        for role in users
    }
    assert {asked: status for asked, status in answers.items() if status not in (200, 302)} == {}
