/* 网页登记: the first page of a new office, and putting the site where readers find it. */
(function () {
  "use strict";

  const { element, main, ask, send, kept, address, button, head, told } = window.planpressDesk;
  const KEY = "begin", TIERS = ["三级", "三甲", "三乙", "二级", "二甲", "二乙", "一级", "一甲"];
  const PAUSE = 600;
  const field = (label, input, note) => element("p", { class: "field" }, element("label", { for: input.id }, label), note ? element("small", { class: "soft" }, note) : "", input);
  const choice = (id, options) => element("select", { id }, ...options.map(([value, title]) => element("option", { value }, title)));

  async function begin() {
    const offer = await ask("offer");
    document.title = "从这里开始 · 网页登记";
    const inputs = {
      name: element("input", { id: "name", autocomplete: "organization", placeholder: "如 青河市第二人民医院" }),
      level: choice("level", [["", "按名称猜"], ...offer.levels.map((each) => [each, each])]),
      tier: choice("tier", [["", "不写"], ...TIERS.map((each) => [each, each])]),
      url: element("input", { id: "url", inputmode: "url", placeholder: "还没有定就不写" }),
      list: element("textarea", { id: "list", rows: "6", placeholder: "从名单或 Excel 里复制，贴在这里：\n临床科室：内科、外科、儿科\n职能科室：医务科、护理部、宣传科" }),
      plan: element("input", { id: "plan", placeholder: "手头有现成文件的不用写，建好以后读入" }),
      title: element("input", { id: "title", placeholder: "如 医者故事宣传月活动" }),
      purpose: element("input", { id: "purpose", placeholder: "宣传什么、为了什么，一句话" }),
      start: element("input", { id: "start", value: offer.start }), end: element("input", { id: "end", value: offer.end }),
      least: element("input", { id: "least", inputmode: "numeric", class: "short", placeholder: "不写就不要求" }),
      to: choice("to", [["", "（不写）"]]), active: element("input", { id: "active", type: "checkbox" }),
    };
    const local = offer.local.map((level) => [level, element("textarea", { id: "outlets-" + level, rows: "2", placeholder: "一行一个，如 " + ({ 省: "某省日报", 市: "某市日报", 县: "某县融媒体中心" })[level] })]);
    const ticks = offer.outlets.map((each) => [each, element("input", { type: "checkbox", id: "outlet-" + each.id, checked: "" })]);
    let departments = [], passed = [], timer = 0, heard = "";
    const table = element("div", { class: "departments" }), said = element("p", { class: "status-line", role: "status" });
    const file = element("input", { type: "file", id: "list-file", accept: ".xlsx,.csv,.txt", class: "unseen" });
    const wrong = element("div", { class: "wrong-list", tabindex: "-1" }), make = button("建好，开始登记", () => done(), "btn main");

    const filled = () => ({
      ...Object.fromEntries(["name", "level", "tier", "url", "plan"].map((key) => [key, inputs[key].value.trim()])), list: inputs.list.value, departments,
      campaign: { ...Object.fromEntries(["title", "purpose", "start", "end", "least", "to"].map((key) => [key, inputs[key].value.trim()])), active: inputs.active.checked },
      outlets: Object.fromEntries(local.map(([level, area]) => [level, area.value])), dropped: ticks.filter(([, tick]) => !tick.checked).map(([each]) => each.id),
    });
    const keep = () => kept.write(KEY, { ...filled(), passed });

    /* ---- the list of departments, as it was understood */

    async function understand(sent) {
      said.className = "status-line soft";
      said.textContent = "正在认……";
      const answer = await send("departments", sent, { office: inputs.name.value.trim() });
      file.value = "";
      if (answer.status !== 200) { said.className = "status-line s-cross"; said.textContent = "✕ " + answer.sentence; return; }
      ({ departments, passed } = answer);
      shown();
      keep();
    }

    function shown() {
      said.className = "status-line soft";
      said.textContent = departments.length ? `认出 ${departments.length} 个科室；类别、上级不对的改过来，不要的点“删去”` : "还没有科室；可以以后再登记";
      const above = (each) => [["", "本单位"], ...departments.filter((other) => other !== each).map((other) => [other.name, other.name])];
      const picked = (options, value, label, put) => {
        const made = element("select", { "aria-label": label }, ...options.map(([key, title]) => element("option", { value: key, ...(key === value ? { selected: "" } : {}) }, title)));
        made.addEventListener("change", () => { put(made.value); keep(); });
        return made;
      };
      table.replaceChildren(departments.length ? element("table", {}, element("thead", {}, element("tr", {}, ...["名称", "类别", "上级", ""].map((each) => element("th", {}, each)))),
        element("tbody", {}, ...departments.map((each) => element("tr", { class: each.how.startsWith("没认出") ? "due" : null },
          element("td", {}, each.name, element("small", {}, each.how)),
          element("td", {}, picked(offer.kinds, each.kind, each.name + "的类别", (kind) => { each.kind = kind; })),
          element("td", {}, picked(above(each), each.above, each.name + "的上级", (name) => { each.above = name; })),
          element("td", {}, button("删去", () => { departments = departments.filter((other) => other !== each); departments.forEach((other) => { if (other.above === each.name) other.above = ""; }); shown(); keep(); }, "plain-button")))))) : "",
      passed.length ? element("details", {}, element("summary", {}, `没有登记的 ${passed.length} 行`), element("ul", {}, ...passed.map((each) => element("li", {}, each)))) : "");
      const { value } = inputs.to;
      inputs.to.replaceChildren(...[["", "（不写）"], ...departments.map((each) => [each.name, each.name])].map(([key, title]) => element("option", { value: key, ...(key === value ? { selected: "" } : {}) }, title)));
    }

    file.addEventListener("change", () => { if (file.files[0]) understand(file.files[0]); });
    inputs.list.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => { if (inputs.list.value !== heard) { heard = inputs.list.value; understand(new File([heard], "粘贴的名单")); } }, PAUSE);
    });

    async function done() {
      make.disabled = true;
      make.textContent = "正在建……";
      const answer = await ask("begin", filled());
      if (answer.status === 200 && answer.begun) {
        kept.drop(KEY);
        make.textContent = "建好了，正在打开……";
        return opened();
      }
      make.disabled = false;
      make.textContent = "建好，开始登记";
      wrong.replaceChildren(element("div", { class: "box wrong", role: "alert" }, element("b", {}, answer.sentence || `没有建，有 ${answer.problems.length} 处要改`), answer.problems ? told(answer.problems) : ""));
      wrong.scrollIntoView({ block: "center" });
      return wrong.focus();
    }

    /** The first page goes, the preview comes: wait until it answers. */
    async function opened() {
      const answers = await fetch("/").then((answer) => answer.ok && !answer.redirected, () => false);
      if (!answers) { setTimeout(opened, 500); return; }
      location.hash = "#kind=plan";
      location.reload();
    }

    main.replaceChildren(
      head("从这里开始", `这个文件夹还是空的：${offer.folder}。填好这一页，就有了单位名册、媒体名册、第一个方案和第一个活动；以后都能改。`),
      wrong,
      element("section", { class: "begin-part form" }, element("h2", {}, "单位"),
        field("单位全称", inputs.name), element("div", { class: "three" }, field("层级", inputs.level), field("医院等级", inputs.tier), field("网站将来的网址", inputs.url))),
      element("section", { class: "begin-part form" }, element("h2", {}, "科室"),
        field("科室名单", inputs.list, "一行一个，或用顿号隔开；从 Excel 里复制的表也行。写了小标题（临床科室、职能科室 …）的按小标题分类，没写的按名称猜。"),
        element("p", {}, file, element("label", { for: "list-file", class: "btn" }, "选名单文件（xlsx、csv、txt）")), said, table),
      element("section", { class: "begin-part form" }, element("h2", {}, "媒体"),
        element("p", {}, ...ticks.map(([each, tick]) => element("label", { class: "tick", for: tick.id }, tick, `${each.name}（${each.level}）`))),
        element("div", { class: "three" }, ...local.map(([level, area]) => field(level + "级媒体", area)))),
      element("section", { class: "begin-part form" }, element("h2", {}, "第一个方案"), field("方案的标题", inputs.plan)),
      element("section", { class: "begin-part form" }, element("h2", {}, "第一个活动"),
        field("活动的名称", inputs.title), field("目的", inputs.purpose),
        element("div", { class: "three" }, field("开始", inputs.start), field("结束", inputs.end), field("每个科室每月至少几篇", inputs.least)),
        field("稿件交给", inputs.to), element("p", {}, element("label", { class: "tick", for: "active" }, inputs.active, "现在就开始：建好以后在网站上公开"))),
      element("div", { class: "bar" }, make));
    const before = kept.read(KEY);
    if (before) {
      ["name", "level", "tier", "url", "plan", "list"].forEach((key) => { inputs[key].value = before[key] || ""; });
      ({ departments, passed } = before);
      heard = inputs.list.value;
      shown();
      Object.entries(before.campaign).forEach(([key, value]) => { if (key === "active") inputs.active.checked = value; else inputs[key].value = value; });
      local.forEach(([level, area]) => { area.value = before.outlets[level] || ""; });
      ticks.forEach(([each, tick]) => { tick.checked = !before.dropped.includes(each.id); });
    }
    main.addEventListener("input", keep);
  }

  /* ---- what comes first, above the lists */

  const STEPS = {
    plan: ["第一个方案", "写好标题、任务和期限，状态改成“执行中”"], campaign: ["第一个活动", "写好名称和目的，状态改成“执行中”"],
    story: ["登记投稿", "科室交来的稿子一条一条登记"], publish: ["发布", "生成网站，放到读者看得到的地方"],
  };
  const PLACES = { story: { kind: "submission" }, publish: { publish: "1" } };
  window.planpressNext = function (steps) {
    if (!steps || !steps.length) return "";
    return element("section", { class: "box next" }, element("h2", {}, "接下来"), element("ol", {}, ...steps.map((each) => {
      const [title, words] = STEPS[each.step];
      const where = each.file ? { kind: each.step, file: each.file, at: "" } : PLACES[each.step] || { kind: each.step };
      return element("li", { class: each.done ? "done" : null }, element("a", { href: address(where) }, title), element("small", {}, each.done ? " ✓ 有了" : " " + words),
        each.step === "plan" && !each.done ? element("span", {}, "，或者", element("a", { href: address({ import: "1" }) }, "读入现成的文件")) : "");
    })));
  };

  /* ---- publishing */

  window.planpressPublish = async function () {
    document.title = "发布 · 网页登记";
    const before = await ask("before-publishing");
    if (before.status !== 200) return window.planpressDesk.fail(before.sentence);
    const dest = element("input", { id: "dest", value: kept.read("dest") || before.dest, autocomplete: "off" });
    const result = element("div", { role: "status", class: "result" });
    const go = button("发布", async () => {
      go.disabled = true;
      result.replaceChildren(element("div", { class: "box" }, "正在检查、生成、核对链接和 PDF，一般要半分钟到几分钟；关了这个窗口它也会做完。"));
      const answer = await ask("publish", { dest: dest.value.trim() });
      go.disabled = false;
      if (answer.status !== 200) return result.replaceChildren(element("div", { class: "box wrong" }, "✕ " + answer.sentence));
      if (answer.published) kept.write("dest", answer.dest);
      return result.replaceChildren(element("div", { class: answer.published ? "box" : "box wrong" }, element("b", {}, answer.published ? `✓ 已发布到 ${answer.dest}` : "✕ 没有发布，读者看到的还是原来的"), element("pre", { class: "diff" }, answer.said.join("\n"))));
    }, "btn main");
    go.disabled = before.problems.length > 0;
    main.replaceChildren(
      element("nav", { class: "crumbs", "aria-label": "位置" }, element("a", { href: "#" }, "‹ 回到清单")),
      head("发布", "先检查，再生成网站和 PDF，最后一步换上：读者看到的总是完整的一版。以前的几版留着，可以退回。"),
      before.problems.length ? element("div", { class: "box wrong" }, element("b", {}, `有 ${before.problems.length} 处错误，改好才能发布`), told(before.problems)) : "",
      before.drafts.length ? element("div", { class: "box" }, `还是草案、不会公开的：${before.drafts.join("、")}`) : "",
      element("section", { class: "begin-part form" }, field("放到哪个文件夹", dest, "网页服务器指着的文件夹，写全路径。别的程序放的东西不会动；第一次可以用一个空文件夹。")),
      result, element("div", { class: "bar" }, go));
    return undefined;
  };

  window.planpressBegin = begin;
}());
