"""Where failed tries and used codes are remembered: on the broker's server, apart from its messages."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.core.cache import cache

from erp.environment import cache_beside

REDIS = "django.core.cache.backends.redis.RedisCache"


@pytest.mark.parametrize(
    ("broker", "location"),
    [
        ("redis://redis:6379/0", "redis://redis:6379/1"),
        ("redis://:secret@redis", "redis://:secret@redis/1"),
        (
            "rediss://redis:6380/0?ssl_cert_reqs=required",
            "rediss://redis:6380/1?ssl_cert_reqs=required",
        ),
        ("redis+socket:///run/valkey.sock", "unix:///run/valkey.sock?db=1"),
        ("redis+socket:///run/valkey.sock?virtual_host=0", "unix:///run/valkey.sock?db=1"),
    ],
)
def test_it_lies_in_a_database_of_its_own(broker: str, location: str) -> None:
    assert cache_beside(broker) == {"BACKEND": REDIS, "LOCATION": location}


def test_without_a_server_each_process_has_its_own() -> None:
    assert "locmem" in cache_beside("memory://")["BACKEND"]


def test_what_one_process_remembers_another_knows() -> None:
    assert settings.CACHES["default"]["BACKEND"] == REDIS
    look = "import django; django.setup(); from django.core.cache import cache; print(cache.get('told'))"
    cache.set("told", "yes", timeout=60)
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip().splitlines()[-1] == "yes"
