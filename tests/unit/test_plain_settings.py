"""Settings come back from their plain values as they were."""

from __future__ import annotations

import marshal

import pytest

from pubmd.config.plain_settings import plain, restored
from pubmd.config.settings_reader import read_settings
from tests.site import CONFIGURATION

FULL = """\
theme: {nav_style: "color: red", link_attributes: '{:target="_blank"}', link_prefix: "{{ site.baseurl }}"}
links: {blog: Blog, code: Source}
topics_from: [topics, tags]
venues: {Journal of Things: JoT, Conference on Things: CoT}
sections:
  research:
    url: /r
    front_matter: {title: Research, author_profile: true}
    pages:
      vision: {label: Seeing, heading: "To *see*", intro: "Some\\ntext.", keywords: [image, video]}
      all: {years: [2023]}
  other:
    pages: {sound: }
"""


@pytest.mark.parametrize("configuration", [CONFIGURATION, FULL])
def test_they_come_back_as_they_were(configuration: str) -> None:
    settings, problems = read_settings("bib/pubmd.yml", configuration)
    assert settings, problems
    found = restored(marshal.loads(marshal.dumps(plain(settings))))
    assert found == settings
    assert repr(found) == repr(settings)  # a tuple is equal to a page with the same values
