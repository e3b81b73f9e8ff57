from importlib import import_module

from django.apps import AppConfig

from search.storage import kinds
from web import versions


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Bài viết"

    def ready(self):
        versions.follow(self.get_model("Section"), "sections")
        versions.follow(self.get_model("FormerAddress"), "sections")
        marks = import_module("articles.models").link_marks
        versions.follow(self.get_model("Article"), "articles", lambda article: marks(article.pk))
        import_module("articles.sections").guard()
        import_module("articles.limits").guard()
        import_module("articles.front_page")
        kinds.register(
            kinds.Kind(
                code="bai-viet",
                name="Bài viết",
                plural="Bài viết",
                date_name="Đăng ngày",
                entries=lambda: self.get_model("Article").objects.search_entries(),
                moved_sections=lambda: import_module("articles.sections").moved(),
                sections=lambda: dict(self.get_model("Section").objects.values_list("slug", "name")),
            )
        )
