"""Enhetsregisteret: the public register of Norwegian organisations, by its open interface.

`client` asks over HTTP, `messages` turns answers into plain data, `standin` is a local server that answers as the
register does, with organisations of our own making (`units`). Refuses: knowing parties; `crm` asks and decides.
"""
