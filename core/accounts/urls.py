"""Addresses below ``/account/`` beside allauth's own."""

from django.urls import path

from core.accounts.entry import second_factor_page
from core.accounts.sessions import end

urlpatterns = [
    path("second-factor/", second_factor_page, name="second_factor"),
    path("sessions/<int:pk>/end/", end, name="end_session"),
]
