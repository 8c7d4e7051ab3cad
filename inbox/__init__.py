"""Documents that arrive: kept for ever, stamped, read, coded and posted, each step a small commit of its own.

Refuses: the format of what arrives (`integrations.ehf`) and the rules of the books (`accounting`).
"""
