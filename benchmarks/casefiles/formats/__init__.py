"""Writers of files, one module a family of formats: from the truth of a file to its bytes."""
