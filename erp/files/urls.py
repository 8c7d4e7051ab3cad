"""Addresses below `/<company>/files/`."""

from django.urls import path

from erp.files import views

urlpatterns = [
    path("<int:file_id>/", views.file_download, name="file_download"),
]
