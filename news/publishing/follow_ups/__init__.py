"""Notices to other services: recorded in the write's own transaction, sent later, off until configured.

A kind is one module and one line in `registry`. `planning` writes the rows; `running` sends what is due.
"""
