"""What the inbox promises, as a query that must return no rows; checked with the books."""

STAMPS_WITHOUT_GAPS = """
    SELECT d.documents, d.earliest, d.latest, coalesce(s.last_number, 0)
    FROM (SELECT count(*) AS documents, coalesce(min(stamp_number), 1) AS earliest,
                 coalesce(max(stamp_number), 0) AS latest
          FROM inbox_document WHERE company_id = %(company)s) d
    LEFT JOIN companies_numberseries s ON s.company_id = %(company)s AND s.key = 'stamp'
    WHERE (d.earliest, d.latest, d.documents)
        IS DISTINCT FROM (1::bigint, coalesce(s.last_number, 0), coalesce(s.last_number, 0))"""
