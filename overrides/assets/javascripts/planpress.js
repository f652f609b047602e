/* 方案通: what the pages can do beside search. Runs from the head: preferences before the first paint, the rest when the page is there.
 *
 * Every page works without it; it only adds. State a reader may want to send on (filters, order) stands in the address after #,
 * what belongs to the reader (large type, dark, own unit) stays on the device. No request, no cookie, nothing outside this file.
 */
(function () {
  "use strict";

  const root = document.documentElement;
  const ROOT = new URL("../../", document.currentScript.src).href;
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));

  /* ---- preferences of this device; a browser that keeps nothing still works */

  const VISIT = "planpress:"; // the name of a window lasts as long as the visit, where the device keeps nothing
  const visit = () => { try { return window.name.startsWith(VISIT) ? JSON.parse(window.name.slice(VISIT.length)) : {}; } catch (fault) { return {}; } };

  function recall(key) {
    try { return localStorage.getItem("planpress." + key); } catch (fault) { return visit()[key] || null; }
  }

  /* Whether the device has kept it; what it does not keep (private window, a disk page in a strict browser) holds for this visit. */
  function keep(key, value) {
    try {
      if (value === null) localStorage.removeItem("planpress." + key);
      else localStorage.setItem("planpress." + key, value);
      return true;
    } catch (fault) {
      const held = visit();
      if (value === null) delete held[key]; else held[key] = value;
      window.name = VISIT + JSON.stringify(held);
      return false;
    }
  }

  const state = { large: recall("large") === "1", dark: recall("dark") === "1" };
  if (recall("dark") === null && window.matchMedia) state.dark = matchMedia("(prefers-color-scheme: dark)").matches;

  /* The menus of the masthead: on a wide screen one is open at a time and closes when the reader turns to something else;
   * on a narrow one 目录 opens them all. */
  const menus = () => all(".sections details");
  const fold = (kept) => { if (!unfolded) menus().forEach((box) => { if (box !== kept) box.open = false; }); };
  let unfolded = false;

  /* Large type needs the narrow layouts earlier: the sheets carry the wider condition beside their own. */
  function show() {
    root.classList.toggle("large", state.large);
    root.dataset.theme = state.dark ? "dark" : "light";
    all("link[data-large]").forEach((sheet) => {
      if (!sheet.dataset.regular) sheet.dataset.regular = sheet.media;
      sheet.media = state.large ? sheet.dataset.large : sheet.dataset.regular;
    });
    all("[data-pref]").forEach((button) => {
      const on = state[button.dataset.pref];
      button.textContent = button.dataset.pref === "large" ? (on ? "标准字" : "大字") : (on ? "日间" : "夜间");
    });
    const narrow = document.querySelector("link[href*='planpress-narrow']");
    const close = !!narrow && matchMedia(narrow.media).matches;
    if (close !== unfolded && menus().length) {
      unfolded = close;
      menus().forEach((box) => { if (close) box.removeAttribute("name"); box.open = close; if (!close) box.setAttribute("name", "sections"); });
    }
    all("input[data-hint]").forEach((field) => { field.placeholder = close ? field.dataset.hint : field.dataset.hintLong; });
  }

  root.classList.add("js");
  show();

  let saying = 0;
  function say(text) {
    const line = document.getElementById("said");
    if (!line) return;
    clearTimeout(saying);
    line.textContent = "";
    saying = setTimeout(() => { line.textContent = text; }, 60);
  }

  /* ---- the state after #: level=city&sort=due; a plain #anchor is not ours */

  function readHash() {
    const text = location.hash.slice(1);
    return new URLSearchParams(text.indexOf("=") > 0 ? text : "");
  }

  function writeHash(change) {
    const params = readHash();
    Object.keys(change).forEach((key) => { if (change[key]) params.set(key, change[key]); else params.delete(key); });
    const text = params.toString();
    try { history.replaceState(null, "", text ? "#" + text : location.pathname + location.search); } catch (fault) { location.hash = text; }
  }

  /* ---- a button row chooses one value of a facet; rows carry data-<facet> (several values parted by spaces) */

  function filters(box) {
    const rows = all(box.dataset.filters);
    const facets = all("[data-facet]", box);
    const shown = box.querySelector("[data-shown]");
    const empty = document.querySelector(box.dataset.empty || "[data-none]");
    const blocks = all("[data-block]");
    const own = rows.filter((row) => row.querySelector("a.chip.mine"));
    const only = own.length && own.length < rows.length ? document.createElement("button") : null;
    if (only) {
      only.type = "button";
      only.className = "plain-button soft";
      only.dataset.onlyMine = "";
      only.textContent = "只看我的";
      only.addEventListener("click", () => { keep("only", onlyOn() ? null : "1"); onlyMine(); apply(true); });
      box.insertBefore(only, shown);
    }

    function chosen(facet) {
      const list = facet.querySelector("select");
      if (list) return list.value;
      const on = facet.querySelector("[aria-pressed=true]");
      return on ? on.value : "";
    }

    function choose(facet, value) {
      const list = facet.querySelector("select");
      if (list) {
        list.value = value;
        if (list.selectedIndex < 0) list.value = "";
        return;
      }
      const buttons = all("button", facet);
      const wanted = buttons.find((button) => button.value === value) || buttons[0];
      buttons.forEach((button) => button.setAttribute("aria-pressed", String(button === wanted)));
    }

    function apply(spoken) {
      let count = 0;
      rows.forEach((row) => {
        const fits = (!only || !onlyOn() || own.indexOf(row) >= 0) && facets.every((facet) => {
          const value = chosen(facet);
          return !value || (" " + (row.dataset[facet.dataset.facet] || "") + " ").indexOf(" " + value + " ") >= 0;
        });
        row.hidden = !fits;
        if (fits) count += 1;
      });
      blocks.forEach((block) => { block.hidden = !block.querySelector(box.dataset.filters + ":not([hidden])"); });
      const text = count === rows.length ? "共 " + count + " 项" : "显示 " + count + " 项，共 " + rows.length + " 项";
      if (shown) shown.textContent = text;
      if (empty) empty.hidden = count > 0;
      if (spoken) say(text);
    }

    function fromHash() {
      const params = readHash();
      facets.forEach((facet) => choose(facet, params.get(facet.dataset.facet) || ""));
      apply(false);
    }

    function pick(facet, value) {
      choose(facet, value);
      writeHash({ [facet.dataset.facet]: value });
      apply(true);
    }
    facets.forEach((facet) => {
      facet.addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (button) pick(facet, button.value);
      });
      facet.addEventListener("change", (event) => pick(facet, event.target.value));
    });
    window.addEventListener("hashchange", fromHash);
    fromHash();
  }

  /* ---- tables sort by a head marked data-sort; a cell may carry its own key in data-v */

  const collator = window.Intl ? new Intl.Collator("zh-Hans-CN", { numeric: true }) : { compare: (a, b) => (a < b ? -1 : +(a > b)) };

  function sorting(table) {
    const heads = all("th[data-sort]", table);
    const body = table.tBodies[0];
    const original = Array.from(body.rows);

    function keyOf(row, column) {
      const cell = row.cells[column];
      return cell.dataset.v !== undefined ? cell.dataset.v : cell.textContent.trim();
    }

    function order(head, direction) {
      heads.forEach((each) => each.removeAttribute("aria-sort"));
      if (!head) { original.forEach((row) => body.appendChild(row)); return; }
      head.setAttribute("aria-sort", direction);
      const column = head.cellIndex + (+head.dataset.shift || 0);
      const sign = direction === "descending" ? -1 : 1;
      original
        .map((row, at) => ({ row, at, key: keyOf(row, column) }))
        .sort((a, b) => (a.key === "") - (b.key === "") || sign * collator.compare(a.key, b.key) || a.at - b.at)
        .forEach((entry) => body.appendChild(entry.row));
    }

    heads.forEach((head) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sorter";
      while (head.firstChild) button.appendChild(head.firstChild);
      head.appendChild(button);
      button.addEventListener("click", () => {
        const before = head.getAttribute("aria-sort");
        const next = before === "ascending" ? "descending" : before === "descending" ? "" : "ascending";
        order(next ? head : null, next);
        writeHash({ sort: next ? (next === "descending" ? "-" : "") + head.dataset.sort : "" });
        say(next ? "按" + head.textContent.trim() + (next === "ascending" ? "从小到大排列" : "从大到小排列") : "恢复原来的次序");
      });
    });

    const wanted = readHash().get("sort") || "";
    const head = heads.find((each) => each.dataset.sort === wanted.replace(/^-/, ""));
    if (head) order(head, wanted.charAt(0) === "-" ? "descending" : "ascending");
  }

  /* ---- rows that fold out */

  function setFold(button, open) {
    const body = document.getElementById(button.getAttribute("aria-controls"));
    if (!body) return;
    button.setAttribute("aria-expanded", String(open));
    body.classList.toggle("open", open);
    const row = button.closest(".task");
    if (row) row.classList.toggle("opened", open);
  }

  /** The heading that an old address means: ids were once _1, _2 … for headings without a Latin letter, in their order. */
  function numbered(id) {
    const place = /^_([0-9]+)$/.exec(id);
    return place ? all(".prose :is(h1, h2, h3, h4, h5, h6)[id]").filter((each) => !/[a-z0-9]/i.test(each.textContent))[place[1] - 1] : null;
  }

  /** Opens everything around the element an address points at, then brings it into view. */
  function reveal() {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && id.indexOf("=") < 0 ? document.getElementById(id) || numbered(id) : null;
    if (!target) return;
    const tab = target.closest(".tab");
    if (tab && tab.hasAttribute("aria-labelledby")) document.getElementById(tab.getAttribute("aria-labelledby")).click();
    for (let box = target; box && box !== document.body; box = box.parentElement) if (box.tagName === "DETAILS") box.open = true;
    const fold = target.classList.contains("fold") ? target : target.closest(".fold");
    const button = fold ? document.querySelector("[aria-controls='" + fold.id + "']") : target.querySelector(".fold-open");
    if (button) setFold(button, true);
    target.scrollIntoView();
  }

  /* ---- copying the address of a row, or a text; plain http has no clipboard API, hence the second way */

  function copyText(text) {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    return new Promise((resolve, reject) => {
      const field = document.createElement("textarea");
      field.value = text;
      field.className = "unseen";
      document.body.appendChild(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      if (done) resolve(); else reject(new Error("copy refused"));
    });
  }

  function copy(at, text, spoken, otherwise) {
    const words = at.textContent;
    copyText(text).then(() => {
      at.textContent = "已复制";
      at.classList.add("done");
      say(spoken);
      setTimeout(() => { at.textContent = words; at.classList.remove("done"); }, 2000);
    }, otherwise);
  }

  function copyCode(code) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain-button js-only";
    button.textContent = "复制";
    button.addEventListener("click", () => copy(button, code.textContent, "代码已复制", () => getSelection().selectAllChildren(code)));
    code.closest(".highlight").appendChild(button);
  }

  /* ---- contents follow the reading */

  function scrollspy(toc) {
    if (!window.IntersectionObserver) return;
    const links = all("a[href*='#']", toc).filter((link) => link.hash && document.getElementById(decodeURIComponent(link.hash.slice(1))));
    const targets = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    function mark() {
      let now = -1;
      targets.forEach((target, at) => { if (target.getBoundingClientRect().top < 140) now = at; });
      links.forEach((link, at) => { if (at === now) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current"); });
    }
    let waiting = false;
    window.addEventListener("scroll", () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; mark(); });
    }, { passive: true });
    mark();
  }

  /* ---- tabs of hand-written pages: sections under their titles, made into a row of tabs and the one that is chosen */

  function tabs(box, number) {
    const sections = Array.from(box.children).filter((each) => each.classList.contains("tab"));
    const row = document.createElement("div");
    row.className = "tab-row";
    row.setAttribute("role", "tablist");
    const buttons = sections.map((section, at) => {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("role", "tab");
      button.id = "tab-" + number + "-" + at;
      section.id = section.id || button.id + "-body";
      section.setAttribute("role", "tabpanel");
      section.setAttribute("aria-labelledby", button.id);
      button.setAttribute("aria-controls", section.id);
      button.textContent = section.firstElementChild.textContent;
      button.addEventListener("click", () => choose(at, true));
      row.appendChild(button);
      return button;
    });
    function choose(at, everywhere) {
      buttons.forEach((button, place) => {
        button.setAttribute("aria-selected", String(place === at));
        button.tabIndex = place === at ? 0 : -1;
        sections[place].classList.toggle("shown", place === at);
      });
      if (everywhere) document.dispatchEvent(new CustomEvent("planpress:tab", { detail: buttons[at].textContent }));
    }
    row.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const at = (buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length;
      choose(at, true);
      buttons[at].focus();
    });
    document.addEventListener("planpress:tab", (event) => { // tabs of one name go together
      const at = buttons.findIndex((button) => button.textContent === event.detail);
      if (at >= 0) choose(at, false);
    });
    box.insertBefore(row, box.firstChild);
    box.classList.add("ready");
    choose(0, false);
  }

  /* ---- a word that is explained says so on tap and on focus; a pointer has the browser's own */

  function explain(word) {
    word.tabIndex = 0;
    word.addEventListener("click", () => tell(word));
    word.addEventListener("keydown", (event) => { if (event.key === "Enter") tell(word); });
    word.addEventListener("blur", untell);
  }

  function untell() {
    all(".meaning").forEach((tip) => tip.remove());
    all("[aria-describedby=tip]").forEach((each) => each.removeAttribute("aria-describedby"));
  }

  function tell(word) {
    const open = word.hasAttribute("aria-describedby");
    untell();
    if (open) return;
    const tip = document.createElement("span");
    tip.className = "meaning";
    tip.id = "tip";
    tip.setAttribute("role", "tooltip");
    tip.textContent = word.title;
    document.body.appendChild(tip);
    const at = word.getBoundingClientRect();
    tip.style.left = Math.max(8, Math.min(at.left, root.clientWidth - tip.offsetWidth - 8)) + window.scrollX + "px";
    tip.style.top = at.bottom + window.scrollY + 4 + "px";
    word.setAttribute("aria-describedby", "tip");
  }

  /* ---- a page of many screens has its contents and the way back to its top at hand; the narrow sheet shows them */

  function longPage(box) {
    const button = box.querySelector("button");
    const list = document.createElement("ol");
    const fill = () => all("main h2, main h3").filter((head) => head.offsetParent).map((head) => {
      const place = head.id ? head : head.closest("[id]:not(main)");
      const item = document.createElement("li");
      if (head.tagName === "H3") item.className = "below";
      if (!place || list.querySelector("a[href='#" + CSS.escape(place.id) + "']")) return;
      item.innerHTML = "<a></a>";
      item.firstChild.href = "#" + place.id;
      item.firstChild.textContent = head.textContent.trim();
      list.appendChild(item);
    });
    const open = (on) => {
      button.setAttribute("aria-expanded", String(on));
      list.remove();
      if (on) { list.textContent = ""; fill(); box.insertBefore(list, box.firstChild); }
    };
    button.addEventListener("click", () => open(button.getAttribute("aria-expanded") !== "true"));
    box.addEventListener("click", (event) => { if (event.target.closest("a")) open(false); });
    box.addEventListener("keydown", (event) => { if (event.key === "Escape") { open(false); button.focus(); } });
    const judge = () => {
      box.hidden = root.scrollHeight < 3 * innerHeight;
      button.hidden = all("main h2").length < 2;
    };
    window.addEventListener("resize", judge);
    judge();
  }

  /* ---- read without a network: a site served by https keeps its pages, one served by http can only be taken along whole */

  function offline(place) {
    const bundle = document.querySelector("[data-bundle]");
    if (location.protocol === "file:") { if (bundle) bundle.hidden = true; return; }
    if (location.protocol === "http:") {
      place.textContent = "本站没有用 https，浏览器不能离线保存" + (bundle ? "；要带走，请下载整站。" : "。");
      place.hidden = !bundle;
      return;
    }
    if (!navigator.serviceWorker) return;
    const manifest = document.createElement("link");
    manifest.rel = "manifest";
    manifest.href = ROOT + "manifest.webmanifest";
    document.head.appendChild(manifest);
    navigator.serviceWorker.register(ROOT + "sw.js").then(() => navigator.serviceWorker.ready).then((ready) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "存到本机，离线也能看";
      button.addEventListener("click", () => { button.disabled = true; ready.active.postMessage("keep all"); });
      navigator.serviceWorker.addEventListener("message", (event) => {
        const now = event.data;
        button.textContent = !now.end ? "正在存，" + now.kept + "／" + now.of
          : now.kept === now.of ? "已存到本机，没有网络也能看" : "这台设备放不下，存了 " + now.kept + "／" + now.of;
      });
      place.appendChild(button);
      place.hidden = false;
    }, () => {});
  }

  /* ---- 我的单位 */

  function myUnit(box) {
    const data = JSON.parse(document.getElementById("unit-figures").textContent);
    const picker = box.querySelector("select"), search = box.previousElementSibling;
    const panels = { chosen: box.querySelector("[data-chosen]"), asking: box.querySelector("[data-asking]") };
    const put = (name, text) => { all("[data-put=" + name + "]", box).forEach((place) => { place.textContent = text; }); };

    function render(asking) {
      const unit = data[recall("unit") || ""];
      panels.chosen.hidden = !unit || asking;
      panels.asking.hidden = !panels.chosen.hidden;
      box.parentElement.classList.toggle("mine-first", !panels.chosen.hidden);
      if (panels.chosen.hidden) search.after(box); else box.parentElement.prepend(box);
      onlyMine();
      if (!unit) return;
      put("name", unit.name);
      put("due", unit.due);
      put("late", unit.late);
      box.querySelector("[data-late]").hidden = !unit.late;
      const above = box.querySelector("[data-above]");
      above.hidden = !unit.above;
      if (unit.above) {
        put("above", unit.above[1] + " " + unit.above[2] + " 项");
        above.querySelector("a").href = ROOT + "units/" + unit.above[0] + "/index.html#month";
      }
      now(unit.first);
      all("[data-go]", box).forEach((link) => { link.href = ROOT + "units/" + recall("unit") + "/index.html"; });
      picker.value = recall("unit");
      mine();
    }

    /** What the unit has to do now; it does not stand a second time among what all have to hand in. */
    function now(first) {
      const place = box.querySelector("[data-now]"), links = first.map((each) => ROOT + each[1]);
      place.hidden = !first.length;
      place.querySelector("ol").replaceChildren(...first.map((each, at) => {
        const line = document.createElement("li"), link = document.createElement("a"), left = document.createElement("span");
        link.href = links[at];
        link.textContent = each[0];
        left.className = "soft";
        left.textContent = each[2];
        line.append(link, " ", left);
        return line;
      }));
      all(".due li").forEach((line) => { const link = line.querySelector(".what a"); line.hidden = !!link && links.indexOf(link.href) >= 0; });
    }
    picker.addEventListener("change", () => {
      const kept = keep("unit", picker.value || null);
      render(false);
      if (picker.value) say((kept ? "已记住：" : "这台设备不能保存，只在这次浏览里按它显示：") + picker.selectedOptions[0].textContent);
    });
    box.querySelector("[data-change]").addEventListener("click", () => { render(true); picker.focus(); });
    box.querySelector("[data-only-mine]").addEventListener("click", () => { keep("only", recall("only") ? null : "1"); onlyMine(); });
    const note = box.querySelector("[data-unkept]");
    if (!keep("only", recall("only"))) note.textContent = note.dataset.unkept;
    render(false);
  }

  /** 只看我的: of the front page only what is the reader's; lists have a switch of their own that follows this one. */
  const onlyOn = () => !!recall("unit") && recall("only") === "1";

  function onlyMine() {
    root.classList.toggle("only-mine", onlyOn());
    all("[data-only-mine]").forEach((button) => button.setAttribute("aria-pressed", String(onlyOn())));
  }

  function mine() {
    const unit = recall("unit");
    all("a.chip").forEach((chip) => chip.classList.toggle("mine", !!unit && chip.href === ROOT + "units/" + unit + "/index.html"));
  }

  function unitButton(button) {
    const id = button.dataset.setUnit;
    const word = () => { button.textContent = recall("unit") === id ? "已是我的单位，点此取消" : "设为我的单位"; };
    button.addEventListener("click", () => {
      const kept = keep("unit", recall("unit") === id ? null : id);
      word();
      say(recall("unit") !== id ? "已取消" : kept ? "已设为我的单位" : "这台设备不能保存，只在这次浏览里按它显示");
    });
    word();
  }

  /* ---- the matrix: the column under the pointer or focus lights up; roles and the order of units can be chosen */

  function matrix(table) {
    const rows = Array.from(table.rows);
    let lit = -1;
    function light(column) {
      if (column === lit) return;
      rows.forEach((row) => {
        if (row.cells.length < 3) return;
        const inHead = row.parentElement.tagName === "THEAD";
        if (lit > 0 && row.cells[lit]) row.cells[lit].classList.remove(inHead ? "lit-head" : "lit");
        if (column > 0 && row.cells[column]) row.cells[column].classList.add(inHead ? "lit-head" : "lit");
      });
      lit = column;
    }
    const columnOf = (event) => {
      const cell = event.target.closest("td, th");
      return cell && cell.classList.contains("cell") || cell && cell.classList.contains("unit") ? cell.cellIndex : -1;
    };
    table.addEventListener("mouseover", (event) => light(columnOf(event)));
    table.addEventListener("mouseleave", () => light(-1));
    table.addEventListener("focusin", (event) => light(columnOf(event)));

    const box = document.querySelector("[data-matrix-tools]");
    if (!box) return;
    const full = rows.filter((row) => row.cells.length > 3);
    if (!full.length) return;  // one unit: nothing to put in another order
    function apply() {
      const role = pressed("role"), by = pressed("order");
      all(".role", table).forEach((sign) => { sign.hidden = !!role && sign.dataset.role !== role; });
      const heads = Array.from(full[0].cells).filter((cell) => cell.classList.contains("unit"));
      const sorted = heads.map((cell) => ({ key: +(by === "seen" ? cell.dataset.seen : cell.dataset.load), column: cell.cellIndex })).sort((a, b) => a.key - b.key);
      full.forEach((row) => {
        const cells = sorted.map((entry) => row.cells[entry.column]);
        const end = row.cells[row.cells.length - 1];
        cells.forEach((cell) => row.insertBefore(cell, end));
      });
    }
    const pressed = (facet) => { const on = box.querySelector("[data-facet=" + facet + "] [aria-pressed=true]"); return on ? on.value : ""; };
    all("[data-facet]", box).forEach((facet) => {
      const pick = (value) => all("button", facet).forEach((button, at) => button.setAttribute("aria-pressed", String(value ? button.value === value : at === 0)));
      pick(readHash().get(facet.dataset.facet) || "");
      facet.addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (!button) return;
        light(-1);
        pick(button.value);
        writeHash({ [facet.dataset.facet]: button.value });
        apply();
      });
    });
    apply();
  }

  /* ---- when the page is there */

  document.addEventListener("DOMContentLoaded", () => {
    show();
    mine();
    window.addEventListener("resize", show); // a tablet is turned: menus open on a narrow screen close on a wide one
    all("[data-filters]").forEach(filters);
    all("table[data-sortable]").forEach(sorting);
    all("table.matrix").forEach(matrix);
    all(".toc").forEach((toc) => {
      const box = toc.querySelector("details");
      if (box && matchMedia(document.querySelector("link[href*='planpress-mid']").media).matches) box.open = false;
      if (box) box.classList.add("folded");
      scrollspy(toc);
    });
    const narrow = document.querySelector("link[href*='planpress-narrow']");
    all("[data-fold-narrow]").forEach((box) => {
      if (matchMedia(narrow.media).matches) box.open = /=/.test(location.hash);
      box.classList.add("folded");
    });
    all(".prose .tabs").forEach(tabs);
    all(".prose .highlight pre > code").forEach(copyCode);
    all(".long-page").forEach(longPage);
    all("[data-offline]").forEach(offline);
    all("abbr[title]").forEach(explain);
    all(".prose pre, .diagram, .formula").forEach((box) => { if (box.scrollWidth > box.clientWidth) box.tabIndex = 0; });
    all("[data-my-unit]").forEach(myUnit);
    all("[data-set-unit]").forEach(unitButton);
    onlyMine();

    document.addEventListener("click", (event) => fold(event.target.closest(".sections details")));
    document.addEventListener("focusin", (event) => fold(event.target.closest(".sections details")));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") untell();
      const box = event.key === "Escape" && !unfolded && menus().find((each) => each.open);
      if (!box) return;
      box.open = false;
      box.firstElementChild.focus();
    });
    document.addEventListener("click", (event) => {
      const at = event.target.closest("[data-pref], [data-print], [data-menu], [data-search-jump], [data-fold-all], .fold-open, a.copy, [data-copy]");
      if (!at) return;
      if (at.dataset.pref) {
        state[at.dataset.pref] = !state[at.dataset.pref];
        keep(at.dataset.pref, state[at.dataset.pref] ? "1" : "0");
        show();
      } else if (at.hasAttribute("data-print")) {
        const only = at.dataset.print;
        if (only) root.classList.add("printing-" + only);
        window.print();
        if (only) root.classList.remove("printing-" + only);
      } else if (at.hasAttribute("data-menu")) {
        const open = document.querySelector(".masthead").classList.toggle("open");
        at.setAttribute("aria-expanded", String(open));
      } else if (at.hasAttribute("data-search-jump")) {
        const field = document.querySelector(".search.large input");
        if (field) { event.preventDefault(); field.focus(); }
      } else if (at.hasAttribute("data-fold-all")) {
        const open = at.textContent.indexOf("展开") === 0;
        all(".fold-open", at.closest(".part")).forEach((button) => setFold(button, open));
        at.textContent = open ? "收起全部" : "展开全部";
      } else if (at.classList.contains("copy")) {
        event.preventDefault();
        copy(at, at.href, "链接已复制", () => { location.hash = at.getAttribute("href"); });
      } else if (at.dataset.copy) {
        const shown = document.getElementById(at.dataset.copy);
        copy(at, shown.textContent, "文字已复制", () => getSelection().selectAllChildren(shown));
      } else {
        setFold(at, at.getAttribute("aria-expanded") !== "true");
      }
    });

    window.addEventListener("resize", show);
    window.addEventListener("hashchange", reveal);
    window.addEventListener("beforeprint", () => all("main details:not([open])").forEach((box) => { box.open = true; }));
    if (location.hash) reveal();
  });
})();
