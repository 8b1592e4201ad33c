"""Addresses of the 台账, below projects/rolls/."""

from django.urls import path

from projects.rolls.views import answering, declaring, intake, line, lists

urlpatterns = [
    path("", lists.all_rolls, name="rolls"),
    path("papers/<int:pk>/", line.paper, name="roll_paper"),
    path("uploads/<int:pk>/", intake.UPLOADS.preview, name="roll_upload"),
    path("uploads/<int:pk>/choose/", intake.UPLOADS.choose, name="roll_choose"),
    path("uploads/<int:pk>/columns/", intake.UPLOADS.say, name="roll_say"),
    path("uploads/<int:pk>/period/", intake.UPLOADS.take_as, name="roll_take_as"),
    path("uploads/<int:pk>/discard/", intake.UPLOADS.discard, name="roll_discard"),
    path("uploads/<int:pk>/marked/", intake.UPLOADS.marked, name="roll_marked"),
    path("uploads/<int:pk>/undo/", intake.UPLOADS.undo, name="roll_undo"),
    path("<slug:key>/", lists.roll, name="roll"),
    path("<slug:key>/import/", intake.roll_import, name="roll_import"),
    path("<slug:key>/template/", intake.template, name="roll_template"),
    path("<slug:key>/export/", lists.export, name="roll_export"),
    path("<slug:key>/new/", declaring.declare, name="roll_declare"),
    path("<slug:key>/confirm/", answering.confirm, name="roll_confirm"),
    path(
        "<slug:key>/declarations/<int:proposal_id>/answer/",
        answering.answer,
        name="roll_answer",
    ),
    path(
        "<slug:key>/declarations/<int:proposal_id>/withdraw/",
        answering.withdraw,
        name="roll_withdraw",
    ),
    path("<slug:key>/declarations/<int:proposal_id>/read/", answering.read, name="roll_read"),
    path("<slug:key>/<int:pk>/", line.line, name="roll_line"),
    path("<slug:key>/<int:pk>/papers/", line.add_papers, name="roll_papers"),
    path("<slug:key>/<int:pk>/<slug:deed>/", declaring.declare_of_line, name="roll_deed"),
]
