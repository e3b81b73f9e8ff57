"""Readers' pages from a streaming replica, where REPLICA_URL names one: rules.py, the router and the middleware."""

DEFAULT, REPLICA = "default", "replica"
