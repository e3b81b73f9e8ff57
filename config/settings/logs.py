"""How a site that people rely on logs: to stderr, where systemd keeps it, and by mail to whom it concerns."""

FORMS = {"json": "monitoring.logs.forms.Json", "line": "monitoring.logs.forms.Line"}


def logging_plan(form: str, folder: str, *, has_mail: bool) -> dict:
    """`form`: a key of FORMS; `folder`: where all processes share what was told of late."""
    ways = ["stderr", "mail"] if has_mail else ["stderr"]
    once = {"()": "monitoring.logs.handlers.OnceAMinute", "book": f"{folder}/told.json"}
    here = {"handlers": ["stderr"], "propagate": False}
    handlers = {
        "stderr": {"class": "logging.StreamHandler", "formatter": "told", "filters": ["counted", "line_once"]},
        "mail": {"class": "monitoring.logs.handlers.FaultMail", "level": "ERROR", "filters": ["mail_once"]},
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"told": {"()": FORMS[form]}},
        "filters": {
            "counted": {"()": "monitoring.logs.handlers.Counted"},
            "line_once": {**once, "name": "line"},
            "mail_once": {**once, "name": "mail"},
        },
        "handlers": {name: handlers[name] for name in ways},
        "root": {"handlers": ways, "level": "WARNING"},
        "loggers": {
            "django": {"handlers": [], "level": "WARNING"},
            # Strangers ask for wrong hosts all day: worth a line in the log, not a letter.
            "django.security.DisallowedHost": here,
            # gunicorn names addresses and whole requests of what it cannot read; its workers log by our forms.
            "gunicorn.error": {**here, "level": "WARNING"},
        },
    }
