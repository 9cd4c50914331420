"""The editors' door (docs/words.md): one folder per task. `site` assembles them; `desk` holds what all admins share."""
