"""`make bench` names what became worse than the stored run by more than a tenth."""

from tools.bench.figures import Figure, at_least, at_most
from tools.bench.stored import compare


def test_regressions_are_named_and_the_stored_run_stays(tmp_path):
    """Less is better for costs, more for speeds; small changes and figures without a number are no regressions."""
    path = tmp_path / "run.json"
    first = [at_most("trang chủ", 0.40, 0.5), at_least("lượt/s", 100, 50), Figure("chữ", "được")]
    assert compare(first, path) == []
    worse = [at_most("trang chủ", 0.45, 0.5, note="12 ms"), at_least("lượt/s", 80, 50), Figure("chữ", "không")]
    said = compare(worse, path)
    assert [line.partition(":")[0] for line in said] == ["trang chủ", "lượt/s"]
    assert "0.40 → 0.45" in said[0]
    assert compare(worse, path) == said, "the first run is still the stored one"
    assert compare([at_most("trang chủ", 0.43, 0.5), at_least("lượt/s", 95, 50)], path) == []
    compare(worse, path, store=True)
    assert compare(worse, path) == []
