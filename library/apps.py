from importlib import import_module

from django.apps import AppConfig

from web import versions


class LibraryConfig(AppConfig):
    name = "library"
    verbose_name = "Thư viện"

    def ready(self):
        import_module("library.guarded").register()
        versions.follow(self.get_model("Picture"), "pictures", lambda picture: (picture.key,))
        versions.follow(self.get_model("DocumentFile"), "files", lambda file: (file.key,))
