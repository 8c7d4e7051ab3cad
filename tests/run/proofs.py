"""What must hold of a copy that was killed and has healed."""

from tests.run.product import Product, wait_until
from tests.run.stream import Postings, Uploads

STAMPS = """SELECT d.id, d.stamp_number, d.state, f.sha256 FROM inbox_document d
    JOIN files_storedfile f ON f.id = d.file_id ORDER BY d.stamp_number"""


def assert_uploads_are_kept(product: Product, uploads: Uploads) -> None:
    """Every acknowledged upload is there with its stamp and its bytes, no stamp is missing, all gets read."""
    assert uploads.faults == []
    documents = product.rows(STAMPS)
    assert [stamp for _pk, stamp, _state, _sha in documents] == list(range(1, len(documents) + 1))
    there = {pk: sha for pk, _stamp, _state, sha in documents}
    assert {pk: there.get(pk) for pk in uploads.kept} == uploads.kept
    assert {sha: product.kept(sha) for sha in uploads.kept.values()} == {
        sha: sha for sha in uploads.kept.values()
    }
    wait_until(lambda: not unread(product), "every document is read")
    problems = product.rows("SELECT problem FROM inbox_document WHERE attempts > 3")
    assert problems == [], "no document may need its last attempts"


def unread(product: Product) -> int:
    """Return how many documents still wait to be read."""
    return int(product.rows("SELECT count(*) FROM inbox_document WHERE state = 'received'")[0][0])


def assert_postings_are_kept(product: Product, postings: Postings) -> None:
    """Every acknowledged posting is there exactly once, and the books keep their promises."""
    assert postings.faults == []
    keys = [f"manual:{key}" for key in postings.keys]
    found = product.rows(
        "SELECT source_key, count(*) FROM accounting_voucher WHERE source_key = ANY(%s) GROUP BY 1",
        keys,
    )
    assert dict(found) == dict.fromkeys(keys, 1)
    posted = product.rows(
        """SELECT d.id, d.state, count(v.id), bool_and(v.id = d.voucher_id) FROM inbox_document d
        LEFT JOIN accounting_voucher v ON v.document_id = d.file_id WHERE d.id = ANY(%s) GROUP BY 1, 2""",
        postings.posted,
    )
    assert sorted(posted) == sorted((pk, "posted", 1, True) for pk in postings.posted)
    strays = product.rows(
        "SELECT count(*) FROM accounting_voucher WHERE text = %s AND NOT source_key = ANY(%s)",
        postings.text,
        keys,
    )
    assert strays == [(0,)], "what was never acknowledged was repeated until it was"
    assert_books_are_whole(product)


def assert_books_are_whole(product: Product) -> None:
    """The ledger's own checks find nothing."""
    assert ", 0 findings" in product.manage("check_books")
