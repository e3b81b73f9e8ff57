"""The staff's screens of resolutions: layout and buttons. What has a consequence is done by services."""

from . import documents, figures, structure, targets, week

__all__ = ["documents", "figures", "structure", "targets", "week"]
