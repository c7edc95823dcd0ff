"""What is to change in overrides, and what they say before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pubmd.config.overrides import Override, identity
from pubmd.text.likeness import likeness

TOPICS = ("add_topics", "remove_topics", "drop_topics")


@dataclass(frozen=True, slots=True)
class OverrideChange:
    """What is to change in the override of one entry; see `pubmd.config.overrides_text`."""

    key: str
    fields: Mapping[str, str | None] = field(default_factory=dict)
    add_topics: tuple[str, ...] = ()
    remove_topics: tuple[str, ...] = ()
    drop_topics: tuple[str, ...] = ()


def joined(changes: Iterable[OverrideChange]) -> dict[str, OverrideChange]:
    """The changes by their entries' identity, several of one entry as one."""
    joined: dict[str, OverrideChange] = {}
    for each in changes:
        name = identity(each.key.strip())
        one = joined.get(name, OverrideChange(each.key.strip()))
        fields = {**one.fields, **{key.lower(): value for key, value in each.fields.items()}}
        topics = ((*getattr(one, of), *getattr(each, of)) for of in TOPICS)
        joined[name] = OverrideChange(one.key, fields, *topics)
    return joined


@dataclass(frozen=True, slots=True)
class State:
    """What an override says, without its places."""

    fields: Mapping[str, str]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    others: tuple[tuple[str, ...], ...]


def said(states: Mapping[str, State]) -> Mapping[str, State]:
    """The overrides that say something."""
    return {
        name: each
        for name, each in states.items()
        if each.fields or each.added or each.removed or any(each.others)
    }


def state_of(override: Override | None, change: OverrideChange | None) -> State:
    """What an override says once it is changed."""
    fields = {name: text for name, (text, _) in override.fields.items()} if override else {}
    added = override.add_topics if override else ()
    removed = override.remove_topics if override else ()
    others = (override.same_as, override.not_same_as) if override else ((), ())
    if change:
        for name, value in change.fields.items():
            if value is None:
                fields.pop(name, None)
            else:
                fields[name] = value
        added = _topics(added, (*change.remove_topics, *change.drop_topics), change.add_topics)
        removed = _topics(removed, (*change.add_topics, *change.drop_topics), change.remove_topics)
    return State(fields, added, removed, others)


def _topics(had: tuple[str, ...], without: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    gone = {topic_word(each) for each in without}
    topics = {topic_word(each): each for each in had if topic_word(each) not in gone}
    for each in more:
        topics.setdefault(topic_word(each), each)
    return tuple(topics.values())


def topic_word(topic: str) -> str:
    """What topics are compared by, as `read_overrides` compares them."""
    return likeness(topic)


def differs(override: Override | None, change: OverrideChange) -> bool:
    """Whether a change changes anything."""
    return state_of(override, change) != state_of(override, None)
