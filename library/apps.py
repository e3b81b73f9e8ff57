from django.apps import AppConfig

from web import versions


class LibraryConfig(AppConfig):
    name = "library"
    verbose_name = "Thư viện"

    def ready(self):
        versions.follow(self.get_model("Picture"), "pictures")
