"""Figures from a spreadsheet: read row by row (tables), judged (rows), entered all or none (entering)."""
