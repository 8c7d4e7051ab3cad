"""Every action that may begin a transaction begins it anew when it was the victim of a deadlock."""

import ast
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from erp.db.retry import retried_on_deadlock
from inbox.actions import receive_document
from tests.world import World

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("accounting", "inbox")


def actions() -> Iterator[tuple[str, list[str]]]:
    """Yield each public function that runs in a transaction of its own, with its decorators."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "actions" not in path.parts and path.stem != "actions":
                continue
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
                    if any(each.startswith("transaction.atomic") for each in decorators):
                        yield f"{path.relative_to(ROOT)}:{node.name}", decorators


ACTIONS = dict(actions())


def test_the_walk_finds_what_posts_opens_and_locks() -> None:
    names = {name.rpartition(":")[2] for name in ACTIONS}
    assert names >= {
        *("post_voucher", "post_vouchers", "reverse_voucher", "open_next_year", "set_lock"),
        *("open_previous_year", "set_vat_lock", "set_vat_lock_of_day", "create_voucher_type"),
        *("settle_items", "settle_chosen", "undo_settlement", "reverse_and_settle"),
        *("post_document", "receive_document", "import_chart", "update_account"),
    }


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_is_run_again_after_a_deadlock(name: str) -> None:
    decorators = ACTIONS[name]
    assert retried_on_deadlock.__name__ in decorators, name
    # Outside of the transaction, which a deadlock has broken.
    atomic = next(at for at, each in enumerate(decorators) if each.startswith("transaction.atomic"))
    assert decorators.index(retried_on_deadlock.__name__) < atomic


@pytest.mark.django_db
def test_a_file_that_the_first_run_has_read_is_kept_whole_by_the_next(world: World) -> None:
    content = io.BytesIO(b"%PDF-1.7 innhold")
    content.read()
    row = receive_document(company=world.fjord, by=world.ola, name="a.pdf", content=content)
    assert row.file.size == 16
