"""What the page of an article asks by itself while it is open."""

from django.http import JsonResponse
from django.urls import path
from django.utils import timezone

from accounts.sessions.asking import by_itself
from articles.presence import keeping


class PresenceScreens:
    """Mixed into the ModelAdmin of articles. Only those who may see the article are told, or counted."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.presence)
        return [path("<int:pk>/dang-mo/", view, name="articles_article_presence"), *super().get_urls()]

    @by_itself
    def presence(self, request, pk):
        """{"said": who else is there}. Only what the page sends counts as being there: to read changes nothing."""
        article, at = self.visible(request, pk), timezone.now()
        if request.method == "POST":
            keeping.renew(article.pk, request.user, at)
        return JsonResponse({"said": keeping.said(keeping.others(article.pk, request.user, at))})
