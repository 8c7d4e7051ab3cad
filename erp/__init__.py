"""Regna's project package and shared kernel: companies, access, audit, files, jobs, ui, money."""

from erp.celery import app as celery_app

__all__ = ["celery_app"]
