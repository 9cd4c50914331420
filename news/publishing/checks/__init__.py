"""The content checks: rules about what a post says, shared by the form, the list, publishing and the command.

To add a family, write a module with `RULES`, add a line to `registry`, and put its sentences into `messages`.
"""
