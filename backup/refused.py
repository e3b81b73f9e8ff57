"""Why a backup is not made, not sound or not put back: a sentence for the administrator."""


class BackupRefused(Exception):  # noqa: N818 - a refusal is an answer
    """Nothing of the running site has changed."""
