"""What is said of a cohort's rates: at which limits, and never of few or of hidden ones."""

from dataclasses import replace
from typing import Any

import pytest

from bot.values import Rate
from bot.views.attention import ENOUGH, RULES, Rule, attention
from tests.contracts.test_summary_views import made

WELL, LOW = "went well", "needs your attention"


def said(rule: Rule, rate: Rate) -> str:
    changed: Any = {rule.measure: rate}
    return attention(replace(made(None, 2, "Spring"), **changed))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.measure)
def test_the_limits_of_a_rule(rule: Rule) -> None:
    low, good = round(rule.low * 1000), round(rule.good * 1000)
    assert LOW in said(rule, Rate(low - 1, 1000))
    assert said(rule, Rate(low, 1000)) == said(rule, Rate(good - 1, 1000)) == ""
    words = said(rule, Rate(good, 1000))
    assert WELL in words
    assert LOW not in words


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.measure)
def test_nothing_is_said_of_few_or_of_what_is_hidden(rule: Rule) -> None:
    assert said(rule, Rate(0, ENOUGH)) != ""
    assert said(rule, Rate(0, ENOUGH - 1)) == ""
    assert said(rule, Rate(None, None)) == ""
