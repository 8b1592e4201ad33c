"""Addresses of the 台账, below projects/rolls/."""

from django.urls import path

from projects.rolls.views import answering, declaring, line, lists

urlpatterns = [
    path("", lists.all_rolls, name="rolls"),
    path("papers/<int:pk>/", line.paper, name="roll_paper"),
    path("<slug:key>/", lists.roll, name="roll"),
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
