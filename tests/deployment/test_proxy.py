"""deploy/Caddyfile: its blocks and directives agree with the compose file, the image and the product's limits."""

import re
from typing import Any

from erp.run.state import ROOT
from tests.deployment.compose import raw, service
from tests.deployment.production import settings_with
from tests.deployment.test_image import all_of

TEXT = (ROOT / "deploy/Caddyfile").read_text()
PLACEHOLDER = re.compile(r"\{\$(\w+)(?::([^}]*))?\}")


def parsed() -> dict[str, Any]:
    """Return the blocks of the file: a directive with a block is a dict, one without is the rest of its line."""
    top: dict[str, Any] = {}
    stack = [top]
    for line in TEXT.splitlines():
        words = line.split("#")[0].strip()
        if words == "}":
            stack.pop()
            assert stack, "a brace too many"
        elif words.endswith("{"):
            block: dict[str, Any] = {}
            stack[-1][words[:-1].strip()] = block
            stack.append(block)
        elif words:
            name, _space, rest = words.partition(" ")
            stack[-1][name] = rest
    assert len(stack) == 1, "a brace too few"
    return top


def site() -> dict[str, Any]:
    found: dict[str, Any] = parsed()["{$REGNA_HOST}"]
    return found


def test_the_compose_file_passes_what_it_asks_for() -> None:
    asked = {name for name, _default in PLACEHOLDER.findall(TEXT)}
    assert asked == set(service("proxy")["environment"]) == {"REGNA_HOST", "REQUEST_LIMIT_MB"}


def test_a_request_may_be_as_large_as_the_product_takes_and_no_larger() -> None:
    size = site()["request_body"]["max_size"]
    assert (
        PLACEHOLDER.sub(lambda found: found[2], size) == f"{settings_with({}).REQUEST_LIMIT_MB}MiB"
    )
    passed = raw()["services"]["proxy"]["environment"]["REQUEST_LIMIT_MB"]
    assert passed == raw()["services"]["web"]["environment"]["REQUEST_LIMIT_MB"]


def test_it_leads_to_the_web_servers_that_are_ready() -> None:
    upstream = site()["reverse_proxy"]["dynamic a"]
    assert upstream["name"] in raw()["services"]
    assert upstream["port"] == all_of("EXPOSE")[0]
    assert service("web")["environment"]["TRUSTED_PROXIES"] == "1"
    assert (
        "trusted_proxies" not in TEXT
    )  # Nobody stands before it whose word on addresses would count.


def test_its_own_health_is_what_the_compose_file_asks_and_is_not_published() -> None:
    assert parsed()[":8081"] == {"respond": "/healthz 200"}
    assert service("proxy")["healthcheck"]["test"][-1] == "http://127.0.0.1:8081/healthz"
    assert not any("8081" in port for port in service("proxy")["ports"])


def test_nobody_steers_it_from_outside_or_holds_it_up() -> None:
    options = parsed()[""]
    assert options["admin"] == "off"
    assert set(options["servers"]["timeouts"]) == {"read_header", "read_body", "idle"}
    assert site()["respond"] == "/readyz 404"
