"""The map of relationships, as the report says it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from majoracct.cli.demo.our_side import OUR_SIDE

HERO = "harrow-vale"
pytestmark = pytest.mark.requirement("S-F5")


@pytest.fixture(scope="module")
def book(telling: Callable[..., Any]) -> Any:
    return telling(*OUR_SIDE)


class TestTheMap:
    def test_tells_of_each_what_is_known_and_names_the_facts(self, book: Any) -> None:
        rows = book.rows("relationships", HERO)
        marta = next(row for row in rows if row["name"] == "Marta Lindgren")
        assert (marta["whose"], marta["function"], marta["level"]) == ("customer", "corporate", "c-level")
        assert marta["sponsors"] is True
        assert sorted(marta["tied_names"]) == ["Hal Brandt", "Kim Barlow"]
        assert all("@" in fact for row in rows for fact in row["facts"])
        assert {row["whose"] for row in rows} == {"customer", "ours"}

    def test_says_beside_it_how_they_stand_and_whether_it_can_be_relied_on(self, book: Any) -> None:
        (found,) = book.json("relationships", HERO)["maps"]
        assert found["standing"] == "stale"
        assert any(t["words"] == "is a peer of" and t["fact"] for t in found["ties"])
        text = book.text("relationships", HERO)
        assert f"the map of {HERO} is stale: " in text
        assert "Marta Lindgren is a peer of Tom Achterberg" in text

    def test_is_that_of_the_day_asked(self, book: Any) -> None:
        before = {row["person"] for row in book.rows("relationships", HERO, day="2021-12-31")}
        after = {row["person"] for row in book.rows("relationships", HERO)}
        assert before < after

    def test_as_a_tree_tells_everybody(self, book: Any) -> None:
        text = book.text("relationships", HERO, "--as", "tree")
        assert text.startswith(f"{HERO}\n    ")
        for row in book.rows("relationships", HERO):
            assert f"    {row['name']}\n" in text

    @pytest.mark.parametrize(
        ("form", "first", "remark"), [("mermaid", "flowchart TD", "%% "), ("dot", "digraph", "// ")]
    )
    def test_as_a_graph_is_a_file_with_remarks(self, book: Any, form: str, first: str, remark: str) -> None:
        lines = book.text("relationships", HERO, "--as", form).splitlines()
        assert lines[0].startswith(first)
        stamp = [line for line in lines if line.startswith(remark)]
        assert any("as of 2024-12-31" in line for line in stamp)
        assert lines[-len(stamp) :] == stamp

    def test_as_dot_is_drawn(self, book: Any) -> None:
        program = shutil.which("dot")
        if program is None:
            pytest.skip("Graphviz is not installed (Debian: graphviz)")
        text = book.text("relationships", "--as", "dot")
        done = subprocess.run(
            [program, "-Tsvg"], check=False, input=text, capture_output=True, encoding="utf-8"
        )
        assert done.returncode == 0
        assert "Marta Lindgren" in done.stdout.replace("&#160;", " ")

    def test_of_nobody_is_a_graph_still(self, book: Any) -> None:
        lines = book.text("relationships", "--as", "dot", day="1999-12-31").splitlines()
        assert lines[:3] == ["digraph relationships {", "    node [shape=box];", "}"]


@pytest.mark.requirement("R-T2")
def test_competitors_and_partners_stand_beside(run: Callable[..., Any]) -> None:
    def record(*words: str) -> None:
        run(*words, "--on", "2024-05-01")

    run("init", "--currency", "GBP")
    for key in ("acme", "bolt"):
        record("account", "open", key, "--name", key.title())
    record("account", "relation", "bolt", "--relation", "alliance")
    record("account", "partner", "acme", "--partner", "bolt", "--does", "integrates what we deliver")
    for key, name in (("acme", "Ann"), ("acme", "Bo"), ("bolt", "Cy")):
        record(
            "stakeholder",
            "identify",
            key,
            "--name",
            name,
            "--function",
            "finance",
            "--level",
            "c-level" if name == "Ann" else "executive",
        )
    record("competitor", "loyalty", "acme", "--competitor", "Rival", "--person", "Ann")
    record("competitor", "loyalty", "acme", "--competitor", "Rival", "--department", "procurement")
    document = json.loads(run("report", "relationships", "acme", "--json").stdout)
    assert [(r["whose"], r["known_to"], r["name"], r["competitors"]) for r in document["rows"]] == [
        ("customer", "acme", "Ann", ["Rival"]),
        ("customer", "acme", "Bo", []),
        ("partner", "bolt", "Cy", []),
    ]
    (found,) = document["maps"]
    assert [d["department"] for d in found["departments"]] == ["procurement"]
    assert found["partners"][0]["does"] == "integrates what we deliver"
    text = run("report", "relationships", "acme").stdout
    assert "  procurement is loyal to Rival (acme@" in text
    assert "partner bolt: integrates what we deliver" in text
    record("stakeholder", "link", "acme", "--person", "Bo", "--kind", "reports-to", "--other", "Ann")
    document = run("report", "relationships", "acme", "--as", "tree").stdout
    assert "    procurement\n      · department, loyal to the competitor Rival\n" in document
    for form, arrow, remark in (
        ("mermaid", 'n1 -->|"is the manager of"| n2', "%% "),
        ("dot", 'n1 -> n2 [label="is the manager of"];', "// "),
    ):
        drawn = run("report", "relationships", "acme", "--as", form).stdout
        assert "procurement" in drawn
        assert "department, loyal to the competitor Rival" in drawn
        assert f"\n    {arrow}\n" in drawn
        assert f"\n{remark}the map of acme is stale: 2 of 2 people" in drawn
    assert "partner bolt, at acme\n    Cy\n" in run("report", "relationships", "acme", "--as", "tree").stdout


def test_a_graph_of_what_is_supposed_is_refused(run: Callable[..., Any], tmp_path: Any) -> None:
    run("init", "--currency", "GBP")
    run("account", "open", "acme", "--name", "Acme", "--on", "2024-05-01")
    supposed = tmp_path / "supposed.jsonl"
    supposed.write_text(
        '{"account": "acme", "event": "OrgChartFiled", "on": "2024-05-02"}\n', encoding="utf-8"
    )
    done = run("report", "relationships", "--as", "dot", "--assume", supposed, code=2)
    assert "cannot say on every line that it is supposed" in done.output
