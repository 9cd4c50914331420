"""Refuse to publish a post in which the checks find errors, by the form's button or from the list."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from news.admin.posts.check_values import values_of_form
from news.models import Post
from news.publishing.checks.findings import Finding
from news.publishing.checks.messages import describe_finding
from news.publishing.checks.reading import PostValues
from news.publishing.checks.running import blocking_findings


class GatedForm(forms.ModelForm):
    """A form that refuses to publish a post with errors and shows each one at its field. Saving is always possible."""

    @property
    def wants_publication(self) -> bool:
        raise NotImplementedError

    def full_clean(self) -> None:
        post: Post = self.instance
        self._stored_time, self._was_live = post.published_at, bool(post.pk) and post.is_public()
        super().full_clean()

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # Django's own, not in its types
        if self.is_bound and self.wants_publication and not self._was_live and not self.errors:
            self._refuse(blocking_findings(self.read_values()))

    def read_values(self) -> PostValues:
        """Return the form's values for the checks."""
        return values_of_form(self, self._stored_time, self._was_live)

    def _refuse(self, findings: list[Finding]) -> None:
        if findings:
            self.add_error(None, ValidationError(_("Not published: the checks found errors. Nothing was saved.")))
        for finding in findings:
            name = finding.field if finding.field in self.fields else None
            self.add_error(name, ValidationError(describe_finding(finding), code=finding.code))
