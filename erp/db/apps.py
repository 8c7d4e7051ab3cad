from django.apps import AppConfig


class DbConfig(AppConfig):
    name = "erp.db"
    label = "db"
