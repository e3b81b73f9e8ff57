"""The description of the open interface, as it lies in docs/."""

from django.conf import settings
from django.views.decorators.http import require_safe

from search import answers


@require_safe
def description(request):
    text = (settings.BASE_DIR / "docs" / "openapi.yaml").read_text("utf-8")
    return answers.document(request, text, "application/yaml; charset=utf-8")
