"""The product as people run it: processes started, killed, healed and stopped."""

import pytest

pytest.register_assert_rewrite(*(f"tests.run.{name}" for name in ("product", "proofs", "stream")))
