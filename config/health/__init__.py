"""How the site is, as machines outside ask: /healthz, /readyz, /metrics (docs/operations.md, "Seen from outside")."""
