"""The post form: ordered links, tags on one line, and the version that it was opened with."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from news.admin.editing.conflicts import follow_own_saves
from news.admin.fields import AuthorListField, CategoryListField, NameListField
from news.admin.list_widgets import TagLine
from news.admin.posts.address import is_numbered
from news.admin.posts.gate import GatedForm
from news.admin.posts.header_image import HeaderImageForm
from news.admin.posts.hints import HINTS
from news.admin.posts.versions import read_version, sign_version
from news.models import Author, Category, EditLock, Post, User
from news.publishing.checks.titles import MAX_HAN
from news.publishing.versions.fields import FORM_FIELDS

NOTE_LENGTH = 300
COMMENT_CHOICES = [("unknown", _("site default")), ("true", _("Yes")), ("false", _("No"))]


class PostForm(GatedForm, HeaderImageForm):
    """The form compares versions and keeps the result:

    `expected_version` is the version the stored post must have for the save to happen; `conflict` is true when another
    user saved the post since the form was opened; `is_repeat` when this form has been saved already, so that nothing
    is left to write. `lock` is another user's lock that is in force; `is_locked` is true when it has stopped the save.
    """

    user: User | None = None
    lock: EditLock | None = None
    version = forms.CharField(widget=forms.HiddenInput, required=False)
    category_list = CategoryListField(
        label=_("Categories"),
        queryset=Category.objects.all(),
        required=False,
    )
    author_list = AuthorListField(label=_("Authors"), queryset=Author.objects.all(), required=False)
    tag_list = NameListField(label=_("Tags"), required=False, widget=TagLine)

    class Meta:
        model = Post
        fields = ()  # the admin chooses them, by role
        widgets = {
            "title": AdminTextareaWidget(attrs={"class": "title-field", "rows": 1, "data-max": MAX_HAN}),
            "subtitle": AdminTextInputWidget(attrs={"class": "vTextField wide"}),
            "summary": AdminTextareaWidget(attrs={"class": "vLargeTextField", "rows": 3}),
            "notes": AdminTextareaWidget(attrs={"class": "vLargeTextField", "rows": 3}),
            "has_comments": forms.NullBooleanSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflict = self.is_repeat = self.is_locked = False
        self.expected_version: int | None = None
        self._set_widgets()
        if self.instance.pk:
            self._set_initial(self.instance)

    def _set_widgets(self) -> None:
        for name in HINTS.keys() & self.fields.keys():
            self.fields[name].help_text = HINTS[name]
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if "has_comments" in self.fields:
            self.fields["has_comments"].widget.choices = COMMENT_CHOICES

    def _set_initial(self, post: Post) -> None:
        if not self.is_bound:  # for a bound form, the checks beside it read them again
            prefetch_related_objects([post], "category_links", "bylines")
        links = {
            "version": sign_version(post),
            "category_list": [link.category_id for link in post.category_links.all()],
            "author_list": [byline.author_id for byline in post.bylines.all()],
            "tag_list": [tag.name for tag in post.tags.all()],
        }
        self.initial.update(links)
        field = self.fields.get("translation_of")
        if field is not None and post.translation_of_id:  # the current value stays selectable for every user
            field.queryset = field.queryset | Post.objects.filter(pk=post.translation_of_id)  # type: ignore[attr-defined]

    @property
    def own_changes(self) -> list[str]:
        """Names of the fields of the post that differ from what is stored."""
        return [name for name in self.changed_data if name in FORM_FIELDS]

    @property
    def wants_publication(self) -> bool:
        return "_publish" in self.data

    @property
    def step_note(self) -> str:
        """The user's note on the step, such as why a post is returned; empty for steps that ask for none."""
        return self.data.get("return_note", "").strip()[:NOTE_LENGTH] if "_return" in self.data else ""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        self._check_step()
        if self.instance.pk:
            self._keep_unchanged_times(values)
            self._compare_versions(values)
            self._keep_time(values)
            self._respect_lock()
        self._keep_embargo(values)
        return values

    def _check_step(self) -> None:
        """Refuse to return a post without a note; the button itself cannot say that one is needed."""
        if "_return" in self.data and not self.step_note:
            raise ValidationError(_("Say why the post is being returned: its author has to know."), code="note")

    def _respect_lock(self) -> None:
        if self.lock is not None and not (self.is_repeat and not self.own_changes):
            self.is_locked = True
            raise ValidationError(_("Someone else has locked this post."), code="locked")

    def _keep_unchanged_times(self, values: dict[str, Any]) -> None:
        """Restore unchanged times from the post, because the widgets drop microseconds."""
        for name in values.keys() & FORM_FIELDS.keys() - set(self.changed_data):
            if FORM_FIELDS[name].kind == "moment":
                values[name] = getattr(self.instance, name)

    def _compare_versions(self, values: dict[str, Any]) -> None:
        """Must run before the instance takes the form's values, while it still holds what is stored."""
        token = self.data.get("_save_over") or self.data.get("version", "")
        try:
            self.expected_version = read_version(self.instance, token)
        except ValueError:
            raise ValidationError(_("This form is incomplete. Open the post again in a new tab.")) from None
        if self.expected_version == self.instance.version:
            return
        if self._says_what_is_stored(values):
            self.is_repeat = True
            self.expected_version = self.instance.version
        elif self.user is not None and follow_own_saves(self, values, self.user):
            self.expected_version = self.instance.version
        else:
            self.conflict = True
            raise ValidationError(_("Someone else saved this post while you were writing."), code="conflict")

    def _says_what_is_stored(self, values: dict[str, Any]) -> bool:
        """Tell whether the form repeats what is stored (a double click, two tabs): not writing it then loses nothing.

        An empty slug or time is no difference, because the first save filled it in; nor is a slug that it numbered.
        """
        filled_in = {name for name in ("slug", "published_at") if not values.get(name)}
        if is_numbered(self.instance.slug, values.get("slug") or "-"):
            filled_in.add("slug")
        return not set(self.own_changes) - filled_in

    def _keep_time(self, values: dict[str, Any]) -> None:
        """Handle an empty publication time: publishing keeps a past time and replaces a future one.

        Removing the time from a published post is an error.
        """
        if values.get("published_at") or "published_at" not in self.fields or "published_at" in self.errors:
            return
        if self.wants_publication and self.instance.is_scheduled:
            return
        if self.wants_publication or self.is_repeat:
            values["published_at"] = self.instance.published_at
        elif self.instance.status == Post.Status.APPROVED:
            self.add_error("published_at", _("A published post needs a publication time."))

    def _keep_embargo(self, values: dict[str, Any]) -> None:
        """Refuse to let a post appear before its embargo ends; the database enforces this too."""
        is_approved = self.wants_publication or self.instance.status == Post.Status.APPROVED
        embargo = values.get("embargo_until", self.instance.embargo_until)
        moment = values.get("published_at") or self.instance.published_at or timezone.now()
        if not is_approved or embargo is None or moment >= embargo:
            return
        text = _("The embargo lasts until %(end)s. Publish it then or later.")
        end = date_format(timezone.localtime(embargo), "DATETIME_FORMAT")
        field = next((name for name in ("published_at", "embargo_until") if name in self.fields), None)
        self.add_error(field, ValidationError(text, params={"end": end}, code="embargo"))
