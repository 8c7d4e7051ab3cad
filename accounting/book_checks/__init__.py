"""The check of a company's books (kontroll av regnskapet): asked for on a page or by the night, done as a job.

Owns what each of the ledger's checks is called, the job that runs them, and the page that shows how it went.
Refuses: mending anything. What is found is for people; the ledger is corrected by vouchers.
"""
