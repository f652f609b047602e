"""What a web page puts around a document: paths, buttons, index tables, neighbours, footers. It is dropped and listed; what its index table says of
the document (文号, 成文日期, 发布机构) is kept for where the document itself does not say it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from campaign.importers.outline.words import LONGEST
from campaign.importers.papers import Line

_META = (
    r"索\s*引\s*号|发布机构|发文机关|发文单位|发布单位|制发机关|公开机构|公开主体|公开责任部门|发布日期|发布时间|发文日期|公开日期|生成日期|成文日期|成文时间|印发日期|更新时间|更新日期|日期|时间|主题分类|体裁分类|组配分类|分\s*类|主题词|主题导航|服务对象|有效性|时效性?|效力状态|是否有效|废止日期|失效日期|生效日期|实施日期|"
    r"发文字号|发布文号|文\s*号|名\s*称|信息名称|标题|内容概述|关键词|信息来源|文章来源|来\s*源|稿源|供稿(?:单位)?|作\s*者|撰稿|编辑|责任编辑|责编|审核|校对|浏览(?:次数|量)?|点击(?:次数|数|量|率)?|阅读(?:次数|量|数)?|访问(?:次数|量)|下载(?:次数|量)?|公开方式|公开范围|公开时限|公开程序|公开形式|公开类别|公开属性|信息公开选项|信息分类|关联类型|文件编号|统一编号|有效期|稿件来源|签发日期|登记号|规范性文件登记号|有效范围|文件类型|公文种类|发布范围"
)
_PAIR = re.compile(rf"(?P<key>{_META})\s*[】\]]?\s*[:：|\t]\s*(?P<value>.*)", re.S)
_TOOL = r"打\s*印(?:本页|此页|正文|文章)?|关\s*闭(?:窗口|本页|页面)?|分\s*享(?:到)?|收\s*藏(?:本页)?|复制(?:链接|本文链接)?|纠错|我要纠错|返回(?:顶部|首页|列表|上页|上一页)?|微信|微博|新浪微博|QQ空间|朋友圈|大|中|小|特大|默认|放大|缩小|朗读|语音播报|语音|字体|字号|保护视力色?|背景色|收起|展开|下载(?:附件|全文|文件|文档|本文)?|政策解读|图片解读|相关解读|解读|原文下载|Word版|PDF版|转发|评论|点赞|举报|阅读全文|听全文|字体大小|视力保护色|无障碍(?:浏览)?|长者模式|网站首页|首页|搜索|登录|注册|手机版|繁体|简体|English|扫一扫.*|我的收藏"
_TOOLS = re.compile(rf"[\s　【\[（(]*(?:(?:{_TOOL})[\s　:：/|丨【】\[\]（）()、·+-]*)+")
_ALWAYS = re.compile(
    r"(?:您?(?:现在|当前)?(?:的|所在)?(?:位置|所在位置)\s*[:：]).*|.*首页\s*(?:>|›|»|/|＞|>>|->|→|-|·|\\)\s*.+|[【\[（(]?\s*(?:字\s*体|字\s*号|字体大小)\s*[:：]?.{0,30}|(?:上|下)一?(?:篇|条|页|则)\s*[:：].*|(?:扫一扫|扫码|微信扫|用手机).*|分享到.*|"
    r"版权所有.*|Copyright.*|.*(?:ICP备|ICP证|公网安备|网站标识码|政府网站找错).*|(?:相关|推荐|热门|延伸)(?:链接|阅读|文章|文档|信息|稿件|附件|推荐|新闻|政策|内容|下载|资讯)\s*[:：]?.{0,60}|您可能(?:关注|感兴趣).*|最近(?:下载|浏览)|(?:原创力文档|文档评论).*|网站地图.*|.*技术支持\s*[:：].*|责任编辑\s*[:：].*|编辑\s*[:：]\s*\S{2,4}|来源\s*[:：].{1,30}|.*(?:浏览|点击|阅读)(?:次数|量|数)\s*[:：]?\s*\d*.*|附件下载\s*[:：]?.*|"
    r"-\s*(?:约?[\d.]+千?字|约?\s*\d+\s*页|\d+|举报|\d{4}-\d\d-\d\d\s*发布.*)|\[?\s*关闭\s*\]?|.*小编(?:整理|为大家).*|.{0,20}范本.{0,4}>.*|【?(?:打印|关闭|收藏).{0,20}】?|第\s*\d+\s*页\s*(?:/|共|，).*|[—–\-·]\s*\d{1,3}\s*[—–\-·]|[—–]{1,2}\s\S{2,16}\s[—–]{1,2}|https?://\S+|www\.\S+|网址\s*[:：].*|发布时间.*|时间\s*[:：]\s*\d{4}-\d\d?-\d\d?.*|当前位置.*",
    re.I,
)
_AT_END = re.compile(
    r"(?:主办|承办|协办|主管)(?:单位)?\s*[:：].*|(?:联系)?(?:地址|电话|邮编|邮箱|传真|联系方式)\s*[:：].*|Produced.*|.*(?:备\d{6,}号).*|主办.*"
)
_DAY = re.compile(r"(?:\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?)(?:\s*\d{1,2}:\d\d(?::\d\d)?)?")


def sweep(lines: Sequence[Line]) -> tuple[list[Line], list[Line], dict[str, str]]:
    """(lines of the document, lines dropped, what an index table says: 文号, 发布机构, 成文日期 …)."""
    kept: list[Line] = []
    dropped: list[Line] = []
    meta: dict[str, str] = {}
    ended = False
    for line in lines:
        text = re.sub(r"[\u200b\ufeff]", "", line.text).strip(" 　\t")
        if len(text) > LONGEST and not line.cells:
            kept.append(line)
            continue
        pairs = _pairs(text, line)
        if pairs is not None and (len(pairs) > 1 or not kept or ended or _only_web(pairs)):
            for key, said in pairs.items():
                meta.setdefault(re.sub(r"\s", "", key), said)
            dropped.append(line)
        elif _ALWAYS.fullmatch(text) or _TOOLS.fullmatch(text) or (ended and _AT_END.fullmatch(text)):
            dropped.append(line)
            ended = ended or bool(kept and re.match(r"上一|下一|扫|版权|相关", text))
        elif _DAY.fullmatch(text) and ("-" in text or ":" in text) and len(kept) < 3:
            dropped.append(line)
        else:
            kept.append(line)
    return kept, dropped, meta


def _only_web(pairs: dict[str, str]) -> bool:
    return not all(
        re.match(r"时间|日期|名\s*称|标题|来\s*源|关键词|分\s*类|下载|编辑|审核|校对|时效", key) for key in pairs
    )


def _pairs(text: str, line: Line) -> dict[str, str] | None:
    """The pairs of a line that is nothing else, or None."""
    cells = [cell.strip() for cell in (line.cells or re.split(r"\t|\s*\|\s*|[\s　]{2,}", text)) if cell.strip()]
    if not cells:
        return None
    made: dict[str, str] = {}
    at = 0
    while at < len(cells):
        found = _PAIR.fullmatch(cells[at])
        if found and (found["value"].strip() or at + 1 == len(cells)):
            made[found["key"]] = found["value"].strip()
        elif re.fullmatch(_META, key := re.sub(r"[\s：:【】\[\]]", "", cells[at])) and at + 1 < len(cells):
            at += 1
            made[key] = cells[at]
        elif made and (_TOOLS.fullmatch(cells[at]) or re.fullmatch(r"[\d:\-年月日次 ]+", cells[at])):
            pass
        else:
            inner = re.split(rf"\s+(?=(?:{_META})\s*[:：])", cells[at])
            if len(inner) > 1 and all(_PAIR.fullmatch(each) for each in inner):
                made |= {found["key"]: found["value"].strip() for each in inner if (found := _PAIR.fullmatch(each))}
            else:
                return None
        at += 1
    return made or None
