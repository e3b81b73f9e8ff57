"""The screens of user managers."""

from . import requests, roles, users

__all__ = ["requests", "roles", "users"]
