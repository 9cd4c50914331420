"""The door of editors: one folder for each task of the desk. `site` puts it together, `desk` is what admins share."""
