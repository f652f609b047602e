/* 网页登记: the list of records, and one record as a form. What is typed is kept on this device until it is saved. */
(function () {
  "use strict";

  const { element, main, ask, send, kept, state, address, button, say, head, fail, told, faults } = window.planpressDesk;
  const PAUSE = 700;

  let open = {}; /* the record on the screen: its kind and file */
  window.planpressSend = (picture) => send("picture", picture, open);

  /* ---- the list */

  let lately = {}, dropped = null;
  const PAGE = 50;
  const ORDERS = { new: "日期从新到旧", old: "日期从旧到新", file: "文件里的次序", title: "按名称" };
  const SIFTED = [["state", "状态"], ["month", "月份"], ["unit", "科室"], ["adopted", "采用"]];
  const held = (record, key) => (key === "unit" ? record.units : [record[key]]).filter(Boolean);

  async function list() {
    const { kinds, problems, sentence, free, next } = await ask("list");
    if (!kinds) return fail(sentence, lately);
    if (free) return window.planpressBegin();
    const asked = state(), kind = kinds.find((each) => each.key === (asked.get("kind") || lately.kind)) || kinds[0];
    document.title = kind.title + " · 网页登记";
    const search = element("input", { type: "search", id: "find", placeholder: "按名称、科室、日期和内容里的字找", autocomplete: "off", value: asked.get("find") || "" });
    const menu = (key, label, options) => {
      const made = element("select", { "aria-label": label }, ...options.map(([value, title]) => element("option", { value, ...(value === (asked.get(key) || "") ? { selected: "" } : {}) }, title)));
      made.addEventListener("change", () => { asked.set(key, made.value); asked.delete("page"); show(); });
      return made;
    };
    const menus = SIFTED.map(([key, label]) => [key, label, [...new Set(kind.records.flatMap((record) => held(record, key)))].sort().reverse()])
      .filter(([key, , values]) => values.length > 1 || asked.get(key))
      .map(([key, label, values]) => menu(key, label, [["", label + "：全部"], ...values.map((each) => [each, key === "month" ? `${each.slice(0, 4)}年${Number(each.slice(5, 7))}月` : each])]));
    const dated = kind.records.some((record) => record.day);
    if (dated && kind.records.length > 1) menus.push(menu("order", "次序", [["", ORDERS.new], ...["old", "title", "file"].map((each) => [each, ORDERS[each]])]));
    const shown = element("p", { class: "soft", role: "status" }), rows = element("ul", { class: "records" }), turn = element("nav", { class: "turn", "aria-label": "翻页" });

    /** The records that fit, in order; what was chosen stands in the address, so that Back leads here. */
    function show() {
      const words = (asked.get("find") || "").trim().split(/\s+/).filter(Boolean);
      const fit = kind.records.filter((record) => SIFTED.every(([key]) => !asked.get(key) || held(record, key).includes(asked.get(key)))
        && words.every((word) => (record.title + " " + record.note + " " + record.words).includes(word)));
      const order = asked.get("order") || (dated ? "new" : "file");
      if (order === "title") fit.sort((one, two) => one.title.localeCompare(two.title, "zh"));
      if (order === "new") fit.sort((one, two) => two.day.localeCompare(one.day));
      if (order === "old") fit.sort((one, two) => (one.day || "9").localeCompare(two.day || "9"));
      const pages = Math.max(1, Math.ceil(fit.length / PAGE)), page = Math.min(pages, Math.max(1, Number(asked.get("page")) || 1));
      shown.textContent = (fit.length === kind.records.length ? `共 ${fit.length} 条` : `找到 ${fit.length} 条`) + (pages > 1 ? `，第 ${page}／${pages} 页` : "");
      rows.hidden = !fit.length;
      rows.replaceChildren(...fit.slice((page - 1) * PAGE, page * PAGE).map((record) => {
        const wrong = record.errors ? element("b", { class: "status s-cross" }, `✕ ${record.errors} 处错误`) : record.warnings ? element("b", { class: "status s-triangle" }, `▲ ${record.warnings} 处提醒`) : "";
        const small = record.picture ? element("img", { src: "photo?" + new URLSearchParams({ file: record.picture }), alt: "", loading: "lazy", width: "72", height: "54" }) : "";
        return element("li", {}, element("a", { href: address({ kind: kind.key, file: record.file, at: record.at }) }, small, element("span", {}, record.title), element("small", {}, record.note), record.state || record.adopted ? element("small", { class: "state" }, record.state || record.adopted) : "", wrong));
      }));
      const go = (to, text) => button(text, () => { asked.set("page", String(to)); show(); window.scrollTo(0, 0); }, "plain-button");
      turn.replaceChildren(...(page > 1 ? [go(page - 1, "上一页")] : []), ...(page < pages ? [go(page + 1, "下一页")] : []));
      asked.set("kind", kind.key);
      [...asked.keys()].forEach((key) => { if (!asked.get(key)) asked.delete(key); });
      lately = { kind: kind.key, hash: "#" + asked };
      history.replaceState(history.state, "", lately.hash);
    }
    search.addEventListener("input", () => { asked.set("find", search.value); asked.delete("page"); show(); });
    const errors = problems.filter((each) => each.error);
    const back = dropped, again = back && button("恢复", async () => {
      const answer = await ask("restore", back.request);
      say(answer.saved ? "已恢复" : "没有恢复");
      if (answer.saved) render(); else window.alert(answer.sentence || "没有恢复：那样会让别的地方出错。");
    }, "plain-button");
    dropped = null;
    main.replaceChildren(
      head("网页登记", "选一类，点开一条就能改；保存前会先检查，有错会指出是哪一格。"),
      window.planpressNext(next),
      back ? element("div", { class: "box notice" }, `已删去“${back.heading}”。`, again) : "",
      errors.length ? element("div", { class: "box wrong" }, element("b", {}, `全部内容里有 ${errors.length} 处错误`), told(errors)) : "",
      element("nav", { class: "kinds", "aria-label": "种类" }, ...kinds.map((each) => element("a", { href: address({ kind: each.key }), "aria-current": each === kind ? "true" : null }, each.title, element("small", {}, String(each.records.length))))),
      element("div", { class: "finder" }, element("label", { for: "find", class: "unseen" }, "查找"), search, kind.key === "plan" ? element("a", { class: "btn", href: address({ import: "1" }) }, "读入文件") : kind.key === "submission" ? element("a", { class: "btn", href: address({ slips: "1" }) }, "收投稿单") : "", kind.fresh ? begin(kind) : ""),
      menus.length ? element("div", { class: "menus" }, ...menus) : "",
      shown, kind.records.length ? rows : element("p", { class: "empty" }, `还没有${kind.title}。`), turn);
    main.querySelector(".kinds [aria-current]").scrollIntoView({ block: "nearest", inline: "center" });
    show();
    const left = place("place" + lately.hash);
    if (left) window.scrollTo(0, left);
    return undefined;
  }

  /** How far a list was scrolled when it was left; nothing where the browser keeps nothing. */
  function place(key, value) {
    try {
      if (value === undefined) return Number(sessionStorage.getItem(key)) || 0;
      sessionStorage.setItem(key, String(value));
    } catch (fault) { /* private */ }
    return 0;
  }
  main.addEventListener("click", (event) => { if (event.target.closest(".records a")) place("place" + lately.hash, window.scrollY); });

  /** The button that begins a new record, and what has to be known first. */
  function begin(kind) {
    const parents = kind.parents, named = kind.key === "unit" || kind.key === "outlet" || (kind.fresh === "file" && kind.key !== "update");
    const open = (parent, id) => { location.hash = address({ kind: kind.key, new: "1", parent: parent || "", id: id || "" }); };
    if (kind.fresh !== "file" && !parents.length) return element("p", { class: "soft" }, "还没有可以登记的地方，先建活动或台账。");
    if (!named && parents.length < 2) return button("新建" + kind.title, () => open(parents.length ? parents[0][0] : ""), "btn main");
    const box = element("details", { class: "begin" }, element("summary", { class: "btn main" }, "新建" + kind.title));
    const parent = parents.length > 1 ? element("select", { id: "parent" }, ...parents.map(([value, title]) => element("option", { value }, title))) : null;
    const id = named ? element("input", { id: "new-id", value: kind.id, pattern: "[a-z0-9][a-z0-9-]*", autocomplete: "off" }) : null;
    box.append(element("div", { class: "box" },
      ...(parent ? [element("label", { for: "parent" }, "登记到"), parent] : []),
      ...(id ? [element("label", { for: "new-id" }, "编号（用在网址里，只写小写字母、数字和连字符，以后不改）"), id] : []),
      button("开始填写", () => open(parent ? parent.value : parents.length ? parents[0][0] : "", id ? id.value.trim() : ""), "btn main")));
    return box;
  }

  /* ---- one record */

  async function record() {
    const asked = state(), fresh = asked.get("new") === "1";
    if (lately.kind !== asked.get("kind")) lately = { kind: asked.get("kind") };
    const request = { kind: asked.get("kind"), file: asked.get("file"), at: asked.get("at") };
    if (fresh) request.new = { parent: asked.get("parent"), id: asked.get("id") };
    const opened = await ask("open", request);
    if (opened.status !== 200) return fail(opened.sentence, lately);
    if (fresh) request.new = { parent: asked.get("parent"), id: opened.at ? opened.at.split("/")[1] : opened.value.id };
    open = { kind: request.kind, file: opened.file };
    const counted = /#\d/.test(request.at || ""); /* known by its place alone, which may be another's when the file has changed */
    const key = fresh ? ["new", request.kind, request.new.parent].join("|") : [request.kind, request.file, request.at].join("|");
    const heading = fresh ? "新建" + opened.kind_title : opened.title || (opened.parts.find((part) => part.at === request.at) || {}).title || opened.kind_title;
    document.title = heading + " · 网页登记";

    let digest = opened.digest, was = { value: opened.value, body: opened.body }, form = null, first = "", tried = false, timer = 0, asked_last = 0, waiting = Promise.resolve();
    const notice = element("div", { class: "notice", role: "status" }), wrong = element("div", { class: "wrong-list", tabindex: "-1" }), change = element("div", { class: "change" });
    const box = element("div", { class: "form" }), save = button("保存", () => keep(), "btn main");
    const body = opened.body === null ? null : element("textarea", { id: "body", rows: "14", placeholder: opened.hint || "" });
    if (body) body.value = opened.body;
    const fields = faults(box, () => form, body);
    const text = body && writing(body, opened.file);
    const parts = opened.parts.filter((part) => part.count || part.at === request.at), rest = opened.parts.filter((part) => !parts.includes(part));
    const link = (part) => element("a", { href: address({ ...request, at: part.at }), class: part.deep ? "deep" : null, "aria-current": part.at === request.at ? "true" : null }, part.title, part.at && !part.deep ? element("small", {}, String(part.count)) : "");
    main.replaceChildren(
      element("nav", { class: "crumbs", "aria-label": "位置" }, element("a", { href: lately.hash || address(lately) }, "‹ 回到" + opened.kind_title + "清单")),
      head(heading, fresh ? "填好带“必填”的几格就能保存。" : opened.whole && opened.whole !== heading ? opened.whole : opened.kind_title),
      notice, wrong,
      element("div", { class: opened.parts.length ? "paper-parts" : "" },
        opened.parts.length ? element("nav", { class: "parts", "aria-label": "各部分" }, ...parts.map(link), rest.length ? element("details", {}, element("summary", {}, "还没有写的部分"), ...rest.map(link)) : "") : "",
        box),
      fresh ? "" : element("p", { class: "further" }, button("以前的样子", () => before(), "plain-button"),
        opened.schema.properties.withdrawn && !opened.value.withdrawn ? button("撤下", withdraw, "plain-button") : "",
        opened.corrigible ? button("更正", () => correcting("先在上面改好，再写一句更正了什么；读者会在网页上看到日期和这句话。", "改正并保存"), "plain-button") : "",
        opened.kind === "submission" ? button("回复科室", () => answering(""), "plain-button") : "",
        opened.removable ? button("删去这一条", () => remove(), "plain-button") : "", element("small", { class: "soft" }, `存在 ${opened.file}`)),
      element("div", { class: "bar" }, save, change, opened.page && !fresh ? element("a", { class: "btn", href: "/" + opened.page }, "看网页") : ""));

    const value = () => form.getValue();
    const now = () => JSON.stringify([value(), body ? body.value : null]);
    const sent = () => ({ ...request, value: value(), body: body ? body.value : null, digest, was });

    async function draw(filled) {
      if (form) form.destroy();
      box.replaceChildren();
      form = await window.planpressForm(box, opened.schema, filled, opened.choices, changed);
      if (text) (box.querySelector(".fields > .group") || box.lastChild).before(text); /* the text comes before what only accompanies it */
    }
    await draw(opened.value);
    first = now();
    show(opened.problems, []);

    /* what was typed and not saved the last time */
    const draft = kept.read(key);
    if (draft && draft.text !== first) {
      const [filled, text] = JSON.parse(draft.text);
      const back = async () => { await draw(filled); if (body) body.value = text || ""; changed(); };
      const drop = button("不要了，用文件里的", async () => { kept.drop(key); await draw(opened.value); if (body) body.value = opened.body; notice.replaceChildren(); changed(); }, "plain-button");
      if (draft.digest === digest) { await back(); tell("上次没有存的内容已经填回来了。", drop); }
      else tell("上次没有存的内容还在，但文件后来有人改过" + (counted ? "，说的也许不是这一条。" : "。"), button("填回来看看", async () => { await back(); tell("填回来了；保存前请看清下面要改动哪几行。", drop); }, "plain-button"), drop);
    }
    if (fresh && opened.value.disclosure) { follow("title", "disclosure.title"); follow("date", "disclosure.date"); }
    if (body) body.addEventListener("input", changed);

    /** One field repeats another until it says something of its own. */
    function follow(from, to) {
      let before = form.getEditor("root." + from).getValue();
      form.on("change", () => {
        const source = form.getEditor("root." + from).getValue(), target = form.getEditor("root." + to);
        if (source !== before && (target.getValue() || "") === before) target.setValue(source);
        before = source;
      });
    }

    function tell(sentence, ...more) {
      notice.replaceChildren(element("div", { class: "box" }, sentence, " ", ...more));
    }

    function changed() {
      if (!first || now() === first) { kept.drop(key); change.replaceChildren(); clearTimeout(timer); return; }
      kept.write(key, { digest, text: now() });
      clearTimeout(timer);
      timer = setTimeout(() => { waiting = look(); }, PAUSE);
    }

    async function look() {
      const turn = ++asked_last, answer = await ask("check", sent());
      if (turn !== asked_last) return answer; /* more was typed meanwhile, and asked about */
      if (answer.status !== 200) { if (answer.sentence) tell(answer.sentence); return answer; }
      lines(answer);
      if (tried) show(answer.problems, answer.others);
      return answer;
    }

    function lines(answer) {
      const diff = element("pre", { class: "diff" }, ...answer.diff.map(([mark, text]) => element("span", { class: mark === "+" ? "put" : mark === "-" ? "cut" : mark === "@" ? "gap" : "" }, mark === "@" ? "⋯" : `${mark} ${text}`)));
      const open = !!change.querySelector("details[open]");
      change.replaceChildren(answer.changed ? element("details", open ? { open: "" } : {}, element("summary", {}, answer.saved ? `改动了 ${answer.changed} 行` : `将改动 ${answer.changed} 行`), diff) : "没有改动");
    }

    function show(problems, others) {
      fields.mark(problems);
      const errors = problems.filter((each) => each.error).length;
      const elsewhere = others.length ? element("details", {}, element("summary", {}, `别的地方还有 ${others.length} 处（不在这张表里）`), told(others)) : "";
      if (!problems.length) { wrong.replaceChildren(elsewhere ? element("div", { class: "box" }, elsewhere) : ""); return; }
      wrong.replaceChildren(element("div", { class: errors ? "box wrong" : "box" },
        element("b", {}, errors ? `有 ${errors} 处要改，点一下就到那一格` : `可以保存；有 ${problems.length} 处提醒`), told(problems, fields), elsewhere));
    }

    async function keep(correction) {
      clearTimeout(timer);
      asked_last += 1;
      save.disabled = true;
      save.textContent = "正在保存……";
      await waiting;
      tried = true;
      const answer = await ask("save", { ...sent(), ...(correction === undefined ? {} : { correction }) });
      save.disabled = false;
      save.textContent = "保存";
      if (answer.status === 409) return clash(answer.sentence);
      if (answer.status === 428) return correcting(answer.sentence);
      if (answer.status !== 200) return tell(answer.sentence);
      lines(answer);
      show(answer.problems, answer.others);
      if (!answer.saved) {
        if (!answer.problems.length) tell("没有保存：这样改会让别的地方出错，见下面的清单。");
        else notice.replaceChildren();
        wrong.focus();
        wrong.scrollIntoView({ block: "start" });
        return say(`没有保存，有 ${answer.refused} 处要改`);
      }
      kept.drop(key);
      first = now();
      digest = answer.digest;
      was = { value: answer.now, body: body ? body.value.trim() : null };
      const undo = answer.version && !fresh ? button("撤销这次保存", () => restore(answer.version, "已撤销，和这次保存以前一样"), "plain-button") : "";
      const page = answer.page ? element("a", { class: "go", href: "/" + answer.page, target: "_blank" }, "看网页") : "";
      if (fresh) {
        saved = { changed: answer.changed, page: answer.page, merged: answer.merged };
        location.replace(address({ kind: request.kind, file: answer.file, at: answer.at }));
        return undefined;
      }
      return tell(`已保存，改动了 ${answer.changed} 行；网页几秒钟后更新。${answer.merged ? "同事也改了这个文件里别的内容，两边的都在。" : ""}`, page, " ", undo);
    }

    /** Readers are told what was put right; what was reviewed goes back to review. */
    function correcting(sentence, act) {
      const note = element("input", { id: "correction", autocomplete: "off", placeholder: "如 参加人数由 18 人更正为 20 人" });
      tell(sentence, element("p", {}, element("label", { for: "correction" }, "更正说明"), note), button(act || "改正，重新送审", () => keep(note.value), "btn main"), button("先不改", () => notice.replaceChildren(), "plain-button"));
      notice.scrollIntoView({ block: "center" });
      note.focus();
    }

    /** What the department is answered, as far as the story has come; with a reason it is sent back. */
    async function answering(back) {
      const answer = await ask("reply", { ...request, back });
      if (answer.status !== 200) return tell(answer.sentence);
      const why = element("input", { id: "why", autocomplete: "off", placeholder: "如 照片太暗，换一张", value: back });
      tell(element("b", {}, back ? "退回的话" : "回复科室的话"), element("small", {}, back ? "" : " 照台账里走到的一步：收到、采用、择优上报、上级采用"), window.planpressDesk.letter(answer.text),
        element("p", {}, element("label", { for: "why" }, "要退回，写理由"), why), button("写成退回的话", () => { if (why.value.trim()) answering(why.value.trim()); else why.focus(); }, "plain-button"));
      return notice.scrollIntoView({ block: "center" });
    }

    function withdraw() {
      if (!window.confirm(`确定撤下“${heading}”吗？从今天起读者看不到；删去“撤下日期”就恢复。`)) return;
      form.getEditor("root.withdrawn").setValue(opened.today);
      keep();
    }

    async function remove() {
      if (!window.confirm(`确定删去“${heading}”吗？删去以后，在清单上可以恢复。`)) return undefined;
      const answer = await ask("delete", { ...request, digest, was });
      if (answer.status === 409) return clash(answer.sentence);
      if (answer.status !== 200) return tell(answer.sentence);
      if (!answer.saved) return tell("没有删去：别的地方还用着它。", told(answer.others.filter((each) => each.error)));
      kept.drop(key);
      dropped = { request: { ...request, version: answer.version, digest: answer.digest }, heading };
      location.hash = lately.hash || address({ kind: request.kind });
      return say("已删去");
    }

    async function restore(version, sentence) {
      const answer = await ask("restore", { ...request, version, digest });
      if (answer.status === 409) return clash(answer.sentence);
      if (answer.status !== 200) return tell(answer.sentence);
      if (!answer.saved) return tell("没有恢复：那样会让别的地方出错。", told(answer.problems.concat(answer.others).filter((each) => each.error)));
      kept.drop(key);
      spoken = sentence;
      return render();
    }

    /** What this record said before each save, beside what it says now. */
    async function before() {
      const answer = await ask("history", request);
      if (answer.status !== 200) return tell(answer.sentence);
      if (!answer.versions.length) return tell("这一条还没有改过：在这里保存过以后，以前的样子都留着。");
      tell(element("b", {}, "以前的样子"), ...answer.versions.map((each) => element("details", { class: "then" }, element("summary", {}, `${each.when}：${each.fields.map(([title]) => title).join("、") || "和现在一样"}`),
        element("table", {}, element("thead", {}, element("tr", {}, element("th", {}, ""), element("th", {}, "那时"), element("th", {}, "现在"))),
          element("tbody", {}, ...each.fields.map(([title, then, now]) => element("tr", {}, element("th", {}, title), element("td", {}, then || "（没有写）"), element("td", {}, now || "（没有写）"))))),
        each.fields.length ? button("恢复成这样", () => { if (window.confirm("现在的也会留下，随时可以再恢复。恢复吗？")) restore(each.version, "已恢复"); }, "btn") : "")));
      return notice.scrollIntoView({ block: "center" });
    }

    /* Somebody else changed the file: nothing is written, nothing typed is lost. */
    function clash(sentence) {
      if (fresh) {
        return tell(sentence, button("换一个编号再存", async () => {
          request.new.id = "";
          const answer = await look();
          if (answer.status === 200) { digest = answer.digest; request.new.id = answer.at ? answer.at.split("/")[1] : ""; keep(); }
        }, "plain-button"));
      }
      tell(counted ? sentence + "这一条没有编号，不能接着存；请看看现在的内容，把要改的再填一遍。" : sentence,
        button("看看现在的内容", () => window.open(location.href), "plain-button"),
        counted ? "" : button("保留我填的，接着存", async () => {
          const answer = await look();
          if (answer.status !== 200) return;
          digest = answer.digest;
          was = null; /* what is there now has been seen */
          const details = change.querySelector("details");
          if (details) details.open = true;
          tell("请看下面要改动哪几行；没有问题就再按一次“保存”。");
        }, "plain-button"),
        button("放弃我填的", () => { kept.drop(key); render(); }, "plain-button"));
      return notice.scrollIntoView({ block: "center" });
    }

    if (window.planpressSaved) {
      tell("已保存成草稿；公开以前只在这里和预览里看得到。");
      window.planpressSaved = null;
    }
    if (spoken) { tell(spoken); spoken = ""; }
    if (saved) {
      tell(`已保存，改动了 ${saved.changed} 行；网页几秒钟后更新。${saved.merged ? "同事也改了这个文件里别的内容，两边的都在。" : ""}`, saved.page ? element("a", { class: "go", href: "/" + saved.page, target: "_blank" }, "看网页") : "");
      saved = null;
    }
    return undefined;
  }
  let saved = null, spoken = "";

  const PICTURE = /!\[([^\]]*)\]\(([^)\s"]+)(?:\s+"([^"]*)")?\)/g;
  const photo = (file, name) => "photo?" + new URLSearchParams({ file: file.replace(/[^/]*$/, "") + decodeURIComponent(name) });

  /** The text below the fields beside what it will look like, and its pictures in their order. */
  function writing(field, file) {
    const frame = element("iframe", { sandbox: "", title: "正文的样子" }), said = element("p", { class: "note", role: "status" });
    const strip = element("ol", { class: "strip", "aria-label": "正文里的图片" });
    let timer = 0, fresh = "";

    async function look() {
      const { html } = await ask("preview", { body: field.value, file });
      const sheet = new URL("planpress.css", location.href).href;
      frame.srcdoc = `<!doctype html><html lang="zh-Hans" data-theme="${document.documentElement.dataset.theme || ""}"><link rel="stylesheet" href="${sheet}"><body><article class="wrap prose">${html || ""}</article>`;
    }

    /** A picture put where the cursor is; what it shows is asked for below. */
    function put(name) {
      const before = field.selectionStart ? field.value.slice(0, field.selectionStart).replace(/\n*$/, "\n\n") : "", after = field.value.slice(field.selectionEnd).replace(/^\n*/, "");
      fresh = name;
      field.value = `${before}![](${encodeURI(name)})\n\n${after}`;
      field.dispatchEvent(new Event("input"));
    }

    async function drop(files) {
      for (const each of files) {
        said.textContent = `正在放 ${each.name}……`;
        const answer = await window.planpressSend(each);
        said.textContent = answer.name ? "" : "✕ " + answer.sentence;
        if (answer.name) put(answer.name);
      }
    }

    /** The pictures of the text: what each shows, the words under it, and which comes first. Drawn anew only when they are others. */
    const all = () => [...field.value.matchAll(PICTURE)];
    const write = (text) => { field.value = text; field.dispatchEvent(new Event("input")); };
    const clean = (text) => text.replace(/[[\]"\s]+/g, " ").trim();
    function change(place, text) {
      const at = all()[place];
      write(field.value.slice(0, at.index) + text + field.value.slice(at.index + at[0].length));
    }
    function swap(place) {
      const [first, second] = all().slice(place);
      write(field.value.slice(0, first.index) + second[0] + field.value.slice(first.index + first[0].length, second.index) + first[0] + field.value.slice(second.index + second[0].length));
    }
    let drawn = "";
    function pictures() {
      const found = all(), names = found.map((each) => each[2]).join(" ");
      if (names === drawn) return;
      drawn = names;
      strip.replaceChildren(...found.map((each, place) => {
        const alt = element("input", { "aria-label": "画面说明", placeholder: "画面说明：一句话说清画面，读屏软件会念", value: each[1] }), words = element("input", { "aria-label": "图下的字", placeholder: "图下的字，可不写", value: each[3] || "" });
        const typed = () => change(place, `![${clean(alt.value)}](${each[2]}${clean(words.value) ? ` "${clean(words.value)}"` : ""})`);
        alt.addEventListener("change", typed);
        words.addEventListener("change", typed);
        if (decodeURIComponent(each[2]) === fresh && !each[1]) { fresh = ""; setTimeout(() => alt.focus()); }
        return element("li", {}, element("img", { src: photo(file, each[2]), alt: "", width: "96", height: "72" }), element("span", { class: "about" }, alt, words),
          element("span", { class: "acts" }, place ? button("上移", () => swap(place - 1), "plain-button") : "", place < found.length - 1 ? button("下移", () => swap(place), "plain-button") : "", button("拿掉", () => change(place, ""), "plain-button")));
      }));
    }

    /** The whole text as if it were pasted now. */
    async function neat() {
      const made = await ask("tidy", { text: field.value });
      if (made.status !== 200) { said.textContent = "✕ " + made.sentence; return; }
      said.textContent = made.text.trim() === field.value.trim() ? "没有要理的" : made.notes.join("；") || "理好了";
      write(made.text.trim());
    }

    field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, PAUSE); pictures(); });
    field.addEventListener("paste", async (event) => {
      const text = event.clipboardData.getData("text/plain"), files = [...event.clipboardData.files];
      if (files.length && !text) { event.preventDefault(); drop(files); return; }
      if (!text) return;
      event.preventDefault();
      const made = await ask("tidy", { text });
      field.setRangeText(made.status === 200 ? made.text.replace(/\n$/, text.includes("\n") ? "\n" : "") : text, field.selectionStart, field.selectionEnd, "end");
      said.textContent = made.notes && made.notes.length ? "粘贴时：" + made.notes.join("；") : "";
      field.dispatchEvent(new Event("input"));
    });
    field.addEventListener("dragover", (event) => { if ([...event.dataTransfer.types].includes("Files")) { event.preventDefault(); field.classList.add("over"); } });
    field.addEventListener("dragleave", () => field.classList.remove("over"));
    field.addEventListener("drop", (event) => { field.classList.remove("over"); if (event.dataTransfer.files.length) { event.preventDefault(); drop([...event.dataTransfer.files]); } });
    new MutationObserver(look).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    setTimeout(() => { look(); pictures(); });
    return element("section", { class: "writing" }, element("p", { class: "writing-head" }, element("label", { for: "body" }, "正文"), button("理一理", neat, "plain-button")),
      element("p", { class: "note" }, "空一行就是另起一段；一行以“- ”开头就是一条；两边加 ** 就是加粗。从 Word、网页里粘贴会自动理好；图片可以拖进来。"),
      element("div", { class: "twofold" }, field, frame), said, strip, window.planpressPicture(put));
  }

  function render() {
    const asked = state();
    main.classList.remove("broad");
    window.scrollTo(0, 0);
    if (asked.get("publish")) return window.planpressPublish();
    if (asked.get("import")) return window.planpressImport();
    if (asked.get("slips")) return window.planpressSlips();
    return asked.get("file") || asked.get("new") ? record() : list();
  }
  window.addEventListener("hashchange", render);
  render();
}());
