from django.urls import path

from supervision.meetings import views as meetings
from supervision.notices import views as notices
from supervision.orders import views as orders
from supervision.problems import views as problems
from supervision.visits import views as visits

app_name = "supervision"

urlpatterns = [
    path("problems/", problems.problems, name="problems"),
    path("problems/proposals/", problems.proposals, name="proposals"),
    path("problems/raise/", problems.raise_any, name="raise_any"),
    path("problems/<int:problem_id>/", problems.problem, name="problem"),
    path("problems/<int:problem_id>/grade/", problems.grade, name="grade"),
    path("problems/<int:problem_id>/correct/", problems.correct, name="correct"),
    path("problems/<int:problem_id>/solve/", problems.solve, name="solve"),
    path("problems/<int:problem_id>/reopen/", problems.reopen, name="reopen"),
    path("problems/<int:problem_id>/order/", orders.issue, name="order_issue"),
    path("projects/<int:project_id>/", problems.project, name="project"),
    path("projects/<int:project_id>/raise/", problems.raise_problem, name="raise"),
    path("orders/", orders.orders, name="orders"),
    path("orders/issue/", orders.issue_many, name="orders_issue"),
    path("orders/<int:order_id>/", orders.order, name="order"),
    path("orders/<int:order_id>/acknowledge/", orders.acknowledge, name="order_acknowledge"),
    path("orders/<int:order_id>/reply/", orders.reply, name="order_reply"),
    path("orders/<int:order_id>/check/", orders.check, name="order_check"),
    path("orders/<int:order_id>/escalate/", orders.escalate, name="order_escalate"),
    path("attachments/<int:attachment_id>/", orders.order_attachment, name="attachment"),
    path("notices/", notices.notices, name="notices"),
    path("notices/draft/", notices.draft, name="notice_draft"),
    path("notices/<int:notice_id>/", notices.notice, name="notice"),
    path("notices/<int:notice_id>/edit/", notices.edit, name="notice_edit"),
    path("notices/<int:notice_id>/items/", notices.item_add, name="notice_item_add"),
    path("notices/<int:notice_id>/items/remove/", notices.item_remove, name="notice_item_remove"),
    path("notices/<int:notice_id>/issue/", notices.issue, name="notice_issue"),
    path("notices/<int:notice_id>/discard/", notices.discard, name="notice_discard"),
    path("items/<int:item_id>/withdraw/", notices.item_withdraw, name="item_withdraw"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/call/", meetings.meeting_call, name="meeting_call"),
    path("meetings/<int:meeting_id>/", meetings.meeting, name="meeting"),
    path("meetings/<int:meeting_id>/edit/", meetings.meeting_edit, name="meeting_edit"),
    path("meetings/<int:meeting_id>/agenda/add/", meetings.agenda_add, name="agenda_add"),
    path(
        "meetings/<int:meeting_id>/agenda/<int:item_id>/remove/",
        meetings.agenda_remove,
        name="agenda_remove",
    ),
    path("meetings/<int:meeting_id>/agenda/<int:item_id>/decide/", meetings.decide, name="decide"),
    path("meetings/decisions/<int:decision_id>/fulfil/", meetings.fulfil, name="fulfil"),
    path(
        "meetings/decisions/<int:decision_id>/confirm/",
        meetings.decision_confirm,
        name="decision_confirm",
    ),
    path(
        "meetings/decisions/<int:decision_id>/send-back/",
        meetings.decision_send_back,
        name="decision_send_back",
    ),
    path("inspections/", visits.inspections, name="inspections"),
    path("inspections/record/", visits.inspection_record, name="inspection_record"),
    path("inspections/<int:inspection_id>/", visits.inspection, name="inspection"),
    path("inspections/<int:inspection_id>/void/", visits.inspection_void, name="visit_void"),
    path("inspections/<int:inspection_id>/findings/", visits.finding_add, name="finding_add"),
    path("inspections/findings/<int:finding_id>/", visits.finding, name="finding"),
    path(
        "inspections/findings/<int:finding_id>/correct/",
        visits.finding_correct,
        name="finding_correct",
    ),
    path(
        "inspections/findings/<int:finding_id>/void/",
        visits.finding_void,
        name="finding_void",
    ),
    path(
        "inspections/findings/<int:finding_id>/settle/",
        visits.finding_settle,
        name="finding_settle",
    ),
    path(
        "inspections/findings/<int:finding_id>/raise/",
        visits.finding_raise,
        name="finding_raise",
    ),
    path("inspections/findings/<int:finding_id>/photos/", visits.photo_add, name="photo_add"),
    path("inspections/photos/<int:photo_id>/", visits.photo, name="photo"),
]
