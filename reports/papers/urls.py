from django.urls import path

from reports.papers import comparing_pages, pages, views

app_name = "papers"

urlpatterns = [
    path("", views.issued, name="issued"),
    path("now/<str:kind>/", pages.now, name="now"),
    path("now/<str:kind>/<str:form>/", pages.now_file, name="now_file"),
    path("issue/", views.issue, name="issue"),
    path("working/", views.begin, name="begin"),
    path("working/<int:paper_id>/", views.working, name="working"),
    path("working/<int:paper_id>/sentence/", views.word, name="word"),
    path("working/<int:paper_id>/issue/", views.register, name="register"),
    path("working/<int:paper_id>/files/<str:form>/", views.draft, name="draft"),
    path("<int:paper_id>/", views.paper, name="paper"),
    path("<int:paper_id>/files/<str:form>/", views.download, name="download"),
    path("<int:paper_id>/differences/", comparing_pages.differences, name="differences"),
    path("<int:paper_id>/bridge/<int:later_id>/", comparing_pages.bridge, name="bridge"),
]
