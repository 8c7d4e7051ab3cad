"""Jobs: long work in the background, with visible progress, that survives the death of any process.

Refuses: knowing what the work is; apps register handlers that call one action.
"""
