"""From a record to a draft: what is repaired, kept or refused, and why. Writes nothing."""
