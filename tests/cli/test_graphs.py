"""People and how they stand to each other, drawn: whatever they are called, a label stays a label."""

from __future__ import annotations

import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from majoracct.cli.display import display
from majoracct.cli.graphs import Arrow, Box, Graph, dot, mermaid, tree

pytestmark = pytest.mark.requirement("S-F5")

CALM = settings(deadline=None, derandomize=True, database=None, max_examples=100)
HOSTILE = [
    'Ann "Boss" Lee',
    "a --> b",
    "]; n9 [label=x",
    "end\nsubgraph x",
    "<b>bold</b> & <script>alert(1)</script>",
    "back\\slash\\n and \\",
    "`md` **bold** #35; %% comment // note",
    "\u202eevil\u2066",
    "a|b{c}d[e](f)((g))>h]",
    "\x1b[31mred\x00",
    "click n1 call()",
    "Ærø 李",
    "&quot;&#34;&lt;",
    "",
]
NAMES = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30))

# The whole of what our Mermaid may be: lines of these forms, and in a label nothing but these characters.
LABEL = r"(?:[^\W_]|[ .,:()'\-/+]|#[0-9]+;|<br/>)*"
LINES = (
    r"flowchart TD",
    rf'    subgraph g[0-9]+\["{LABEL}"\]',
    rf'        n[0-9]+\["{LABEL}"\]',
    r"    end",
    rf'    n[0-9]+ -->\|"{LABEL}"\| n[0-9]+',
)


def graph(*names: str) -> Graph:
    boxes = [Box(f"p{n}", "theirs", name, (f"note {name}",)) for n, name in enumerate(names)]
    arrows = [Arrow(f"p{n}", "reports to", f"p{n - 1}", above="leads") for n in range(1, len(names))]
    return Graph([("theirs", names[0] if names else "nobody")], boxes, arrows)


def labels(text: str) -> list[str]:
    """Return the labels of boxes in Mermaid's TEXT as Mermaid shows them, line by line."""
    found = re.findall(r'^        n[0-9]+\["(.*)"\]$', text, re.MULTILINE)
    return [re.sub(r"#([0-9]+);", lambda m: chr(int(m[1])), each.split("<br/>")[0]) for each in found]


class TestMermaid:
    @CALM
    @given(st.lists(NAMES, min_size=1, max_size=4))
    def test_is_nothing_but_what_its_grammar_allows_and_says_the_name(self, names: list[str]) -> None:
        text = mermaid(graph(*names))
        assert text.endswith("\n")
        for line in text[:-1].split("\n"):
            assert any(re.fullmatch(form, line) for form in LINES), line
        assert labels(text) == [display(name) for name in names]

    def test_every_end_closes_a_group(self) -> None:
        lines = mermaid(graph(*HOSTILE)).splitlines()
        assert sum("subgraph" in line and line.startswith("    subgraph") for line in lines) == 1
        assert lines.count("    end") == 1


@pytest.mark.parametrize(
    ("form", "arrow"), [(mermaid, 'n1 -->|"leads"| n2'), (dot, 'n1 -> n2 [label="leads"];')]
)
def test_who_stands_above_is_drawn_above(form: Callable[[Graph], str], arrow: str) -> None:
    assert f"\n    {arrow}\n" in form(graph("Ana", "Bo"))


@pytest.fixture(scope="session")
def graphviz() -> Callable[[str], ET.Element]:
    """Return what draws DOT, and gives the drawing."""
    program = shutil.which("dot")
    if program is None:
        pytest.skip("Graphviz is not installed (Debian: graphviz)")

    def draw(text: str) -> ET.Element:
        done = subprocess.run(
            [program, "-Tsvg"], check=False, input=text, capture_output=True, text=True, encoding="utf-8"
        )
        assert (done.returncode, [w for w in done.stderr.splitlines() if "font" not in w.lower()]) == (0, [])
        return ET.fromstring(done.stdout)  # noqa: S314 - our own Graphviz drew it

    return draw


def drawn(svg: ET.Element, what: str) -> list[list[str]]:
    """Return the lines of text of each node, edge or cluster in a drawing."""
    space = "{http://www.w3.org/2000/svg}"
    groups = [g for g in svg.iter(f"{space}g") if g.get("class") == what]
    return [[(t.text or "").replace("\xa0", " ") for t in g.iter(f"{space}text")] for g in groups]


class TestDot:
    def test_is_drawn_by_graphviz_with_each_name_as_it_is(
        self, graphviz: Callable[[str], ET.Element]
    ) -> None:
        names = [name for name in HOSTILE if name]
        svg = graphviz(dot(graph(*names)))
        assert [lines[0] for lines in drawn(svg, "node")] == [display(name) for name in names]
        assert drawn(svg, "edge") == [["leads"]] * (len(names) - 1)
        assert len(drawn(svg, "cluster")) == 1

    def test_and_with_nobody_in_it(self, graphviz: Callable[[str], ET.Element]) -> None:
        assert drawn(graphviz(dot(Graph([], [], []))), "node") == []

    @CALM
    @given(st.lists(NAMES, min_size=1, max_size=4))
    def test_has_no_quote_but_those_around_labels(self, names: list[str]) -> None:
        form = r'[^"]*(?:"(?:[^"\\]|\\["\\n])*"[^"]*)?'
        for line in dot(graph(*names))[:-1].split("\n"):
            assert re.fullmatch(form, line), line
            for name in re.findall(r'^        n[0-9]+ \[label="(.*)"\];$', line):
                first = re.split(r"(?<!\\)(?:\\\\)*\\n", name)[0]
                assert "\n" not in unescape(first)


class TestATree:
    def test_puts_each_below_whom_they_stand_under(self) -> None:
        arrows = [
            Arrow("b", "reports to", "a", above="leads"),
            Arrow("c", "reports to", "b", above="leads"),
            Arrow("c", "advises", "a"),
            Arrow("a", "is loyal to", "k", "strong"),
        ]
        boxes = [
            Box("c", "x", "Cy"),
            Box("b", "x", "Bo", ("note",)),
            Box("a", "x", "Ana"),
            Box("k", "y", "Kim"),
        ]
        assert tree(Graph([("x", "theirs"), ("y", "ours")], boxes, arrows)).splitlines() == [
            "theirs",
            "    Ana",
            "      · is loyal to Kim (strong)",
            "        Bo",
            "          · note",
            "            Cy",
            "              · advises Ana",
            "ours",
            "    Kim",
        ]

    def test_cuts_a_circle_where_it_comes_round(self) -> None:
        arrows = [Arrow(a, "reports to", b, above="leads") for a, b in ("ab", "bc", "ca", "dd")]
        text = tree(Graph([("x", "theirs")], [Box(i, "x", i.upper()) for i in "abcd"], arrows))
        assert text.splitlines() == [
            "theirs",
            "    A",
            "        C",
            "            B",
            "                A (told above)",
            "    D",
            "        D (told above)",
        ]

    @CALM
    @given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12))
    def test_tells_everybody_however_they_stand(self, pairs: list[tuple[int, int]]) -> None:
        arrows = [Arrow(str(a), "reports to", str(b), above="leads") for a, b in pairs]
        text = tree(Graph([("x", "theirs")], [Box(str(n), "x", f"name {n}") for n in range(6)], arrows))
        for n in range(6):
            assert len(re.findall(rf"^ +name {n}$", text, re.MULTILINE)) == 1
