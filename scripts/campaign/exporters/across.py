"""The sheets that look across, as workbooks beside their pages."""

from __future__ import annotations

from urllib.parse import urljoin

from campaign.content import Content
from campaign.views.across import across


def across_files(content: Content) -> dict[str, bytes]:
    """The workbooks by address."""
    sheets = across(content)
    if not sheets:
        return {}
    from campaign.exporters.tables import workbook

    site = content.site.url
    return {
        each.xlsx: workbook(each.title, each.tables, content.as_of, urljoin(site, each.url) if site else "")
        for each in sheets
    }
