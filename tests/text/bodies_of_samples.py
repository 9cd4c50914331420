"""The bodies of the sample archives as HTML, for tests over real input."""

from news.text.markdown import is_html_body, render_markdown


def sample_bodies(samples, folders=("hexo", "hexo-archive")):
    for folder in folders:
        for path in sorted((samples.folder / folder / "_posts").iterdir()):
            body = path.read_text("utf-8").split("---", 2)[2]
            yield path.name, body if is_html_body(body) else render_markdown(body)
