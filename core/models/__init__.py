from .clinic import ClinicSettings
from .media import Document, Image, Rendition
from .pages import BasePage
from .user import User

__all__ = ["BasePage", "ClinicSettings", "Document", "Image", "Rendition", "User"]
