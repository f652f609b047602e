"""Whole or not at all: files, a site built into a folder, a site published where a web server shows it.

`files` writes one file or several; `mark` says that a folder is ours and what is in it; `places` where a site may be put; `swap`
puts a built site in the place of the old one; `shelf` keeps versions behind one pointer; `versions` publishes and goes back;
`verify` looks a site over before anybody sees it; `afterwards` tells what changed since, and where a PDF comes from.
"""

from campaign.publish.afterwards import looked_over, provenance
from campaign.publish.files import PublishFault, why, write, write_all
from campaign.publish.mark import seal
from campaign.publish.places import destination
from campaign.publish.swap import refuse_foreign, replacing
from campaign.publish.versions import KEPT, left_behind, listed, publish, rollback

__all__ = [
    "KEPT",
    "PublishFault",
    "destination",
    "left_behind",
    "listed",
    "looked_over",
    "provenance",
    "publish",
    "refuse_foreign",
    "replacing",
    "rollback",
    "seal",
    "why",
    "write",
    "write_all",
]
