"""The staff's screens of resolutions: layout and buttons. What has a consequence is done by services."""

from . import figures, papers, structure, targets

__all__ = ["figures", "papers", "structure", "targets"]
