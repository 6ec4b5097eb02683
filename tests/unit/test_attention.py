"""What is said of a cohort's rates: at which limits, and never of few or of hidden ones."""

from dataclasses import replace

import pytest

from bot.values import NOT_SHOWN, Figure, Measure
from bot.views.attention import ENOUGH, RULES, Rule, attention
from tests.contracts.test_summary_views import made

WELL, LOW = "went well", "needs your attention"


def said(rule: Rule, figure: Figure) -> str:
    summary = made(None, 2, "Spring")
    return attention(replace(summary, figures={**summary.figures, Measure(rule.measure): figure}))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.measure)
def test_the_limits_of_a_rule(rule: Rule) -> None:
    low, good = round(rule.low * 1000), round(rule.good * 1000)
    assert LOW in said(rule, Figure(low - 1, 1000))
    assert said(rule, Figure(low, 1000)) == said(rule, Figure(good - 1, 1000)) == ""
    words = said(rule, Figure(good, 1000))
    assert WELL in words
    assert LOW not in words


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.measure)
def test_nothing_is_said_of_few_or_of_what_is_hidden(rule: Rule) -> None:
    assert said(rule, Figure(0, ENOUGH)) != ""
    assert said(rule, Figure(0, ENOUGH - 1)) == ""
    assert said(rule, NOT_SHOWN) == ""
