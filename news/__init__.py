"""Masthead's one app. Its folders are layers; a layer imports only from layers below it (docs/architecture.md)."""
