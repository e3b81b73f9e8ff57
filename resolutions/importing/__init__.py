"""Figures from a spreadsheet: read row by row (tables, cells), judged (rows), entered all or none (entering)."""
