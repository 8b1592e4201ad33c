from django.urls import path

from figures.views import lights, quality, reserve, rows, tasks, topics

app_name = "figures"

urlpatterns = [
    path("lights/", lights.light_schemes, name="light_schemes"),
    path("quality/", quality.quality_latest, name="quality_latest"),
    path("<month:month>/quality/", quality.quality, name="quality"),
    path("<month:month>/quality/table.xlsx", quality.quality_export, name="quality_export"),
    path("<month:month>/quality/<str:name>/", quality.quality_rows, name="quality_rows"),
    path("tasks/", tasks.tasks_latest, name="tasks_latest"),
    path("tasks/<month:month>/", tasks.tasks, name="tasks"),
    path("tasks/<month:month>/table.xlsx", tasks.tasks_export, name="tasks_export"),
    path("reserve/", reserve.reserve_latest, name="reserve_latest"),
    path("<month:month>/reserve/", reserve.reserve, name="reserve"),
    path("gaps/", topics.gaps_latest, name="gaps_latest"),
    path("funds/", topics.funds_latest, name="funds_latest"),
    path("<cut_off:at>/topics/<str:name>/", topics.topic, name="topic"),
    path("<cut_off:at>/topics/<str:name>/table.xlsx", topics.topic_export, name="topic_export"),
    path("<cut_off:at>/project/<int:pk>/", rows.project, name="project"),
    path("<cut_off:at>/<str:key>/", rows.rows, name="rows"),
    path("<cut_off:at>/<str:key>/rows.xlsx", rows.rows_export, name="rows_export"),
]
