"""The addresses of one's own account that are ours; the others below ``/account/`` are allauth's."""

from django.urls import path

from practitioners.accounts import views

urlpatterns = [
    path("", views.account, name="account"),
    path("application/", views.application, name="application"),
]
