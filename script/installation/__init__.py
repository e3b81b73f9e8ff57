"""Sets a site up on a Debian server, changes its version and back. Python's own library alone: this comes first."""
