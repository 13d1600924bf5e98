"""De-identification of case notes and its gate: prepare, look, correct, sign or refuse."""
