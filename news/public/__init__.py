"""The readers' door: pages, feeds, media. Reads only what is published; asks neither session nor user."""
