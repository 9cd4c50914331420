"""Names of logins, as colleagues read them."""

import pytest

from tests.factories import UserFactory


@pytest.mark.parametrize(
    ("first", "last", "full"),
    [("远", "陆", "陆远"), ("Iris", "Lu", "Iris Lu"), ("李雷", "", "李雷"), ("Iris", "陆", "Iris 陆"), ("", "", "")],
)
def test_a_chinese_name_begins_with_the_familys(first, last, full):
    assert UserFactory.build(first_name=first, last_name=last).get_full_name() == full
