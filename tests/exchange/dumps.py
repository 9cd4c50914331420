"""The whole database as values, to see that it is what it was."""

from django.apps import apps

RECEIPTS = {"ImportBatch", "ImportItem"}
LINKS = {"PostCategory", "Byline", "PostTag"}  # written anew when they differ: what they say counts, not their numbers
# Counts writes. It never goes back, so that a form that was opened between an import and its undo cannot be saved.
COUNTERS = {("Post", "version"), ("RawSource", "post_version")}


def dump():
    """Every row of every table of ours, receipts aside, by table."""
    models = [model for model in apps.get_app_config("news").get_models() if model.__name__ not in RECEIPTS]
    return {model.__name__: dump_table(model) for model in models}


def dump_table(model):
    name = model.__name__
    left_out = {field for table, field in COUNTERS if table == name} | ({"id"} if name in LINKS else set())
    rows = [{key: value for key, value in row.items() if key not in left_out} for row in model._base_manager.values()]
    return sorted(rows, key=lambda row: [str(value) for value in row.values()])


def counts():
    return {name: len(rows) for name, rows in dump().items()}
