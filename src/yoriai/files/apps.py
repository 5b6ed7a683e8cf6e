from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "yoriai.files"
    label = "files"
