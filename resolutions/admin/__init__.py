"""The staff's screens of resolutions: layout and buttons. What has a consequence is done by services."""

from . import documents, figures, proposals, structure, targets

__all__ = ["documents", "figures", "proposals", "structure", "targets"]
