"""What a document states, read exactly: its inspection, judgements, improvements and actions."""
