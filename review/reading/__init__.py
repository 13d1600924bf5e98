"""What pages show, read from the two databases: questions in, records out, nothing of the web."""
