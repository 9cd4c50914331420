"""The only code that opens outbound connections. Addresses to fetch and answers are treated as hostile."""
