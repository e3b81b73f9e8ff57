"""What every page's template may name."""

from django.conf import settings


def site(request):
    return {
        "SITE_NAME": settings.SITE_NAME,
        "SITE_OWNER": settings.SITE_OWNER,
        "SITE_EDITOR": settings.SITE_EDITOR,
        "SITE_ADDRESS": settings.SITE_ADDRESS,
    }
