"""The judged set keeps its budget: hit@3 ≥ 0.95 vi, ≥ 0.9 km, MRR ≥ 0.85. `-s` prints the figures."""

import editions
import judged
import pytest

pytestmark = [pytest.mark.world("judged"), pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
#: The third set asks in whole sentences, in words of its own: 0.625 and 0.573 for Vietnamese before it was answered.
OF_SENTENCES = {"vi": (0.9, 0.82), "km": (0.9, 0.85), "en": (0.85, 0.7), "mixed": (0.9, 0.85)}
BUDGET = {"vi": (0.95, 0.85), "km": (0.9, 0.85), "en": (0.9, 0.85), "mixed": (0.9, 0.85)}

#: The fourth was written before its answers were seen and taught the engine nothing: what a reader may expect. Of its
#: English and mixed cases there are so few that one miss is a ninth.
OF_UNSEEN = BUDGET | {"en": (0.85, 0.85), "mixed": (0.8, 0.7)}
BUDGETS = {judged.TUNED: BUDGET, judged.FRESH: BUDGET, judged.LATER: OF_SENTENCES, judged.UNSEEN: OF_UNSEEN}


def test_the_set_is_large_enough():
    by_group = {}
    for case in judged.cases():
        by_group.setdefault(case.group, []).append(case)
    assert len(by_group["vi"]) >= 100 and len(by_group["km"]) >= 30
    assert len(by_group["en"]) + len(by_group["mixed"]) >= 20


@pytest.mark.parametrize("name", BUDGETS)
def test_the_judged_sets_keep_their_budget(name):
    scores = judged.judge(judged.shown, name)
    for group, score in scores.items():
        print(f"\n{group}: {len(score.ranks)} câu · MRR {score.mrr:.3f} · hit@3 {score.hit3:.3f}")
        print("\n".join(f"    {line}" for line in score.missed))
    for group, (hit3, mrr) in BUDGETS[name].items():
        assert scores[group].hit3 >= hit3, scores[group].missed
        assert scores[group].mrr >= mrr, scores[group].missed


@pytest.mark.parametrize("group", ["en-seen", "en-unseen", "km-seen", "km-unseen"])
def test_the_english_and_khmer_editions_are_found(group):
    """Sixty questions a language, half of them never learnt from: the answer is among the first three."""
    editions.load()
    cases = editions.cases(group)
    assert len(cases) >= 30
    score = judged.score_of(judged.shown, cases)
    print(f"\n{group}: {len(score.ranks)} câu · MRR {score.mrr:.3f} · hit@3 {score.hit3:.3f}")
    print("\n".join(f"    {line}" for line in score.missed))
    assert score.hit3 >= 0.9, score.missed
