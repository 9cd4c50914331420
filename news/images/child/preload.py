"""Loads everything a job may need while files can still be opened; later the worker can open nothing."""

import codecs
from importlib import import_module

from PIL import Image

# Pillow would otherwise load these when it first meets a file that needs them.
PLUGINS = ("Avif", "Gif", "Iptc", "Jpeg", "Mpo", "Png", "Tiff", "WebP")
CODECS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "ascii", "gb18030")


def warm_up() -> None:
    Image.preinit()
    for name in PLUGINS:
        import_module(f"PIL.{name}ImagePlugin")
    for name in CODECS:
        codecs.lookup(name)
