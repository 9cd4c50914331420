"""The admin of logins. Nobody can grant more rights with it than they have."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    ReadOnlyPasswordHashField,
    ReadOnlyPasswordHashWidget,
    UserChangeForm,
    UserCreationForm,
)
from django.contrib.auth.hashers import is_password_usable
from django.contrib.auth.models import Group
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from news.admin.desk import CHANGES, DeskAdmin, join_names
from news.admin.requests import acting_user
from news.admin.signing_in.role_messages import describe_role, name_role
from news.models import User
from news.publishing.log.activity import record_activity
from news.publishing.log.log_changes import tell_values
from news.text.sentences import Label

# Importing Django's UserAdmin registers Group; our groups are the roles, which code creates (docs/roles.md).
admin.site.unregister(Group)


class PasswordState(ReadOnlyPasswordHashWidget):
    """Shows whether there is a password. Details of its hash are of no use at the desk."""

    def get_context(self, name: str, value: str | None, attrs: dict[str, object] | None) -> dict[str, object]:
        context = super().get_context(name, value, attrs)
        is_set = bool(value) and is_password_usable(value)
        return {**context, "summary": [{"label": _("A password is set.") if is_set else _("No password is set.")}]}


class LoginForm(UserChangeForm):
    password = ReadOnlyPasswordHashField(label=_("Password"), widget=PasswordState)


class NewPasswordForm(AdminPasswordChangeForm):
    """Leaves out Django's option of no password: there is no other way to sign in, and a login can be disabled."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        for field in self.fields.values():
            field.required = True


class RolesField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: models.Model) -> str:
        return describe_role(str(obj))


class RoleFilter(admin.SimpleListFilter):
    title = _("Role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Label]]:
        return [(name, name_role(name)) for name in roles_in_order().values_list("name", flat=True)]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[User]) -> models.QuerySet[User]:
        chosen = self.value()
        return queryset.filter(groups__name=chosen) if chosen in dict(self.lookup_choices) else queryset


def roles_in_order() -> models.QuerySet[Group]:
    """Return the roles from least to most powerful, the order in which they were created."""
    return Group.objects.order_by("pk")


@admin.register(User)
class LoginAdmin(DeskAdmin, UserAdmin):
    """Roles are the groups of `news.publishing.site.roles`. A login is disabled, not deleted, so its posts stay."""

    form = LoginForm
    add_form = UserCreationForm
    change_password_form = NewPasswordForm
    add_fieldsets = (
        (None, {"fields": ("username", "password1", "password2")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Permissions"), {"fields": ("groups",)}),
    )
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Desk"), {"fields": ("interface_language", "theme", "has_shortcuts", "is_compact")}),
        (_("Permissions"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    list_display = (
        "username",
        "full_name",
        "role_names",
        "email",
        "interface_language",
        "is_active",
        "is_superuser",
        "last_login",
    )
    list_filter = (RoleFilter, "is_active", "is_superuser")
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ()

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[User]:
        return super().get_queryset(request).prefetch_related(models.Prefetch("groups", roles_in_order()))

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str] | tuple[str, ...]:
        fields = super().get_readonly_fields(request, obj)
        return fields if acting_user(request).is_superuser else (*fields, "is_superuser")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Let only superusers change a superuser's name, password and rights."""
        is_above = obj is not None and obj.is_superuser and not acting_user(request).is_superuser
        return super().has_change_permission(request, obj) and not is_above

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField | None:
        if db_field.name != "groups":
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        return RolesField(roles_in_order(), label=_("Roles"), required=False)

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        """Give a new login access to the desk: without `is_staff` nobody could sign in with it."""
        if not change:
            obj.is_staff = True
        super().save_model(request, obj, form, change)

    def log_addition(self, request: HttpRequest, obj: Any, message: object) -> Any:
        """Log the granted roles too, so that nobody gains rights unrecorded."""
        names = [group.name for group in roles_in_order().filter(user=obj)]
        facts = {CHANGES: {"groups": tell_values([], names)}} if names else {}
        return record_activity(acting_user(request), "added", obj, facts)

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description=_("roles"))
    def role_names(self, user: User) -> str:
        return join_names(name_role(group.name) for group in user.groups.all())
