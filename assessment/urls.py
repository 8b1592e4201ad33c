"""The addresses begin as those of supervision do: links to them are kept outside."""

from django.urls import path

from assessment.views import results, schemes

app_name = "assessment"

urlpatterns = [
    path("schemes/", schemes.schemes, name="schemes"),
    path("schemes/draft/", schemes.scheme_draft, name="scheme_draft"),
    path("schemes/<int:scheme_id>/", schemes.scheme, name="scheme"),
    path("schemes/<int:scheme_id>/rule/", schemes.rule_set, name="rule_set"),
    path("schemes/<int:scheme_id>/rule/remove/", schemes.rule_remove, name="rule_remove"),
    path("schemes/<int:scheme_id>/force/", schemes.scheme_force, name="scheme_force"),
    path("schemes/<int:scheme_id>/excuse/", schemes.excuse, name="excuse"),
    path("schemes/<int:scheme_id>/publish/", schemes.publish, name="publish"),
    path("schemes/<int:scheme_id>/events/", schemes.event_propose, name="event_propose"),
    path("events/<int:proposal_id>/", schemes.event_decide, name="event_decide"),
    path("events/<int:proposal_id>/withdraw/", schemes.event_withdraw, name="event_withdraw"),
    path("excuses/<int:excuse_id>/readmit/", schemes.readmit, name="readmit"),
    path("results/<int:result_id>/units/<int:unit_id>/", results.result_unit, name="result_unit"),
    path("results/<int:result_id>/", results.result, name="result"),
    path("results/<int:result_id>/ranking.xlsx", results.result_xlsx, name="result_xlsx"),
    path(
        "units/<int:unit_id>/schemes/<int:scheme_id>/terms/<int:term>/",
        results.ledger,
        name="ledger",
    ),
]
