"""Graphs: people and how they stand to each other, as a tree to read, as Mermaid, and as DOT.

Whatever is written in a label stays a label: what a program could take for its own words is spelt out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attrs import frozen

from majoracct.cli.display import display

__all__ = ["Arrow", "Box", "Graph", "dot", "mermaid", "tree"]

_PLAIN: Final = frozenset(" .,:()'-/+")  # beside letters and digits: what means nothing to Mermaid in a label


@frozen
class Box:
    """Somebody in a graph: what tells them apart, in which group they stand, and what is said of them."""

    id: str
    group: str
    label: str
    notes: tuple[str, ...] = ()


@frozen
class Arrow:
    """How one box stands to another, in WORDS; how much so, in DEGREE, where that is known.

    above: where the first stands below the second, as in a tree: what the second is to the first.
    """

    source: str
    words: str
    target: str
    degree: str = ""
    above: str = ""

    @property
    def drawn(self) -> Arrow:
        """As it is drawn: from above, as programs put lower what an arrow points at."""
        return Arrow(self.target, self.above, self.source, self.degree) if self.above else self

    @property
    def label(self) -> str:
        """What stands beside it."""
        return f"{self.words} ({self.degree})" if self.degree else self.words


@frozen
class Graph:
    """Boxes, in groups, and the arrows between them.

    groups: what tells them apart, and what they are called, in order.
    """

    groups: Sequence[tuple[str, str]]
    boxes: Sequence[Box]
    arrows: Sequence[Arrow]

    def of(self, group: str) -> list[Box]:
        """Return the boxes of a GROUP."""
        return [box for box in self.boxes if box.group == group]


# A tree


def tree(graph: Graph) -> str:
    """Return GRAPH as a person reads it: each under whom they stand, and below their name how else.

    Where they stand above each other in a circle, the circle is cut where it comes round, and said.
    """
    called = {box.id: box.label for box in graph.boxes}
    lines: list[str] = []
    for group, name in graph.groups:
        lines.append(display(name))
        lines += _forest(graph, group, called) or ["    nobody"]
    return "".join(f"{line}\n" for line in lines)


def _forest(graph: Graph, group: str, called: dict[str, str]) -> list[str]:
    boxes = {box.id: box for box in graph.of(group)}
    under: dict[str, list[str]] = {}
    above: set[str] = set()
    for arrow in graph.arrows:
        if arrow.above and arrow.source in boxes and arrow.target in boxes:
            under.setdefault(arrow.target, []).append(arrow.source)
            above.add(arrow.source)
    lines: list[str] = []
    told: set[str] = set()

    def tell(first: str) -> None:
        waiting = [(first, 1)]
        while waiting:
            id_, depth = waiting.pop()
            again = id_ in told
            lines.append(f"{'    ' * depth}{display(boxes[id_].label)}{' (told above)' if again else ''}")
            if again:
                continue
            told.add(id_)
            margin = "    " * depth + "  · "
            lines.extend(f"{margin}{display(note)}" for note in boxes[id_].notes)
            lines.extend(
                f"{margin}{arrow.words} {display(called.get(arrow.target, arrow.target))}"
                f"{f' ({arrow.degree})' if arrow.degree else ''}"
                for arrow in graph.arrows
                if arrow.source == id_ and not (arrow.above and arrow.target in boxes)
            )
            waiting += ((other, depth + 1) for other in reversed(under.get(id_, ())))

    # First those who stand below nobody; then whoever is left, each of whom stands in a circle.
    for id_ in (*(i for i in boxes if i not in above), *boxes):
        if id_ not in told:
            tell(id_)
    return lines


# Files that other programs draw


def mermaid(graph: Graph) -> str:
    """Return GRAPH as a flowchart of Mermaid."""
    ids = {box.id: f"n{number}" for number, box in enumerate(graph.boxes, 1)}
    lines = ["flowchart TD"]
    for number, (group, name) in enumerate(graph.groups, 1):
        lines.append(f'    subgraph g{number}["{_mermaid(name)}"]')
        for box in graph.of(group):
            label = "<br/>".join(_mermaid(text) for text in (box.label, *box.notes))
            lines.append(f'        {ids[box.id]}["{label}"]')
        lines.append("    end")
    lines += (f'    {ids[a.source]} -->|"{_mermaid(a.label)}"| {ids[a.target]}' for a in _drawn(graph, ids))
    return "".join(f"{line}\n" for line in lines)


def _mermaid(text: str) -> str:
    """Return TEXT as Mermaid shows it in a label: whatever is no letter, digit or space, by its number."""
    return "".join(c if c.isalnum() or c in _PLAIN else f"#{ord(c)};" for c in display(text))


def dot(graph: Graph) -> str:
    """Return GRAPH in the language of Graphviz."""
    ids = {box.id: f"n{number}" for number, box in enumerate(graph.boxes, 1)}
    lines = ["digraph relationships {", "    node [shape=box];"]
    for number, (group, name) in enumerate(graph.groups, 1):
        lines += [f"    subgraph cluster_{number} {{", f'        label="{_dot(name)}";']
        for box in graph.of(group):
            label = "\\n".join(_dot(text) for text in (box.label, *box.notes))
            lines.append(f'        {ids[box.id]} [label="{label}"];')
        lines.append("    }")
    lines += (
        f'    {ids[a.source]} -> {ids[a.target]} [label="{_dot(a.label)}"];' for a in _drawn(graph, ids)
    )
    lines.append("}")
    return "".join(f"{line}\n" for line in lines)


def _dot(text: str) -> str:
    """Return TEXT as Graphviz shows it in a label."""
    # A backslash and an ampersand begin what a label has of its own; a quote ends it.
    return display(text).replace("\\", "\\\\").replace("&", "&amp;").replace('"', '\\"')


def _drawn(graph: Graph, ids: Iterable[str]) -> Iterator[Arrow]:
    """Yield the arrows both ends of which are there, as they are drawn."""
    there = set(ids)
    return (arrow.drawn for arrow in graph.arrows if {arrow.source, arrow.target} <= there)
