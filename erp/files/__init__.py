"""Files: content-addressed, kept unchanged, downloaded only through a permission check.

Refuses: rendering anything foreign inline from our origin, and deleting content.
"""
