"""Learning the draft check's weights from sentences of one's own, and what is said when it cannot be done."""

import shutil
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import cli
from bot.guidance import ContentProblems, content_root
from bot.guidance.outreach.examples import read_examples
from bot.guidance.outreach.training import LEARNED_FROM, fingerprint, report_by_writer, train
from bot.guidance.outreach.weights import load, save

pytestmark = pytest.mark.slow

FRAMES = """\
trades: cook
places: bakery
topics: bread
cities: Lima
names: Ana
days: Monday
frames:
  please_do:
    openers: [Could you, Please, Would you]
    denials: [I don't ask you to]
    job: ["give me a job at the {place}"]
    referral: [recommend me to your boss]
    resume: [forward my resume]
    none: [tell me about bread, "call me on {day}"]
  why_you:
    openers: [I read, I saw, I heard]
    why: ["your talk about {topic} in {city}"]
  ask_to_talk:
    openers: [Could we talk, May I call you, Can we meet]
    ask: [for 20 minutes]
"""
SENTENCES = """\
# what it does, a tab, the sentence
job\tAre you hiring cooks? I bake.
job\tIs your bakery hiring?
none\tHow did you start baking?
referral\tPlease refer me to your boss.
resume\tMy resume is attached.
-\tThank you for your time.
rude\tAnswer me today.
rude\tYou must answer me.
"""
MESSAGE = """
  - id: one
    category: ready
    text: |-
      Hello Ana,

      I read your talk about bread in Lima. Could we talk for 20 minutes? Thank you
    verdict: ready
    fails: []
  - id: two
    category: job
    text: |-
      Hello Ana,

      Is the bakery hiring? Thank you
    verdict: revise
    fails: [J1, W1, A1, D1, F1, T1]
  - id: three
    category: open
    text: Hello Ana, answer me today! Could you perhaps use a cook? Thank you
    verdict: revise
    fails: [J1, P1]
    either: [J1]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    sentences = tmp_path / "outreach" / "sentences"
    sentences.mkdir(parents=True)
    (sentences / "frames.yml").write_text(FRAMES, encoding="utf-8")
    (sentences / "own.tsv").write_text(SENTENCES, encoding="utf-8")
    (tmp_path / "eval").mkdir()
    for name in LEARNED_FROM:
        (tmp_path / "eval" / f"{name}.yml").write_text("messages:" + MESSAGE, encoding="utf-8")
    return tmp_path


def test_learning_twice_gives_the_same_file(root: Path) -> None:
    files = [root / "one.gz", root / "two.gz"]
    for file in files:
        save(file, train(root))
    assert files[0].read_bytes() == files[1].read_bytes()
    assert load(files[0]).examples == fingerprint(root)


def test_another_sentence_is_other_weights(root: Path) -> None:
    before = fingerprint(root)
    with (root / "outreach" / "sentences" / "own.tsv").open("a", encoding="utf-8") as file:
        file.write("job\tI'd like a place at your oven.\n")
    assert fingerprint(root) != before


def test_each_writer_is_left_out_once(root: Path) -> None:
    report = report_by_writer(root)
    assert [line.split()[0] for line in report.splitlines()] == ["left", "own", "frames", *LEARNED_FROM]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (
            "work\tAre you hiring?",
            "“work” is not one of -, ask, job, none, referral, request, resume, rude, why",
        ),
        ("Are you hiring?", "a line is what a sentence does, a tab, the sentence"),
        ("job\t ", "a line is what a sentence does, a tab, the sentence"),
    ],
)
def test_a_wrong_line_is_named(root: Path, line: str, reason: str) -> None:
    file = root / "outreach" / "sentences" / "wrong.tsv"
    file.write_text(f"none\tHello.\n\n{line}\n", encoding="utf-8")
    with pytest.raises(ContentProblems) as problems:
        read_examples(file.parent)
    assert str(problems.value) == f"{file}:3: {reason}"


def test_content_check_reads_the_sentences(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(content_root(), content, ignore=shutil.ignore_patterns("__pycache__"))
    file = content / "outreach" / "sentences" / "wrong.tsv"
    file.write_text("work\tAre you hiring?\n", encoding="utf-8")
    result = CliRunner().invoke(cli, ["content", "check", "--folder", str(content)])
    assert result.exit_code == 1
    assert f"{file}:1: “work” is not one of" in result.stderr


def test_the_bot_says_what_is_missing_to_learn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn.svm", None)
    result = CliRunner().invoke(cli, ["content", "train"])
    assert result.exit_code == 1
    assert "Training needs scikit-learn" in result.stderr
