from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class UserManager(DjangoUserManager):
    """Accounts are known by their e-mail address."""

    def _create_user(self, email, password, **fields):
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_user(self, email, password=None, **fields):
        """A new account; ``fields`` are further columns of User."""
        return self._create_user(email, password, **{"is_staff": False, "is_superuser": False, **fields})

    def create_superuser(self, email, password=None, **fields):
        """A new administrator, whose address counts as confirmed: there may be no mail server yet to confirm it by."""
        user = self._create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})
        user.emailaddress_set.create(email=user.email.lower(), primary=True, verified=True)
        return user

    @classmethod
    def normalize_email(cls, email):
        """Addresses are kept in small letters, as allauth looks for them."""
        return super().normalize_email(email).lower()

    def get_by_natural_key(self, email):
        """E-mail addresses are compared without regard to case."""
        return self.get(email__iexact=email)


class User(AbstractUser):
    """Somebody with an account: staff, or a practitioner who refers patients."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]
    objects = UserManager()

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="core_user_email_whatever_case",
                violation_error_message=_("An account with this e-mail address exists already."),
            )
        ]

    def __str__(self):
        return self.get_full_name() or self.email
