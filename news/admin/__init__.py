"""The editors' way in (a «door» in docs/words.md): one folder per task. `site` assembles them; `desk` holds what all
admins share."""
