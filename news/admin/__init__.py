"""The editors' door. One module per model; `editor` is the only one that knows CKEditor."""
