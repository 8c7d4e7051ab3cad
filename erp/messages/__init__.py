"""The message catalogue without GNU gettext: find source strings, merge them, compile them, check them.

`python -m erp.messages update|compile|check`. Source strings are English and the catalogue is bokmål, complete.
"""
