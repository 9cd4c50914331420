"""What the address of a missing page says in words."""

import pytest

from news.rendering.missing import words_of_path


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/2022/08/08/haier-ke_chuang/", "haier ke chuang"),
        ("/en/tag/潮汐/feed/", "潮汐"),
        ("/posts/旧文.html", "旧文"),
        ("/2022/08/08/", ""),
        ("/", ""),
        ("/en/", ""),
        ("/category/a/b c/", "b c"),
        ("/x\x00y/", "xy"),
        ("/" + "长" * 300 + "/", "长" * 60),
        ("/wp-content/index.php", "wp content"),
    ],
)
def test_the_last_part_that_says_something(path, words):
    assert words_of_path(path) == words
