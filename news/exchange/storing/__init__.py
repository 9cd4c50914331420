"""From a draft to rows, inside one transaction per post."""
