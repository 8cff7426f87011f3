"""Where the form for a callback is sent."""

from django.urls import path

from practitioners.referrals import views

urlpatterns = [path("<int:page_id>/call-back/", views.ask, name="ask_call_back")]
