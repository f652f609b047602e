"""The everyday words of readers: other names of the site's own pages, and words for what plans call otherwise.

Both lists are read by people, not made by a program. A pair stands here only when the two words mean the same in a
hospital: what is merely related (护士 and 护理) would lead astray.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

# address → what readers call the page besides its title
PAGES: dict[str, tuple[str, ...]] = {
    "index.html": ("首页", "主页"),
    "plans/index.html": ("方案列表", "全部方案", "方案一览"),
    "units/index.html": ("单位列表", "科室列表", "部门", "科室", "单位一览", "单位名单", "科室名单", "医院名单"),
    "indicators/index.html": ("指标一览", "指标列表", "指标汇总"),
    "calendar/index.html": ("日程", "时间表", "截止日期", "近期要交", "本月要交", "到期的"),
    "plans/*/matrix/index.html": ("责任矩阵", "任务分工", "分工表", "责任分工"),
    "plans/*/revision/index.html": ("修订对照表", "新旧对照", "修改说明"),
    "plans/*/uptake/index.html": ("落实对照表", "承接情况", "任务承接", "上级方案落实"),
    "plans/*/digest/index.html": ("一图读懂", "图解", "一页看懂"),
    "bulletins/*": ("督办通报", "通报"),
    "dashboards/index.html": ("进展", "看板", "完成情况", "进度", "指标完成情况"),
    "dashboards/*/index.html": ("看板", "完成情况", "走势"),
    "ledger/index.html": ("督办台账", "督办事项", "督办列表"),
    "forms/index.html": ("填报", "上报", "统计表"),
    "forms/*/*/*/index.html": ("报送的数", "填报情况"),
    "assessments/index.html": ("考核评分", "检查评分"),
    "assessments/*/ranking/index.html": ("排名", "排行榜", "名次", "失分比较"),
    "campaigns/index.html": ("宣传活动", "投稿"),
    "findings/index.html": ("方案问题", "疑点"),
    "topics/index.html": ("方案对比", "主题对比"),
    "mechanisms/index.html": ("工作机制", "制度"),
    "services/index.html": ("便民服务", "服务项目"),
    "updates/index.html": ("新闻", "动态", "工作动态"),
    "cases/index.html": ("经验做法", "典型案例"),
    "meetings/index.html": ("会议列表", "会议安排"),
    "questions/index.html": ("常见问题", "问答"),
    "interpretations/index.html": ("政策解读", "解读"),
}

# what readers say → what plans write; the words must be folded (small letters, no marks)
WORDS: dict[str, tuple[str, ...]] = {
    "大夫": ("医师", "医生"),
    "医生": ("医师",),
    "厕所": ("卫生间",),
    "洗手间": ("卫生间",),
    "稿子": ("稿件", "文章"),
    "投稿": ("稿件",),
    "b超": ("超声",),
    "彩超": ("超声",),
    "陪床": ("陪护",),
    "病历本": ("病历",),
    "看病": ("就医", "就诊"),
    "排队": ("等候", "候诊"),
    "拿药": ("取药",),
    "交钱": ("缴费",),
    "付钱": ("缴费",),
    "抽血": ("采血",),
    "回访": ("随访",),
    "住院天数": ("住院日",),
    "急救车": ("救护车",),
    "救护车": ("急救车",),
    "老人": ("老年",),
    "小孩": ("儿童",),
    "得分": ("评分",),
    "打分": ("评分",),
    "停车场": ("停车",),
    "照片": ("摄影", "图片"),
    "拍照": ("摄影",),
    "义工": ("志愿者",),
    "约号": ("预约",),
    "病人": ("患者",),
    "压疮": ("压力性损伤",),
    "褥疮": ("压力性损伤",),
    "开刀": ("手术",),
    "化验": ("检验",),
    "验血": ("采血", "血液检验"),
    "挂水": ("输液",),
    "吊针": ("输液",),
    "打针": ("注射",),
    "结账": ("结算",),
    "排名": ("名次",),
    "名次": ("排名",),
    "工资": ("薪酬",),
    "奖金": ("绩效",),
    "分诊台": ("导医", "导诊"),
    "导医": ("导诊",),
    "导诊": ("导医",),
    "值夜班": ("夜班", "值班"),
    "扣分": ("失分",),
    "丢分": ("失分",),
}


def names_of(url: str) -> tuple[str, ...]:
    """The everyday names of the page at an address; of several patterns that fit, the first counts."""
    return next((names for pattern, names in PAGES.items() if fnmatchcase(url, pattern)), ())
