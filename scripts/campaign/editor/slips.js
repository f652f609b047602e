/* 网页登记: 投稿单 as departments send them, with their pictures: looked through, registered, answered. */
(function () {
  "use strict";

  const { element, main, sendAll, dropped, address, button, say, head, letter } = window.planpressDesk;
  const FILES = ".docx,.xlsx,.ods,.jpg,.jpeg,.png,.webp,.heic,.heif", MOST = 200e6;

  window.planpressSlips = function () {
    document.title = "收投稿单 · 网页登记";
    const files = element("input", { type: "file", id: "slips", multiple: "", accept: FILES, class: "unseen" });
    const folder = element("input", { type: "file", id: "slip-folder", webkitdirectory: "", class: "unseen" });
    const said = element("p", { class: "status-line", role: "status" }), found = element("div", { class: "slips", tabindex: "-1" });
    const drop = element("div", { class: "box drop" },
      files, element("label", { for: "slips", class: "btn main" }, "选投稿单和图片"), folder, element("label", { for: "slip-folder", class: "btn" }, "选一个文件夹"),
      element("p", { class: "soft" }, "或者一起拖到这里"), said);
    let held = [], campaign = "";

    async function take(keep) {
      said.className = "status-line soft";
      said.textContent = keep ? "正在登记……" : `正在看 ${held.length} 个文件……`;
      const answer = await sendAll("slips", held, { campaign, ...(keep ? { keep: "1" } : {}) }, MOST);
      if (answer.status !== 200) {
        said.className = "status-line s-cross";
        said.textContent = "✕ " + (answer.sentence || "没有读。");
        return;
      }
      said.textContent = "";
      if (answer.campaigns) choose(answer.campaigns); else show(answer);
    }

    function choose(campaigns) {
      const menu = element("select", { id: "slip-campaign" }, ...campaigns.map(([id, name]) => element("option", { value: id }, name)));
      found.replaceChildren(element("div", { class: "box" }, element("label", { for: "slip-campaign" }, "投稿单上没有写明，登记到哪个活动"), menu, button("看一看", () => { campaign = menu.value; take(false); }, "btn main")));
    }

    function show(answer) {
      const story = (each) => element("li", {}, element("p", {}, element("b", {}, `${each.unit}《${each.title}》`), element("small", {}, ` ${each.source}　${each.id} 号　图片 ${each.pictures} 张`),
        each.record ? element("a", { class: "there", href: address(each.record) }, "打开") : ""),
      each.notes.length ? element("ul", { class: "soft" }, ...each.notes.map((note) => element("li", {}, note))) : "",
      element("details", answer.saved ? { open: "" } : {}, element("summary", {}, "回复的话"), letter(each.reply)));
      const back = (each) => element("li", {}, element("p", {}, element("b", {}, each.source)), element("ul", {}, ...each.reasons.map((reason) => element("li", {}, reason))), letter(each.reply));
      const taken = answer.taken.length, count = answer.saved ? `已登记 ${taken} 篇` : taken ? `可以登记 ${taken} 篇` : "没有可以登记的";
      found.replaceChildren(
        element("h2", {}, count), answer.saved ? element("p", { class: "soft" }, `登记在“${answer.campaign}”的台账里；正文和处理过的图片放在 ${answer.folder}，采用时再写成动态。`) : "",
        taken ? element("ul", { class: "taken" }, ...answer.taken.map(story)) : "",
        taken && !answer.saved ? element("p", {}, button(`登记这 ${taken} 篇`, () => take(true), "btn main")) : "",
        ...(answer.returned.length ? [element("h2", {}, `要退回 ${answer.returned.length} 份`), element("ul", { class: "returned" }, ...answer.returned.map(back))] : []),
        ...(answer.unused.length ? [element("h2", {}, `没有用上的图片 ${answer.unused.length} 张`), element("p", {}, answer.unused.join("、")), element("p", { class: "soft" }, "没有哪份投稿单提到它们：图片放在投稿单同一个文件夹里，文件名写在单子上，或者以投稿单的文件名开头。")] : []));
      found.focus();
      say(count);
    }

    async function chosen(list) {
      held = list.filter(([name]) => !/(^|\/)(\.|~\$)/.test(name));
      campaign = "";
      if (held.length) await take(false);
    }
    const picked = (input) => input.addEventListener("change", () => { chosen([...input.files].map((file) => [file.webkitRelativePath || file.name, file])); input.value = ""; });
    picked(files);
    picked(folder);
    drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
    drop.addEventListener("dragleave", () => drop.classList.remove("over"));
    drop.addEventListener("drop", async (event) => { event.preventDefault(); drop.classList.remove("over"); chosen(await dropped(event.dataTransfer.items)); });
    main.replaceChildren(
      element("nav", { class: "crumbs", "aria-label": "位置" }, element("a", { href: address({ kind: "submission" }) }, "‹ 回到投稿清单")),
      head("收投稿单", "把科室发来的投稿单（Word 或 Excel）和图片一起放进来：先看哪些可以登记、哪些要退回，再登记。空白的投稿单在活动的网页上下载。"),
      drop, found);
  };
}());
