"""The readers' views, one module per subject. A view picks a queryset and a template."""
