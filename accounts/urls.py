"""Addresses of signing in and of keeping units and users."""

from django.urls import path

from accounts.people.views import acting, search, sessions, units, users, waiting
from accounts.trail import views as trail

app_name = "accounts"

urlpatterns = [
    path("sign-in/", sessions.sign_in, name="sign_in"),
    path("sign-out/", sessions.sign_out, name="sign_out"),
    path("password/", sessions.change_password, name="change_password"),
    path("acting/", acting.act, name="act"),
    path("search/", search.search, name="search"),
    path("waiting/", waiting.waiting, name="waiting"),
    path("waiting/count/", waiting.waiting_count, name="waiting_count"),
    path("users/", users.user_list, name="users"),
    path("users/new/", users.user_create, name="user_create"),
    path("users/<int:pk>/", users.user_detail, name="user"),
    path("users/<int:pk>/edit/", users.user_edit, name="user_edit"),
    path("users/<int:pk>/password/", users.user_password, name="user_password"),
    path("users/<int:pk>/disable/", users.user_disable, name="user_disable"),
    path("users/<int:pk>/enable/", users.user_enable, name="user_enable"),
    path("units/", units.unit_list, name="units"),
    path("units/new/", units.unit_create, name="unit_create"),
    path("units/<int:pk>/", units.unit_detail, name="unit"),
    path("units/<int:pk>/edit/", units.unit_edit, name="unit_edit"),
    path("trail/", trail.trail, name="trail"),
    path("trail/download/", trail.trail_download, name="trail_download"),
]
