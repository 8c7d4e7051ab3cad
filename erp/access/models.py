"""User (bruker) and membership (tilgang) in a company."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.access.roles import ROLE_NAMES, Role
from erp.companies.models import CompanyOwned
from erp.db.history import tracked, tracked_except


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address, which is kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user; without a password nobody can sign in as it until one is set."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class Theme(models.TextChoices):
    AUTO = "auto", _("automatic")
    LIGHT = "light", _("light")
    DARK = "dark", _("dark")


class Density(models.TextChoices):
    COMFORTABLE = "comfortable", _("comfortable")
    COMPACT = "compact", _("compact")


@tracked_except("password", "last_login")
class User(AbstractBaseUser):
    """A person who signs in by e-mail and may be a member of many companies."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    is_active = models.BooleanField(default=True)
    theme = models.CharField(max_length=8, choices=Theme, default=Theme.AUTO)
    density = models.CharField(max_length=12, choices=Density, default=Density.COMFORTABLE)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(models.functions.Lower("email"), name="user_email_once"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def initials(self) -> str:
        """Up to two letters for the avatar."""
        words = (self.name or self.email).replace(".", " ").split()
        return "".join(word[0] for word in (words[0], words[-1]) if word).upper()[
            : min(2, len(words))
        ]

    # The project has no superusers and no permissions per object: rights come from memberships.
    is_staff = False
    is_superuser = False

    def has_perm(self, perm: str, obj: object | None = None) -> bool:
        """Refuse Django's own permissions; `erp.access.rights` answers what a member may do."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        """Refuse Django's own permissions."""
        return False


def display_name(user: User) -> str:
    """Return the name that log-in pages show."""
    return str(user)


@tracked
class Membership(CompanyOwned):
    """A user's role in a company (tilgang); `valid_to` is the first day without access."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(
        _("role"), max_length=20, choices=[(role.value, name) for role, name in ROLE_NAMES.items()]
    )
    valid_to = models.DateField(_("access ends"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "user"], name="membership_once_per_user"),
            models.CheckConstraint(
                name="membership_auditor_ends_by_date",
                condition=~models.Q(role=Role.AUDITOR.value) | models.Q(valid_to__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"


class LetterKind(models.TextChoices):
    INVITATION = "invitation", _("Invitation")
    PASSWORD = "password", _("Forgotten password")
    NOTICE = "notice", _("Notice")


class Letter(models.Model):
    """A letter (e-post) that is still to be sent. `facts` are what it is written from, never a link that opens an account.

    It is gone when it is sent. One that could not be sent waits until `due_at`; without one it is given up.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=LetterKind)
    facts = models.JSONField()
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(null=True, db_default=models.functions.Now())

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"], name="letter_due", condition=models.Q(due_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
