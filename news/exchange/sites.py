"""Recognises the generator of the site in a folder by files that only Hexo, Jekyll or Hugo creates."""

from pathlib import Path

HUGO_CONFIGS = tuple(f"hugo.{suffix}" for suffix in ("toml", "yaml", "yml", "json"))
OLD_HUGO_CONFIGS = tuple(f"config.{suffix}" for suffix in ("toml", "yaml", "yml", "json"))
RUBY_FILES = ("Gemfile", "Rakefile", ".ruby-version")
MAX_LEVELS = 8

_POST_FOLDERS = ("_posts", "_drafts")


def site_kind(folder: Path) -> str:
    """Return «hexo», «jekyll», «hugo», or "" for a folder that is no such site.

    `source/_posts` means Hexo, unless there are Ruby files and no `package.json`: that is Octopress, hence Jekyll.
    """
    if _has_any(folder, HUGO_CONFIGS) or (folder / "config" / "_default").is_dir():
        return "hugo"
    if (folder / "content").is_dir() and _has_any(folder, OLD_HUGO_CONFIGS):
        return "hugo"
    if not _has_any(folder, ("_config.yml", "_config.yaml")):
        return ""
    if not (folder / "source").is_dir():
        return "jekyll"
    is_ruby = _has_any(folder, RUBY_FILES) and not (folder / "package.json").exists()
    return "jekyll" if is_ruby else "hexo"


def find_site(path: Path) -> tuple[Path, str] | None:
    """Search upwards for the site that a file or folder belongs to; return its folder and kind. `path` is absolute."""
    for folder in (path, *path.parents)[:MAX_LEVELS]:
        if folder.is_dir() and (kind := site_kind(folder)):
            return (folder, kind) if _holds(kind, path.relative_to(folder).parts) else None
    return None


def _has_any(folder: Path, names: tuple[str, ...]) -> bool:
    return any((folder / name).is_file() for name in names)


def _holds(kind: str, inner: tuple[str, ...]) -> bool:
    """Tell whether the site keeps its posts at this path, which is relative to the site's folder."""
    if not inner:
        return True
    if kind == "hugo":
        return inner[0].startswith("content")
    return inner[0] in {"source", *_POST_FOLDERS} or (kind == "jekyll" and not inner[0].startswith("_"))
