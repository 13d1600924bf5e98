"""PDF: text layer, tag tree, geometry, ruled tables."""
