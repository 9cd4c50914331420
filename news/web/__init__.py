"""The only code that opens an outbound connection. What it is told to fetch and whatever answers are hostile."""
