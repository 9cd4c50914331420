"""What is done outside after a publication: told in the write's own transaction, done later, off until configured.

A kind is one module and one line in `registry`. `planning` writes rows, `running` does what is due.
"""
