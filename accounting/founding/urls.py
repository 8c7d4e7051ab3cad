"""Addresses below /companies/, outside of any company."""

from django.urls import path

from accounting.founding import pages

urlpatterns = [path("new/", pages.company_new, name="company_new")]
