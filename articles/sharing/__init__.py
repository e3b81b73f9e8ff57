"""Links by which somebody without an account reads one version of a text before it is public, and answers."""
