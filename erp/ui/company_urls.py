"""Addresses below `/<company>/`."""

from django.urls import path

from erp.ui import views

urlpatterns = [
    path("palette/", views.palette, name="palette"),
]
