"""Path converters for public addresses: years, months and days with leading zeros, and category paths."""

from functools import cache

from django.urls import register_converter


class YearConverter:
    regex = "[0-9]{4}"
    width = 4

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int | str) -> str:
        return f"{int(value):0{self.width}}"


class TwoDigitConverter(YearConverter):
    regex = "[0-9]{2}"
    width = 2


class CategoryPathConverter:
    regex = "[-a-zA-Z0-9_]+(?:/[-a-zA-Z0-9_]+)*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


@cache
def register_converters() -> None:
    """Register the converters once, whichever URLconf is imported first."""
    register_converter(YearConverter, "yyyy")
    register_converter(TwoDigitConverter, "mm")
    register_converter(CategoryPathConverter, "category_path")
