"""The content checks: rules over what a post says, the same for the form, the list, the publish act and the command.

A new family is a module with `RULES` and a line in `registry`; its sentences go to `words`.
"""
