"""Users, memberships, roles and permissions: who may do what in which company.

A role is a set of permissions in code (`roles.py`); each URL declares the one it needs (`requires`), and each
action checks the one it names (`require_permission`). Refuses: knowing what the permissions are used for.
"""
