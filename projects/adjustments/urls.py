"""Addresses of changes of a list, below those of the lists."""

from django.urls import path

from projects.adjustments import views

urlpatterns = [
    path("<int:pk>/adjustments/", views.adjustments, name="adjustments"),
    path("<int:pk>/adjustments/ask/", views.ask, name="adjustment_ask"),
    path("adjustments/<int:pk>/", views.adjustment, name="adjustment"),
    path("adjustments/<int:pk>/add/", views.add, name="adjustment_add"),
    path("adjustments/<int:pk>/gather/", views.gather, name="adjustment_gather"),
    path("adjustments/<int:pk>/left-out/", views.decide, name="adjustment_left_out"),
    path("adjustments/<int:pk>/submit/", views.submit, name="adjustment_submit"),
    path("adjustments/<int:pk>/discard/", views.discard, name="adjustment_discard"),
    path("adjustments/<int:pk>/force/", views.force, name="adjustment_force"),
    path("adjustments/<int:pk>/number/", views.number, name="adjustment_number"),
    path(
        "adjustments/<int:pk>/take-back/",
        views.take_back_adjustment,
        name="adjustment_take_back",
    ),
    path("changes/<int:pk>/leave-out/", views.leave_out, name="change_leave_out"),
    path("changes/<int:pk>/refuse/", views.refuse, name="change_refuse"),
    path("changes/<int:pk>/withdraw/", views.withdraw, name="change_withdraw"),
    path("papers/<int:pk>/", views.paper, name="plan_paper"),
]
