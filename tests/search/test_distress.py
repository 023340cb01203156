"""Queries of people in distress are recognised, harmless ones that look alike are not; `-s` prints what was missed."""

from pathlib import Path

import pytest
import yaml

from search.query.crisis_rules import RULES
from search.query.crisis_terms import distress_kind, features_of, situation_of
from search.query.crisis_weights import FILE, read_weights, weight_of, write_weights

pytestmark = pytest.mark.django_db
CASES = yaml.safe_load((Path(__file__).parent / "distress.yaml").read_text("utf-8"))
#: (share of the calls that is recognised, share of the harmless that is taken for one). “unseen”, “unseen_city” and
#: “unseen_school” have taught nothing; what each new set got at first: docs/adr/0003-search.md. “unseen” only hints.
AIM, HINTS = (0.98, 0.03), (0.88, 0.05)


def test_the_sets_are_large_enough():
    kinds = [kind for cases in CASES.values() for kind in cases if kind != "harmless"]
    queries = [query for cases in CASES.values() for group in cases.values() for query in group]
    assert set(kinds) == set(RULES) and len(queries) >= 300 and len(set(queries)) == len(queries)
    assert sum(len(cases["harmless"]) for cases in CASES.values()) >= 100


@pytest.mark.slow
def test_weights_are_read_as_they_are_written_and_give_every_query_the_same_score(tmp_path):
    write_weights(read_weights(FILE), tmp_path / "weights.gz")
    weights = read_weights(tmp_path / "weights.gz")
    assert len(weights) > 30_000
    for query in (query for cases in CASES.values() for queries in cases.values() for query in queries):
        features = features_of(query)
        assert weight_of(features) == sum(weights.get(feature, 0.0) for feature in features), query


@pytest.mark.parametrize("name", CASES)
def test_distress_is_recognised_and_look_alikes_are_not(name):
    calls = [query for kind, group in CASES[name].items() if kind != "harmless" for query in group]
    missed = [query for query in calls if not distress_kind(query)]
    alarms = [query for query in CASES[name]["harmless"] if distress_kind(query)]
    print(f"\n{name}: missed {missed}, false alarms {alarms}")
    recall, false_alarms = HINTS if name == "unseen" else AIM
    assert 1 - len(missed) / len(calls) >= recall, missed
    assert len(alarms) / len(CASES[name]["harmless"]) <= false_alarms, alarms


def test_who_asks_for_material_gets_material_and_who_speaks_of_himself_gets_help():
    for material in ("banner bắt nạt qua mạng", "tờ rơi lộ ảnh nóng", "tranh cổ động bị dọa tung ảnh", "banner tự tử"):
        assert not distress_kind(material), material
    for call in ("bắt nạt qua mạng", "lộ ảnh nóng", "bị dọa tung ảnh", "em bị dọa tung ảnh có tờ rơi nào không"):
        assert distress_kind(call), call


def test_the_page_that_answers_fits_what_is_happening():
    for query, situation in (
        ("con tôi bị dọa tung ảnh", "child"),
        ("my friend wants to kill herself", "friend"),
        ("bị hack facebook đòi tiền", "account"),
        ("bố đánh em", "home"),
        ("thầy giáo sờ mó em", "touched"),
        ("ធ្វើបាបខ្លួនឯង", "self_harm"),  # “hurts” alone is the word for bullying
        ("គេធ្វើបាបខ្ញុំ", "bullied"),
    ):
        assert situation_of(query, distress_kind(query)) == situation, query


def test_a_query_is_matched_however_it_is_typed():
    for typed in ("chầm cảm", "muốn tự xát", "14t có bầu", "cccd bị giữ", "mún chớt", "tooi muoosn cheets"):
        assert distress_kind(typed), typed
    for typed in (
        "cứuuu em",
        "CỨU EM",
        "tựtử",
        "#tongtien",
        "t.ự t.ử",
        "don't want to live",
        "ko mún sống",
        "🆘🆘",
        "cuuuu voi",
        *("cầu cứu", "cau cuu", "kêu cứu", "em cầu cứu", "mang thai", "pregnant"),  # nothing else was typed
    ):
        assert distress_kind(typed), typed
    for typed in (
        "",
        "   ",
        "*_*",
        "a" * 100,
        "từ từ thôi",
        "cứ ưu em",
        *("tín hiệu cầu cứu", "mang thai hộ"),
        "sống không một mình",
        "khong 1 minh",
        "tư vấn tuyển sinh",
    ):
        assert not distress_kind(typed), typed


def test_what_teachers_and_readers_look_for_is_no_call_though_a_rule_fits():
    for typed in ("poster chống bắt nạt", "slide phòng chống tự tử", "số liệu bạo lực học đường"):
        assert not distress_kind(typed), typed
    for typed in ("tai nghe bị nóng", "xóa nền ảnh online"):
        assert not distress_kind(typed), typed


def test_what_else_is_said_beside_a_cry_for_help_never_hides_it():
    beside = "sau khi xem phim với bạn ở lớp thi điểm kém môn toán"
    for cry in ("em muốn chết", "em muốn tự tử", "cứu em với", "em bị dọa tung ảnh", "bố đánh em", "i want to die"):
        for typed in (f"{cry} {beside}", f"{beside} {cry}"):
            assert distress_kind(typed), typed
