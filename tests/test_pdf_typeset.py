"""Chinese line setting as pure text: what stays together, where a line may end, how a title falls into lines."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.pdf.typeset import ALLOW, FORBID, bare, plain, prose, title_lines, width, words

# as typed → with every place shown where a break is allowed (│) or forbidden (·)
SET = [
    ("落实“三优服务”要求各科", "落实│“三优服务”│要求各·科"),
    ("（“甲”）", "（“甲”）"),
    ("甲，“乙丙丁”。", "甲，│“乙丙·丁”。"),
    ("2026年11月30日前办结", "2026·年11·月30·日前办·结"),
    ("满意度≥95%以上", "满意度≥·95%·以·上"),
    ("抢救成功率85%。", "抢救成功率85%。"),
    ("3月17日—4月1日", "3·月17·日·—4·月1·日"),
    ("示医院发〔2026〕12号文", "示医院发〔2026〕·12·号·文"),
    ("卢卫字〔20xx〕17号。", "卢卫字〔20xx〕·17·号。"),
    ("第3季度每周2次", "第·3·季度每周2·次"),
    ("20xx年3月", "20xx·年3·月"),
    ("0.4:1的比例", "0.4:1·的比·例"),
]


@pytest.mark.parametrize(("typed", "shown"), SET)
def test_marks_for_the_line_breaker(typed: str, shown: str) -> None:
    assert prose(typed).replace(ALLOW, "│").replace(FORBID, "·") == shown


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("使用 DRG 付费 和 2 次点评", "使用DRG付费和2次点评"),
        ("Planpress User Guide", "Planpress User Guide"),
        ('开展"品管圈"活动，评"服务明星"', "开展“品管圈”活动，评“服务明星”"),
        ('尺寸 5" 的图', '尺寸5"的图'),
        ("甲　乙", "甲 乙".replace(" ", "")),
    ],
)
def test_spaces_and_quotation_marks(typed: str, printed: str) -> None:
    assert plain(typed) == printed


@given(st.text(st.sampled_from("甲乙丙，。“”（）《》〔〕0123456789年月日%—·/ ab"), max_size=40))
def test_setting_changes_no_visible_character(text: str) -> None:
    assert bare(prose(text)) == plain(text)
    assert plain(plain(text)) == plain(text)


def test_width() -> None:
    assert width("到2026年") == 4
    assert width(f"“甲{ALLOW}乙”{FORBID}") == 4


TITLES = [
    "医院优质服务提升方案",
    "关于开展医疗服务质量提升年活动的实施方案",
    "加强儿童医疗卫生服务改革与发展实施方案",
    "示例市卫生健康委员会关于印发《示例市进一步改善医疗服务行动计划实施方案（2026—2028年）》的通知",
    "关于成立示例市第一人民医院改善就医感受提升患者体验主题活动领导小组的通知",
    "关于印发示例市第一人民医院进一步改善医疗服务提升患者就医体验三年行动计划（2026—2028年）任务分解及考核评价实施方案的通知",
    "全民健康信息化与“互联网＋医疗健康”示范建设三年行动方案",
]
NAMES = ("示例市卫生健康委员会", "示例市第一人民医院")


@pytest.mark.parametrize("title", TITLES)
def test_titles(title: str) -> None:
    lines = title_lines(title, NAMES)
    assert "".join(lines) == title
    assert all(width(line) <= 19 for line in lines)
    for line in lines[1:]:
        assert line[0] not in "的地得及和与、，）》”"
    for line in lines[:-1]:
        assert line[-1] not in "（《“"
        assert not line[-1].isdigit()
    for name in NAMES:
        assert name not in title or any(name in line for line in lines)
    for genre in ("通知", "方案"):
        assert not any(line.startswith((genre, f"的{genre}")) for line in lines[1:])


def shape(lines: tuple[str, ...]) -> str:
    sizes = [width(line) for line in lines]
    steps = [
        "+" if later > earlier else "-" if later < earlier else "=" for earlier, later in itertools.pairwise(sizes)
    ]
    return "".join(steps)


def test_shapes() -> None:
    """Trapezium or lozenge (7.3.1): rising, falling, or rising then falling; never waisted."""
    for title in TITLES[1:]:
        lines = title_lines(title, NAMES)
        assert "-+" not in shape(lines).replace("=", ""), lines
        assert len(lines) < 3 or "=" not in shape(lines), lines


def test_a_known_name_is_not_torn() -> None:
    assert title_lines("关于开展医疗服务质量提升年活动的实施方案", ("质量提升年",)) == (
        "关于开展医疗服务",
        "质量提升年活动的实施方案",
    )
    assert any(
        "医疗服务质量提升年" in line
        for line in title_lines("关于报送医疗服务质量提升年活动方案的请示", ("医疗服务质量提升年",))
    )
    assert any(
        "“互联网＋医疗健康”" in line for line in title_lines("全民健康信息化与“互联网＋医疗健康”示范建设三年行动方案")
    )


def test_a_title_with_its_own_segmenter() -> None:
    """Any function from text to pieces will do; the pieces stay whole."""
    pieces = ["甲乙丙丁戊", "己庚辛壬癸", "子丑寅卯辰", "巳午未申酉", "方案"]
    lines = title_lines("".join(pieces), segment=lambda text: [piece for piece in pieces if piece in text])
    assert lines in {tuple("".join(pieces[a:b]) for a, b in itertools.pairwise((0, cut, 5))) for cut in range(1, 5)}


def test_words_of_a_title() -> None:
    assert "第一人民医院" in "".join(words("第一人民医院2026年度工作的通知"))
    pieces = words("甲医院关于印发《乙方案》的通知", ("甲医院",))
    assert "甲医院" in pieces
    assert pieces[-1].endswith("的通知")
    assert not any(piece.startswith("》") for piece in pieces)
    assert not any(piece[0] in "的和与及" for piece in words("医疗和护理的质量与安全及服务的改进"))


@pytest.mark.parametrize(
    "office",
    [
        "国家卫生健康委员会办公厅",
        "国家中医药管理局综合司",
        "泉南市卫生健康委员会",
        "青川省财政厅办公室",
        "石坪县医疗保障局",
    ],
)
def test_the_name_of_an_office_is_not_parted(office: str) -> None:
    for before in ("", "关于转发", "某某大学附属第一医院关于学习", "某市关于转发上级"):
        title = f"{before}{office}关于进一步加强急诊急救体系建设与医疗服务质量持续改进工作的通知"
        lines = title_lines(title)
        assert any(office in line for line in lines), lines
        assert "".join(lines) == title
