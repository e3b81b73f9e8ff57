"""Letters that went, wait or were given up, for those who look after accounts; what they say is nobody's to read."""

from django.contrib import admin
from django.urls import reverse

from desk import todo
from desk.listing import ClosedFilters, OnlyShown
from notices.models import Letter

SEE = "notices.view_letter"


@admin.register(Letter)
class LetterAdmin(OnlyShown, ClosedFilters, admin.ModelAdmin):
    list_display = ["__str__", "user", "state", "tries", "made_at", "next_try", "problem"]
    list_filter = ["state"]
    list_select_related = ["user"]
    list_per_page = 50
    show_full_result_count = False
    fields = readonly_fields = ["user", "state", "problem", "tries", "made_at", "next_try", "good_until", "done_at"]

    @admin.display(description="thử lại từ")
    def next_try(self, letter):
        return letter.next_at if letter.state == Letter.State.WAITING else None


@todo.register
def unsent(user, at):
    """ "2 thư không gửi được": their people read at the desk what the letters would have told."""
    if user.has_perm(SEE):
        address = f"{reverse('admin:notices_letter_changelist')}?state__exact={Letter.State.FAILED}"
        count = Letter.objects.filter(state=Letter.State.FAILED).count()
        yield todo.Todo(label="thư không gửi được", url=address, count=count)
