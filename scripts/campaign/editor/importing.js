/* 网页登记: somebody else's paper at the left, the plan that was made of it at the right; doubts one by one, units confirmed, saved as a draft. */
(function () {
  "use strict";

  const { element, main, ask, sendAll, dropped, kept, address, button, say, head, told, faults } = window.planpressDesk;
  const KEY = "import", PAUSE = 500, MOST = 100e6, FILES = ".docx,.doc,.wps,.rtf,.odt,.txt,.md,.html,.htm,.mht,.xlsx,.pdf,.ofd,.xls,.et,.docm,.dotx";
  const choose = (label, options, chosen, changed) => {
    const made = element("select", { "aria-label": label }, ...options.map(([value, title]) => element("option", { value, ...(value === chosen ? { selected: "" } : {}) }, title)));
    made.addEventListener("change", () => changed(made.value));
    return made;
  };

  /* ---- which file */

  function asking(sentence) {
    const file = element("input", { type: "file", id: "paper", multiple: "", accept: FILES, class: "unseen" });
    const folder = element("input", { type: "file", id: "paper-folder", webkitdirectory: "", class: "unseen" });
    const id = element("input", { id: "paper-id", pattern: "[a-z0-9][a-z0-9-]*", autocomplete: "off", placeholder: "不写就由程序编" });
    const said = element("p", { class: "status-line", role: "status" });
    const drop = element("div", { class: "box drop" },
      file, element("label", { for: "paper", class: "btn main" }, "选文件"), folder, element("label", { for: "paper-folder", class: "btn" }, "选一个文件夹"),
      element("p", { class: "soft" }, "一份或几份一起；也可以拖到这里"),
      element("details", { class: "more-about" }, element("summary", {}, "编号"), element("label", { for: "paper-id" }, "方案的编号（用在网址里，只写小写字母、数字和连字符，以后不改）"), id), said);
    async function take(list) {
      const chosen = list.filter(([name]) => !/(^|\/)(\.|~\$)/.test(name));
      if (!chosen.length) return undefined;
      said.className = "status-line soft";
      said.textContent = chosen.length > 1 ? `正在读 ${chosen.length} 个文件……` : `正在读 ${chosen[0][0]}……`;
      const answer = await sendAll("paper", chosen, { id: id.value.trim() }, MOST);
      if (answer.status !== 200) {
        said.className = "status-line s-cross";
        said.textContent = "✕ " + (answer.sentence || "没有读入。");
        return undefined;
      }
      const work = { ...answer, settled: [], decided: {}, draft: 0, at: "" };
      kept.write(KEY, work);
      return looking(work);
    }
    const picked = (input) => input.addEventListener("change", () => { const list = [...input.files].map((each) => [each.webkitRelativePath || each.name, each]); input.value = ""; take(list); });
    picked(file);
    picked(folder);
    drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
    drop.addEventListener("dragleave", () => drop.classList.remove("over"));
    drop.addEventListener("drop", async (event) => { event.preventDefault(); drop.classList.remove("over"); take(await dropped(event.dataTransfer.items)); });
    document.title = "读入文件 · 网页登记";
    main.classList.remove("broad");
    main.replaceChildren(
      element("nav", { class: "crumbs", "aria-label": "位置" }, element("a", { href: address({ kind: "plan" }) }, "‹ 回到方案清单")),
      head("读入文件", "把 Word、PDF、网页、文本或任务表里的方案读成草稿：认出任务、指标、期限和责任单位，拿不准的逐条请您核对，核对好再保存。"),
      sentence ? element("div", { class: "box" }, sentence) : "", drop,
      element("p", { class: "soft" }, "可以读 docx、doc、wps、rtf、odt、html、txt、md、xlsx 任务表和有文字层的 pdf，每份不超过 20 MB，一次不超过 100 MB。图片和扫描件读不出文字。"));
  }

  /* ---- the paper and what was made of it */

  function looking(work) {
    const draft = () => work.drafts[work.draft];
    const keep = () => kept.write(KEY, work);
    let form = null, timer = 0, asked = 0, waiting = Promise.resolve(), doubt = -1;
    const notice = element("div", { class: "notice", role: "status" }), wrong = element("div", { class: "wrong-list", tabindex: "-1" });
    const source = element("ol", { class: "source", "aria-label": "原文", tabindex: "0" }), doubts = element("section", { class: "doubts", "aria-label": "请核对" });
    const strangers = element("section", { class: "strangers", "aria-label": "名册里没有的单位" });
    const parts = element("select", { "aria-label": "草稿的各部分" }), box = element("div", { class: "form" });
    const fields = faults(box, () => form);
    const save = button("保存成草稿", () => admit(), "btn main");
    parts.addEventListener("change", () => show(parts.value));
    document.title = "核对草稿 · 网页登记";
    main.classList.add("broad");
    const chosen = async (place) => { await settle(); work.draft = place; work.at = ""; keep(); looking(work); };
    const batch = work.drafts.length < 2 && !work.refused.length ? "" : element("details", { class: "batch", open: "" },
      element("summary", {}, `读了 ${work.count} 个文件：${work.drafts.length} 份草稿${work.refused.length ? `，${work.refused.length} 个没有读入` : ""}`),
      element("ul", { class: "taken" }, ...work.drafts.map((each, place) => element("li", place === work.draft ? { "aria-current": "true" } : {}, button(each.title, () => chosen(place), "plain-button"),
        element("small", {}, ` ${each.source}　${each.empty ? "没有认出任务和指标" : each.said}　请核对 ${each.doubts.filter((one) => !one.stranger && !work.settled.includes(one.words)).length} 处`)))),
      work.refused.length ? element("ul", { class: "wrong" }, ...work.refused.map((sentence) => element("li", {}, sentence))) : "");
    main.replaceChildren(
      element("nav", { class: "crumbs", "aria-label": "位置" }, element("a", { href: address({ kind: "plan" }) }, "‹ 回到方案清单")),
      head(draft().title, `${draft().source}：${draft().said}`),
      draft().empty ? element("div", { class: "box wrong" }, "没有认出任务，也没有认出指标；文字都在草稿里，请看是不是一份方案。") : "",
      draft().notes.length ? element("details", { class: "more-about" }, element("summary", {}, `读入时的 ${draft().notes.length} 点说明`), element("ul", {}, ...draft().notes.map((each) => element("li", {}, each)))) : "",
      batch, notice, wrong,
      element("div", { class: "abreast" },
        element("section", { class: "original" }, element("h2", {}, "原文"), source),
        element("section", { class: "made" }, doubts, strangers, element("h2", {}, "草稿"), element("p", {}, parts), box)),
      element("div", { class: "bar" }, save, element("span", { class: "change" }), button("不要了，换一份", () => { if (window.confirm("确定放弃这份草稿吗？")) { kept.drop(KEY); asking(); } }, "plain-button")));

    const tell = (...words) => notice.replaceChildren(element("div", { class: "box" }, ...words));
    const line = (place) => source.querySelector(`[data-place="${place}"]`);

    function point(place) {
      source.querySelectorAll("[aria-current]").forEach((each) => each.removeAttribute("aria-current"));
      const at = line(place);
      if (!at) return;
      at.setAttribute("aria-current", "true");
      source.scrollTo({ top: at.offsetTop - source.clientHeight / 3 });
    }

    /** Open the field that holds the words of a line. */
    async function lead(place, words) {
      point(place);
      const held = draft().lines.find((each) => each.place === place);
      if (!held) return;
      await settle();
      const found = await ask("locate", { file: draft().file, unsaved: work.unsaved, text: held.text, words });
      if (found.status !== 200 || found.at === undefined) { say("这一行没有读进哪一格"); return; }
      if (found.at !== work.at) await show(found.at);
      if (fields.box(found)) fields.go(found);
    }

    function lines() {
      const due = new Map();
      draft().doubts.filter((each) => !work.settled.includes(each.words)).forEach((each) => due.set(each.place, true));
      source.replaceChildren(...draft().lines.map((each) => {
        const text = element("span", { class: each.cells.length ? "cells" : null }, ...(each.cells.length ? each.cells.map((cell) => element("span", {}, cell)) : [each.text]));
        const item = element("li", { "data-place": String(each.place), class: due.has(each.place) ? "due" : each.aside ? "beyond" : null, value: String(each.place) }, text, each.aside ? element("small", {}, each.aside) : "");
        item.addEventListener("click", () => { if (!String(window.getSelection())) lead(each.place); });
        return item;
      }));
    }

    /* ---- doubts, one by one */

    function listed() {
      const open = draft().doubts.filter((each) => !each.stranger), left = open.filter((each) => !work.settled.includes(each.words));
      if (!open.length) { doubts.replaceChildren(); return; }
      if (doubt >= open.length || doubt < 0) doubt = Math.max(0, open.indexOf(left[0]));
      const now = open[doubt], done = work.settled.includes(now.words);
      const step = (by) => { doubt = (doubt + by + open.length) % open.length; listed(); lead(open[doubt].place, open[doubt].words); };
      const right = button(done ? "再看看" : "看过了，没有错", () => {
        work.settled = done ? work.settled.filter((each) => each !== now.words) : [...work.settled, now.words];
        keep();
        lines();
        const next = done ? -1 : [...open.keys()].map((each) => (doubt + 1 + each) % open.length).find((each) => !work.settled.includes(open[each].words));
        if (!done && next !== undefined) { doubt = next; listed(); lead(open[doubt].place, open[doubt].words); } else listed();
      }, "btn main");
      doubts.replaceChildren(
        element("h2", {}, left.length ? `请核对：还有 ${left.length} 处` : "都核对过了"),
        element("div", { class: left.length ? "box due" : "box" },
          element("p", {}, element("b", {}, `${doubt + 1}／${open.length}`), ` 第 ${now.place} ${draft().unit}：${now.words}`, done ? element("b", { class: "s-check" }, "　✓ 看过了") : ""),
          element("p", { class: "btns" }, right, button("看这一处", () => lead(now.place, now.words)), button("上一处", () => step(-1), "plain-button"), button("下一处", () => step(1), "plain-button"))));
    }

    /* ---- units nobody knew */

    function named() {
      if (!work.units.length) { strangers.replaceChildren(); return; }
      const known = [["", "——是新单位，登记进名册"], ...work.known];
      strangers.replaceChildren(element("details", { open: "" }, element("summary", {}, element("h2", {}, `名册里没有的 ${work.units.length} 个单位`)),
        element("p", { class: "soft" }, "和名册里哪一个是同一个单位，就选它，这里的叫法记作它的别名；下面的科室里名册已有同名的，一并认作那一个。是新单位，看看类别、层级和上级对不对。"),
        element("ul", { class: "names" }, ...work.units.map((unit) => {
          const said = work.decided[unit.id] || {};
          const put = (values) => { work.decided[unit.id] = { ...work.decided[unit.id], ...values }; keep(); };
          const where = draft().lines.find((each) => each.text.includes(unit.name) || (unit.aliases || []).some((name) => each.text.includes(name)));
          const name = where ? button(unit.name, () => lead(where.place), "plain-button") : element("b", {}, unit.name);
          if (unit.many) return element("li", {}, element("p", {}, name, element("small", {}, " 统称，代表一批单位")));
          const details = element("span", { class: "kind" },
            choose(unit.name + "的类别", work.kinds, said.kind || unit.kind, (kind) => put({ kind })),
            choose(unit.name + "的层级", [["", "层级不写"], ...work.levels], said.level === undefined ? unit.level || "" : said.level, (level) => put({ level })),
            choose(unit.name + "的上级", [["", "上级不写"], ...work.known, ...work.units.filter((each) => each !== unit && !each.many).map((each) => [each.id, each.name])], said.parent === undefined ? unit.parent || "" : said.parent, (parent) => put({ parent })));
          details.hidden = !!said.same;
          return element("li", {}, element("p", {}, name, unit.like && !said.same ? element("small", {}, ` 是不是“${unit.like}”？`) : ""), choose(unit.name + "是", known, said.same || "", (same) => { put({ same }); details.hidden = !!same; }), details);
        }))));
    }

    /* ---- the draft, a part at a time */

    async function show(at) {
      await settle();
      const opened = await ask("open", { kind: "plan", file: draft().file, at, unsaved: work.unsaved });
      if (opened.status !== 200) { tell(opened.sentence); return; }
      work.at = at;
      keep();
      parts.replaceChildren(...opened.parts.filter((part) => part.count || part.at === at).map((part) => element("option", { value: part.at, ...(part.at === at ? { selected: "" } : {}) }, `${part.deep ? "　" : ""}${part.title}${part.at && !part.deep ? `（${part.count}）` : ""}`)));
      if (form) form.destroy();
      box.replaceChildren();
      let ready = false;
      form = await window.planpressForm(box, opened.schema, opened.value, opened.choices, () => {
        if (!ready) return;
        clearTimeout(timer);
        timer = setTimeout(() => { timer = 0; waiting = look(); }, PAUSE);
      });
      ready = true;
      fields.mark(opened.problems);
    }

    /** Take what was typed into the text of the draft. */
    async function look() {
      const turn = ++asked, at = work.at;
      const answer = await ask("check", { kind: "plan", file: draft().file, at, unsaved: work.unsaved, value: form.getValue() });
      if (turn !== asked) return;
      if (answer.status !== 200) { tell(answer.sentence); return; }
      work.unsaved[draft().file] = answer.text;
      keep();
      if (at === work.at) fields.mark(answer.problems);
    }

    async function settle() {
      if (timer) { clearTimeout(timer); timer = 0; waiting = look(); }
      await waiting;
    }

    async function admit() {
      save.disabled = true;
      await settle();
      const strange = work.drafts.flatMap((each) => each.doubts).filter((each) => each.stranger).map((each) => each.words); /* the list of units settles them */
      const answer = await ask("admit", { unsaved: work.unsaved, settled: [...work.settled, ...strange], decided: work.decided });
      save.disabled = false;
      if (answer.status !== 200) { tell(answer.sentence); notice.scrollIntoView({ block: "center" }); return; }
      if (!answer.saved) {
        wrong.replaceChildren(element("div", { class: "box wrong" }, element("b", {}, `没有保存，有 ${answer.problems.length} 处要改`), told(answer.problems, {
          box: (each) => each.file === draft().file && each.at !== undefined,
          go: async (each) => { if (each.at !== work.at) await show(each.at); if (fields.box(each)) fields.go(each); },
        })));
        wrong.focus();
        wrong.scrollIntoView({ block: "start" });
        return;
      }
      kept.drop(KEY);
      main.classList.remove("broad");
      say("已保存成草稿");
      window.planpressSaved = { draft: true };
      location.hash = address({ kind: "plan", file: draft().file, at: "" });
    }

    lines();
    listed();
    named();
    return show(work.at);
  }

  window.planpressImport = function () {
    const work = kept.read(KEY);
    return work && work.drafts && work.refused ? looking(work) : asking();
  };
}());
