"""A refused deed answers one way, at every address that takes one (DESIGN §5.12): the page again,
with what was typed and the sentence of what is wrong; 409 for a conflict and 400 for a fault."""

import re

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils.html import escape

from accounts.trail.proposals import kinds
from assessment.models import AssessmentScheme, SchemeRule
from config.tests.test_access_matrix import (  # noqa: F401 - the same world
    ASKED_BY_SCRIPTS,
    MATRIX,
    ROLES,
    world,
)
from supervision.models import SupervisionNotice

TYPED = "这段话不能丢"
WORDS = (
    "chair decision demands done ground note outcome place reason request settled short_name "
    "solution source suggestion team text title word"
)
"""The names of boxes that take words."""

FORM = dict.fromkeys(WORDS.split(), TYPED) | {
    "version": "999",
    "month": "2019-08",
    "severity": "general",
    "category": "site",
}
"""Sent to every address: words in all boxes, and a version that nothing has."""

PAGES_WITH_FORMS = {
    "outside:facts",
    "projects:reserve_take",
    "projects:reserve_tasks",
    "adopted:document",
    "adopted:documents",
    "adopted:template",
    "accounts:unit_create",
    "accounts:unit_edit",
    "accounts:user_create",
    "accounts:user_edit",
    "assessment:rule_set",
    "assessment:scheme_draft",
    "figures:light_schemes",
    "investment:contacts",
    "investment:correct",
    "investment:edit_check",
    "investment:entry",
    "investment:evidence",
    "investment:extend",
    "investment:extra_column",
    "investment:extra_columns",
    "investment:import_monthly",
    "investment:import_preview",
    "investment:key",
    "investment:pace_rules",
    "investment:recognised",
    "investment:recognised_import",
    "investment:recognised_upload",
    "investment:periods",
    "investment:reporting_rules",
    "investment:succeed",
    "investment:review_entry",
    "investment:weekly_unit",
    "papers:issue",
    "papers:working",
    "tables:table",
    "tables:tables",
    "projects:adjustment_add",
    "projects:adjustment_ask",
    "projects:adjustments",
    "projects:create",
    "projects:edit",
    "projects:import_plan",
    "projects:import_preliminary",
    "projects:journal",
    "projects:leader_edit",
    "projects:mergers",
    "projects:parts",
    "projects:photos_in",
    "projects:roll_declare",
    "projects:roll_deed",
    "projects:roll_import",
    "projects:roll_upload",
    "projects:upload",
    "reports:check_text",
    "returned:of_issued",
    "returned:of_working",
    "supervision:inspection_record",
    "supervision:meeting_call",
    "supervision:meeting_edit",
    "supervision:notice_draft",
    "supervision:order_issue",
    "supervision:orders_issue",
    "supervision:proposals",
    "supervision:raise",
    "supervision:raise_any",
    "investment:correct_task",
    "investment:task_indicator",
    "investment:task_past",
    "investment:task_sheet",
    "investment:task_year",
    "investment:tasks_import",
    "investment:tasks_upload",
}
"""Addresses that show a form and take it too."""


def of_the_address(arguments):
    """What else an address needs to go as far as its version."""
    return {
        "accounts:unit_edit": {
            "name": "交通局",
            "kind": "department",
            "position": "0",
            "is_active": "on",
        }
        | {"position": "0", "parent": arguments["county"]},
        "accounts:user_edit": {"name": "陈交通", "phone": TYPED[:5]}
        | {"roles-TOTAL_FORMS": "1", "roles-INITIAL_FORMS": "1"}
        | {"roles-0-role": "reporter", "roles-0-unit": arguments["unit"]},
        "assessment:rule_remove": {"rule": arguments["draft_rule"]},
        "assessment:rule_set": {"kind": "event", "name": "事项", "points": "-1"},
        "assessment:event_decide": {"refuse": "1"},
        "investment:decide_extension": {"refuse": "1"},
        "investment:approve": {"entry": f"{arguments['entry']}:999", "reason": ""},
        "investment:pass_on": {"entry": f"{arguments['entry']}:999", "reason": ""},
        "investment:queue_approve": {"reason": ""},
        "investment:queue_pass": {"reason": ""},
        "investment:queue_look": {"reason": ""},
        "investment:queue_rest": {"entry": f"{arguments['entry']}:999"},
        "investment:return": {"entry": f"{arguments['entry']}:999"},
        "investment:withdraw": {"entry": f"{arguments['entry']}:999"},
        "investment:answer_keyed": {"object": f"{arguments['entry']}:999"}
        | {f"objection-{arguments['entry']}": TYPED},
        "investment:note_verified": {"note": f"{arguments['entry']}:999"},
        "investment:confirm_estimate": {"confirm": f"{arguments['entry']}:999"},
        "investment:contacts": {"contacts-TOTAL_FORMS": "0", "contacts-INITIAL_FORMS": "0"},
        "investment:correct": {f"p{arguments['project']}-version": "999"}
        | {f"p{arguments['project']}-month_amount": "11"},
        "investment:publish_month": {"kind": "final"},
        "investment:propose_publishing": {"kind": "final"},
        "investment:correct_task": {"month_amount": "11"},
        "investment:task_indicator": {"name": "固投"},
        "investment:task_sheet": {
            f"i{arguments['task_indicator']}-{name}": value
            for name, value in {"version": "999", "month_amount": "11", "note": TYPED}.items()
        },
        "investment:task_withdraw": {"result": f"{arguments['task_sent']}:999"},
        "investment:tasks_approve": {"result": f"{arguments['task_sent']}:999"},
        "investment:tasks_pass": {"result": f"{arguments['task_sent']}:999"},
        "investment:tasks_return": {"result": f"{arguments['task_sent']}:999"},
        "investment:judge": {"seen": "accepted", "verdict": "doubtful"},
        "investment:weekly_unit": {
            f"changed_{arguments['project']}": TYPED,
            f"version_{arguments['project']}": "999",
        },
        "papers:working": {"decimals": "1", "pace_word": "序时进度"}
        | {"plan": "调整后计划", "naming": "全部点名"},
        "projects:edit": {"name": "改名", "stage": "reserve", "location": TYPED, "category": ""},
        "projects:roll_deed": {"name": "改名", "day": "2019-05-01", "category": ""},
        "supervision:fulfil": {"done_on": "2019-08-02"},
        "supervision:meeting_edit": {"held_on": "2019-08-01"},
        "supervision:order_check": {"close": "1"},
        "supervision:grade": {"severity": "major"},
    }


CONFLICTS = {
    "projects:reserve_link",
    "outside:void",
    "adopted:document",
    "adopted:restore",
    "adopted:withdraw",
    "accounts:unit_edit",
    "accounts:user_disable",
    "accounts:user_edit",
    "accounts:user_enable",
    "accounts:user_password",
    "assessment:event_decide",
    "assessment:event_withdraw",
    "assessment:publish",
    "assessment:rule_remove",
    "assessment:rule_set",
    "assessment:scheme_force",
    "investment:answer_column",
    "investment:answer_correction",
    "investment:answer_keyed",
    "investment:answer_period",
    "investment:answer_publishing",
    "investment:approve",
    "investment:confirm_estimate",
    "investment:contacts",
    "investment:correct",
    "investment:decide_extension",
    "investment:evidence_describe",
    "investment:evidence_remove",
    "investment:import_preview",
    "investment:import_take_as",
    "investment:judge",
    "investment:note_verified",
    "investment:pass_on",
    "investment:propose_publishing",
    "investment:publish_history",
    "investment:publish_month",
    "investment:queue_approve",
    "investment:queue_look",
    "investment:queue_pass",
    "investment:queue_rest",
    "investment:queue_return",
    "investment:remove_period",
    "investment:return",
    "investment:review_entry",
    "investment:weekly_unit",
    "investment:recognised_undo",
    "investment:upload_undo",
    "investment:answer_succession",
    "investment:take_back_succession",
    "investment:withdraw_succession",
    "investment:withdraw",
    "investment:withdraw_column",
    "investment:withdraw_correction",
    "investment:withdraw_period",
    "investment:withdraw_publishing",
    "projects:adjustment_discard",
    "projects:adjustment_number",
    "projects:adjustment_submit",
    "projects:adjustment_take_back",
    "projects:answer_change",
    "projects:answer_leader",
    "projects:answer_list",
    "projects:answer_merger",
    "projects:drop_line",
    "projects:edit",
    "projects:photo_remove",
    "projects:remove_plan",
    "projects:roll_answer",
    "projects:roll_deed",
    "projects:roll_take_as",
    "projects:roll_undo",
    "projects:roll_upload",
    "projects:roll_withdraw",
    "projects:upload_undo",
    "projects:withdraw_change",
    "projects:withdraw_leader",
    "projects:withdraw_list",
    "projects:withdraw_merger",
    "jobs:cancel",
    "papers:working",
    "questions:selection",
    "questions:withdraw",
    "supervision:correct",
    "supervision:agenda_remove",
    "supervision:decision_confirm",
    "supervision:decision_send_back",
    "supervision:finding_correct",
    "supervision:finding_raise",
    "supervision:finding_settle",
    "supervision:finding_void",
    "supervision:fulfil",
    "supervision:grade",
    "supervision:meeting_edit",
    "supervision:notice_discard",
    "supervision:notice_edit",
    "supervision:notice_issue",
    "supervision:order_acknowledge",
    "supervision:order_check",
    "supervision:order_reply",
    "supervision:solve",
    "supervision:visit_void",
    "investment:answer_task_correction",
    "investment:correct_task",
    "investment:task_indicator",
    "investment:task_sheet",
    "investment:task_withdraw",
    "investment:tasks_approve",
    "investment:tasks_pass",
    "investment:tasks_return",
    "investment:tasks_undo",
    "investment:withdraw_task_correction",
    "investment:tasks_take_as",
    "investment:tasks_upload",
}
"""Where a form of a version that nothing has, or an answer to what is answered, comes too late."""

FAULTS = {
    "projects:reserve_take",
    "projects:reserve_tasks",
    "adopted:template",
    "papers:word",
    "outside:facts",
    "adopted:documents",
    "adopted:fill",
    "tables:fill",
    "tables:table",
    "tables:tables",
    "accounts:unit_create",
    "accounts:user_create",
    "assessment:event_propose",
    "assessment:excuse",
    "assessment:scheme_draft",
    "figures:light_schemes",
    "investment:call",
    "investment:edit_check",
    "investment:evidence",
    "investment:extend",
    "investment:extra_columns",
    "investment:import_monthly",
    "investment:key",
    "investment:open_history",
    "investment:pace_rules",
    "investment:recognised",
    "investment:recognised_take_back",
    "investment:recognised_import",
    "investment:recognised_take_as",
    "investment:recognised_upload",
    "investment:periods",
    "investment:rename_column",
    "investment:reporting_rules",
    "investment:retire_column",
    "investment:sign",
    "investment:succeed",
    "papers:begin",
    "papers:issue",
    "papers:register",
    "projects:adjustment_add",
    "projects:adjustment_ask",
    "projects:adjustment_force",
    "projects:adjustment_gather",
    "projects:adjustments",
    "projects:change_refuse",
    "projects:create",
    "projects:import_plan",
    "projects:import_preliminary",
    "projects:journal",
    "projects:leader_edit",
    "projects:leader_leave",
    "projects:mergers",
    "projects:photos_in",
    "projects:photos_place",
    "projects:roll_confirm",
    "projects:roll_declare",
    "projects:roll_import",
    "projects:roll_papers",
    "projects:roll_read",
    "projects:upload",
    "projects:upload_lists",
    "projects:upload_take_as",
    "questions:bring_back",
    "reports:check_text",
    "returned:of_issued",
    "returned:of_working",
    "supervision:decide",
    "supervision:finding_add",
    "supervision:inspection_record",
    "supervision:meeting_call",
    "supervision:notice_draft",
    "supervision:notice_item_add",
    "supervision:order_escalate",
    "supervision:order_issue",
    "supervision:orders_issue",
    "supervision:proposals",
    "supervision:photo_add",
    "supervision:raise_any",
    "investment:task_bearer_add",
    "investment:task_indicator_add",
    "investment:task_past",
    "investment:task_year",
    "investment:tasks_import",
}
"""Where what FORM sends lacks something."""


@pytest.fixture
def answers(client, world, county):  # noqa: F811
    """Every address that takes a deed, with what it answers to FORM where somebody who may do it
    sends it; what was done is taken back."""
    users, arguments = world
    draft = AssessmentScheme.objects.get(pk=arguments["draft_scheme"])
    rule = SchemeRule.objects.create(
        scheme=draft, position=1, name="事项", kind="event", parameters={"points": "-1"}
    )
    SupervisionNotice.objects.update(signer="赵审定")
    for kind in kinds():
        kind.model.objects.update(state="accepted")
    arguments |= {"county": county.pk, "draft_rule": rule.pk}
    extra = of_the_address(arguments)
    found = {}
    for listed, line in MATRIX.items():
        name = listed.partition(" ")[0]
        if (
            name in ASKED_BY_SCRIPTS
            or name in found
            or (line.method != "post" and name not in PAGES_WITH_FORMS)
        ):
            continue
        address = reverse(name, args=[arguments[argument] for argument in line.arguments])
        for role in ROLES:
            client.force_login(users[role], backend="django.contrib.auth.backends.ModelBackend")
            client.cookies.pop("messages", None)  # of the address before
            point = transaction.savepoint()
            answer = client.post(address, FORM | extra.get(name, {}))
            transaction.savepoint_rollback(point)
            if answer.status_code != 404:
                found[name] = answer
                break
    return found


def words_of(answer):
    """The sentence that was told, at the top or under a row, or those at the fields."""
    refusal = answer.context["refusal"]
    if refusal.sentence:
        return [refusal.sentence]
    forms = [form for form in refusal.forms if hasattr(form, "fields")]
    return [str(fault) for form in forms for faults in form.errors.values() for fault in faults]


def faults_of(name, answer):
    refusal = answer.context["refusal"]
    page = answer.content.decode()
    forms = [form for form in refusal.forms if hasattr(form, "fields")]
    boxes = {box for form in forms for box in form.fields} & set(WORDS.split())
    checked = {
        "another status": answer.status_code == refusal.status,
        "says nothing": any(escape(words) in page for words in words_of(answer)),
        "forgets what was typed": TYPED in page or not boxes,
        "tells it in a message": not list(answer.context["messages"]),
        "says it twice": page.count(f'"notice-title">{escape(refusal.sentence)}<') < 2,
        "compares with nothing": refusal.is_compared or ">现在的<" not in page,
    }
    if name not in PAGES_WITH_FORMS:
        # The page stands at an address that shows nothing by itself.
        checked |= {
            "has a form without an address": not re.search(r"<form(?![^>]* action=)[^>]*>", page),
            "has a link without an address": 'href="?' not in page,
        }
    return [(name, fault) for fault, is_right in checked.items() if not is_right]


@pytest.mark.django_db
@pytest.mark.slow
def test_a_refused_deed_answers_one_way(answers):
    refused = {name: answer for name, answer in answers.items() if answer.status_code >= 400}
    assert [fault for each in refused.items() for fault in faults_of(*each)] == []
    assert {name for name, answer in refused.items() if answer.status_code == 409} == CONFLICTS
    assert {name for name, answer in refused.items() if answer.status_code == 400} == FAULTS
