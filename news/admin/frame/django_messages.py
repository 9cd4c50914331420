"""Texts of Django's and other apps' screens, listed so that `make messages` puts them into our catalogue.

Nothing imports this. Django's Chinese lacks the first group and is stiff in the second; our catalogue has precedence.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext

MISSING = (
    _("Model name"),
    _("Add link"),
    _("Change or view list link"),
    _("Error:"),
    _("Forgotten your login credentials?"),
    _("After you’ve created a user, you’ll be able to edit more user options."),
    _("Account locked: too many login attempts. Please try again later."),
)


def say_password_is_too_short(count: int) -> str:
    return ngettext(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
        count,
    )


STIFF = (
    _(" By %(filter_title)s "),
    _("%(total_count)s selected"),
    _("0 of %(cnt)s selected"),
    _("Action:"),
    _("Clear selection"),
    _("Hide counts"),
    _("Show counts"),
    _("Select all %(total_count)s %(module_name)s"),
    _("Add"),
    _("Add %(name)s"),
    _("Add %s"),
    _("Add another %(model)s"),
    _("Breadcrumbs"),
    _("Change"),
    _("Change %s"),
    _("Change selected %(model)s"),
    _("Delete selected %(model)s"),
    _("Delete selected %(verbose_name_plural)s"),
    _("Filter"),
    _("Log out"),
    _("Models in the %(name)s application"),
    _("Run the selected action"),
    _("Save and add another"),
    _("Select %s"),
    _("Select %s to change"),
    _("Select %s to view"),
    _("Select this object for an action - {}"),
    _("Start typing to filter…"),
    _("The {name} “{obj}” was added successfully."),
    _("The {name} “{obj}” was added successfully. You may edit it again below."),
    _("The {name} “{obj}” was changed successfully."),
    _("The {name} “{obj}” was changed successfully. You may edit it again below."),
    _("Toggle sorting"),
    _("View %s"),
    _("View on site"),
    _("View selected %(model)s"),
    _("View site"),
)
