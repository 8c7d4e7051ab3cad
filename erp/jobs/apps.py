from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from erp.ui import registry


class JobsConfig(AppConfig):
    name = "erp.jobs"
    label = "jobs"
    verbose_name = _("Jobs")

    def ready(self) -> None:
        registry.register(
            registry.NavItem("foot", _("Jobs"), "job_list", "zap", "job.view", order=80)
        )
