"""The logo (logo) of a company: taken in as a picture, drawn anew by us, shown in the shell and on documents.

What is shown is never what was sent: the picture is decoded within limits and written anew, so that nothing but
its dots is left. Refuses: vector drawings, and any other picture of strangers (`erp.files` offers those to save).
"""
