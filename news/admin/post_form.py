"""The form of a post: links in order, tags in one line, and the version that it was opened with."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.utils.timezone import get_default_timezone_name
from django.utils.translation import gettext_lazy as _

from news.admin.fields import CategoryListField, NameListField, OrderedAutocomplete, OrderedChoiceField
from news.admin.header_image import HEADER_FIELDS, HeaderImageForm
from news.admin.versions import read_version, sign_version
from news.models import Author, Category, Post


class PostForm(HeaderImageForm):
    """What became of the comparison of versions:

    `expected_version` is what the stored version has to be for the save to happen; `conflict` is true when somebody
    saved the post since the form was opened; `is_repeat` when this form has been saved already, so that nothing is left
    to write.
    """

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    category_list = CategoryListField(
        label=_("Categories"),
        queryset=Category.objects.all(),
        required=False,
        help_text=_("The first is the primary one. To change the order, remove one and add it again at the end."),
    )
    author_list = OrderedChoiceField(
        label=_("Authors"),
        queryset=Author.objects.all(),
        required=False,
        help_text=_("In the order of the byline."),
    )
    tag_list = NameListField(
        label=_("Tags"),
        required=False,
        widget=AdminTextInputWidget(attrs={"class": "vTextField", "autocomplete": "off"}),
        help_text=_("Separated by commas (， 、 , or ;). New tags are made."),
    )

    class Meta:
        model = Post
        fields = ()  # the admin names them, by role
        widgets = {
            "title": AdminTextInputWidget(attrs={"class": "vTextField wide"}),
            "subtitle": AdminTextInputWidget(attrs={"class": "vTextField wide"}),
            "summary": AdminTextareaWidget(attrs={"class": "vLargeTextField", "rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflict = self.is_repeat = False
        self.expected_version: int | None = None
        self._set_widgets()
        if self.instance.pk:
            self._set_initial(self.instance)

    def _set_widgets(self) -> None:
        for name, source in (("category_list", "categories"), ("author_list", "authors")):
            field = self.fields[name]
            field.widget = OrderedAutocomplete(Post._meta.get_field(source), admin.site)
            field.widget.choices = field.choices  # type: ignore[attr-defined]
            field.widget.is_required = False
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if "published_at" in self.fields:
            self.fields["published_at"].help_text = get_default_timezone_name()

    def _set_initial(self, post: Post) -> None:
        links = {
            "version": sign_version(post),
            "category_list": [category.pk for category in post.ordered_categories()],
            "author_list": [author.pk for author in post.ordered_authors()],
            "tag_list": [tag.name for tag in post.tags.all()],
        }
        self.initial.update(links)
        field = self.fields.get("translation_of")
        if field is not None and post.translation_of_id:  # what is set stays choosable, whoever may see it
            field.queryset = field.queryset | Post.objects.filter(pk=post.translation_of_id)  # type: ignore[attr-defined]

    @property
    def own_changes(self) -> list[str]:
        """Names of the fields of the post that differ from what is stored."""
        return [name for name in self.changed_data if name not in ("version", *HEADER_FIELDS)]

    @property
    def wants_publication(self) -> bool:
        return "_publish" in self.data

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if self.instance.pk:
            self._keep_unchanged_times(values)
            self._compare_versions(values)
            self._keep_time(values)
        return values

    def _keep_unchanged_times(self, values: dict[str, Any]) -> None:
        """The widgets have no microseconds."""
        for name in {"published_at", "pinned_until"} & set(values):
            if name not in self.changed_data:
                values[name] = getattr(self.instance, name)

    def _compare_versions(self, values: dict[str, Any]) -> None:
        """Runs before the instance takes the form's values, so it still is what is stored."""
        token = self.data.get("_save_over") or self.data.get("version", "")
        try:
            self.expected_version = read_version(self.instance, token)
        except ValueError:
            raise ValidationError(_("This form is not complete. Open the post again in a new tab.")) from None
        if self.expected_version == self.instance.version:
            return
        if self._says_what_is_stored(values):
            self.is_repeat = True
            self.expected_version = self.instance.version
        else:
            self.conflict = True
            raise ValidationError(_("Somebody else saved this post while you were writing."), code="conflict")

    def _says_what_is_stored(self, values: dict[str, Any]) -> bool:
        """A double click, or the same text from two tabs: nothing of anybody's is lost by not writing it again.

        An empty slug or time is not a difference: the first save has filled them in.
        """
        filled_in = {name for name in ("slug", "published_at") if not values.get(name)}
        return not set(self.own_changes) - filled_in

    def _keep_time(self, values: dict[str, Any]) -> None:
        """Publishing again without a time keeps the old one; taking the time off a published post is an error."""
        if values.get("published_at") or "published_at" not in self.fields or "published_at" in self.errors:
            return
        if self.wants_publication or self.is_repeat:
            values["published_at"] = self.instance.published_at
        elif self.instance.status == Post.Status.APPROVED:
            self.add_error("published_at", _("A published post needs a publication time."))
