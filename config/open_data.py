"""What belongs to the whole open interface: its description, as it lies in docs/, and addresses that do not exist."""

from django.conf import settings

from web import answers


@answers.interface
def description(request):
    text = (settings.BASE_DIR / "docs" / "openapi.yaml").read_text("utf-8")
    return answers.document(request, text, "application/yaml; charset=utf-8")


@answers.interface
def nothing(request):
    return answers.refuse({"": ["Không có địa chỉ này; xem /api/v1/openapi.yaml."]}, 404)
