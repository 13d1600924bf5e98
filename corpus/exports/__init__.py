"""One module per interchange format."""
