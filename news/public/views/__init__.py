"""One module per noun. A view picks a queryset and a template."""
