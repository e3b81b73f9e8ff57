from django.apps import AppConfig
from django.db.backends.signals import connection_created

from desk import folding


class DeskConfig(AppConfig):
    name = "desk"
    verbose_name = "Bàn làm việc"

    def ready(self):
        folding.register()
        connection_created.connect(folding.teach, dispatch_uid="desk.folding")
