"""A provider's pre-reading pack: what goes onto paper, into a Word file or into one HTML file."""
