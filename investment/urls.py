from django.urls import path

from investment.views import (
    entry,
    intake,
    periods,
    projects,
    review,
    rules_of_reporting,
    signed,
    template,
)

app_name = "investment"

urlpatterns = [
    path("", entry.home, name="home"),
    path("periods/", periods.periods, name="periods"),
    path("periods/open/", periods.open_period, name="open_period"),
    path("periods/<int:period_id>/close/", periods.close_period, name="close_period"),
    path("periods/rules/", rules_of_reporting.reporting_rules, name="reporting_rules"),
    path("periods/<int:period_id>/extend/", rules_of_reporting.extend, name="extend"),
    path("periods/<int:period_id>/reminders/", rules_of_reporting.reminders, name="reminders"),
    path(
        "periods/extensions/<int:extension_id>/decide/",
        rules_of_reporting.decide_extension,
        name="decide_extension",
    ),
    path("review/", review.review, name="review"),
    path("review/<int:year>/", review.review, name="review_year"),
    path("review/<int:unit_id>/<month:month>/", review.review_unit, name="review_unit"),
    path("review/<int:unit_id>/<month:month>/approve/", review.approve, name="approve"),
    path("review/<int:unit_id>/<month:month>/return/", review.return_to_unit, name="return"),
    path("review/<int:unit_id>/<month:month>/key/", review.key, name="key"),
    path("review/entries/<int:entry_id>/", review.review_entry, name="review_entry"),
    path("projects/<int:project_id>/<int:year>/", projects.project, name="project"),
    path("import/", intake.import_now, name="import_now"),
    path("import/<month:month>/", intake.import_monthly, name="import_monthly"),
    path("import/files/<int:upload_id>/", intake.import_preview, name="import_preview"),
    path("import/files/<int:upload_id>/choose/", intake.import_choose, name="import_choose"),
    path("import/files/<int:upload_id>/discard/", intake.import_discard, name="import_discard"),
    path("uploads/", intake.upload_list, name="uploads"),
    path("uploads/<int:upload_id>/", intake.upload, name="upload"),
    path("uploads/<int:upload_id>/marked/", intake.upload_marked, name="upload_marked"),
    path("uploads/<int:upload_id>/undo/", intake.upload_undo, name="upload_undo"),
    path("import/<month:month>/template/", template.own_template, name="own_template"),
    path("signed/<int:sheet_id>/", signed.signed_sheet, name="signed_sheet"),
    path("signed/<int:sheet_id>/void/", signed.void_signed, name="void_signed"),
    path("<int:unit_id>/<month:month>/", entry.entry, name="entry"),
    path("<int:unit_id>/<month:month>/withdraw/", entry.withdraw, name="withdraw"),
    path("<int:unit_id>/<month:month>/keyed/", entry.answer_keyed, name="answer_keyed"),
    path("<int:unit_id>/<month:month>/template/", template.template, name="template"),
    path("<int:unit_id>/<month:month>/signed/", signed.sign, name="sign"),
]
