"""The nouns, the criteria and the store."""
