"""Addresses of the register, the lists and their import."""

from django.urls import include, path

from projects.rolls import views as rolls
from projects.views import column_meanings, imports, leaders, many, mergers, plans, register, turn

app_name = "projects"

urlpatterns = [
    path("", register.project_list, name="list"),
    path("export/", register.export, name="export"),
    path("new/", register.create, name="create"),
    path("many/", many.change_many, name="many"),
    path("leaders/", leaders.leaders, name="leaders"),
    path("leaders/new/", leaders.leader_create, name="leader_create"),
    path("leaders/<int:pk>/", leaders.leader, name="leader"),
    path("leaders/<int:pk>/edit/", leaders.leader_edit, name="leader_edit"),
    path("leaders/<int:pk>/leave/", leaders.leave, name="leader_leave"),
    path("leaders/changes/<int:proposal_id>/answer/", leaders.answer_leader, name="answer_leader"),
    path(
        "leaders/changes/<int:proposal_id>/withdraw/",
        leaders.withdraw_leader,
        name="withdraw_leader",
    ),
    path("rolls/", rolls.all_rolls, name="rolls"),
    path("rolls/<slug:key>/", rolls.roll, name="roll"),
    path("mergers/", mergers.mergers, name="mergers"),
    path("mergers/<int:proposal_id>/answer/", mergers.answer_merger, name="answer_merger"),
    path("mergers/<int:proposal_id>/withdraw/", mergers.withdraw_merger, name="withdraw_merger"),
    path("<int:pk>/", register.detail, name="detail"),
    path("<int:pk>/edit/", register.edit, name="edit"),
    path("<int:pk>/parts/", register.parts, name="parts"),
    path("<int:pk>/history/", register.history, name="history"),
    path("changes/<int:proposal_id>/answer/", register.answer_change, name="answer_change"),
    path("changes/<int:proposal_id>/withdraw/", register.withdraw_change, name="withdraw_change"),
    path("plans/", plans.plans, name="plans"),
    path("plans/left-out/<int:year>/", turn.left_out_of, name="left_out"),
    path("plans/new/", plans.create_plan, name="create_plan"),
    path("plans/proposals/<int:proposal_id>/answer/", plans.answer_list, name="answer_list"),
    path("plans/proposals/<int:proposal_id>/withdraw/", plans.withdraw_list, name="withdraw_list"),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("plans/<int:pk>/edit/", plans.edit_plan, name="edit_plan"),
    path("plans/<int:pk>/next-year/", turn.draft_next, name="draft_next"),
    path("plans/<int:pk>/remove/", plans.remove_plan, name="remove_plan"),
    path("plans/<int:pk>/targets/", plans.targets, name="targets"),
    path("plans/<int:pk>/lines/new/", plans.add_line, name="add_line"),
    path("plans/<int:pk>/lines/<int:item_id>/", plans.edit_line, name="edit_line"),
    path("plans/<int:pk>/lines/<int:item_id>/off/", plans.drop_line, name="drop_line"),
    path("plans/", include("projects.adjustments.urls")),
    path("import/plan/", imports.import_plan, name="import_plan"),
    path("import/preliminary/", imports.import_preliminary, name="import_preliminary"),
    # Below the page they come from, so that the menu shows where one is.
    path("import/plan/uploads/<int:pk>/", imports.upload, name="upload"),
    path("import/plan/uploads/<int:pk>/choose/", imports.choose, name="upload_choose"),
    path("import/plan/uploads/<int:pk>/columns/", imports.say, name="upload_say"),
    path("import/plan/uploads/<int:pk>/lists/", imports.say_lists, name="upload_lists"),
    path("import/plan/uploads/<int:pk>/period/", imports.take_as, name="upload_take_as"),
    path("import/plan/uploads/<int:pk>/discard/", imports.discard, name="upload_discard"),
    path("import/plan/uploads/<int:pk>/marked/", imports.marked, name="upload_marked"),
    path("import/plan/uploads/<int:pk>/undo/", imports.undo, name="upload_undo"),
    path("import/columns/", column_meanings.column_meanings, name="column_meanings"),
    path("import/columns/<int:pk>/revoke/", column_meanings.revoke, name="revoke_meaning"),
    path("uploads/<int:pk>/original/", imports.upload_original, name="upload_original"),
]
