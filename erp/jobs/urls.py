"""Addresses below `/<company>/jobs/`."""

from django.urls import path

from erp.jobs import views

urlpatterns = [
    path("", views.job_list, name="job_list"),
    path("<int:job_id>/", views.job_detail, name="job"),
    path("<int:job_id>/progress/", views.job_progress, name="job_progress"),
    path("<int:job_id>/retry/", views.job_retry, name="job_retry"),
]
