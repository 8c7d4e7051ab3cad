"""Addresses below `/<company>/` of the history."""

from django.urls import path

from erp.audit import views

urlpatterns = [path("history/<slug:subject>/<int:pk>/", views.history, name="history")]
