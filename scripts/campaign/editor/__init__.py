"""The browser editor (网页登记): the records of a content root as forms made from their JSON Schemas, for people who never see YAML.

`kinds` says what can be edited and where it lies, `forms` turns schemas into forms and values back, `edits` opens, checks and saves, `web` is the
door: a plain WSGI application for this machine only. Nothing here knows the preview server that it is mounted in.
"""

from campaign.editor.beginning import serve_until_begun
from campaign.editor.kinds import addresses
from campaign.editor.web import application, only_at_home

__all__ = ["addresses", "application", "only_at_home", "serve_until_begun"]
