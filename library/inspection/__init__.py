"""What lies inside a file that would come in: read by parsing, within bounds, before anything opens it."""
