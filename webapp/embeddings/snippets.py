"""The lines that somebody puts into a page of theirs."""

from flask import current_app, request
from markupsafe import Markup

from webapp.core.i18n import in_language
from webapp.embeddings import showing
from webapp.embeddings.models import Embedding

#: A title, because readers hear it instead of seeing the frame (WCAG 2.2, 4.1.2); a link for where
#: frames are not shown, in print among others.
_LINES = Markup(
    '<iframe src="{frame}"\n'
    '        title="{name}" lang="{language}"\n'
    '        width="100%" height="{height}" loading="lazy"\n'
    '        style="border: 0"></iframe>\n'
    '<p lang="{language}"><a href="{page}">{name}</a></p>'
)


def snippet_of(embedding: Embedding) -> str:
    """HTML for a page of one of its sites."""
    base = current_app.config["VIZITE"].base_url
    language = showing.language_of(embedding)
    with in_language(language):
        page = base + showing.all_events_address(embedding).removeprefix(request.script_root)
    return str(
        _LINES.format(
            frame=f"{base}/embed/{embedding.code}/",
            name=embedding.name,
            language=language,
            height=embedding.height,
            page=page,
        )
    )
