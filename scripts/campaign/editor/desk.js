/* 网页登记: what its pages share: questions to the program, what is kept on this device, buttons, and faults at their fields. */
(function () {
  "use strict";

  const element = window.planpressElement, main = document.getElementById("content");
  const CLOSED = "连不上预览程序，可能已经关了。您填的内容还在这台电脑上，重新打开后接着填。", SILENT = "预览程序没有答复，请再试一次。";

  async function answered(action, what) {
    let answer;
    try {
      answer = await fetch(action, { method: "POST", ...what });
    } catch (fault) {
      return { status: 0, sentence: CLOSED };
    }
    const told = await answer.json().catch(() => ({ sentence: SILENT }));
    return { ...told, status: answer.status };
  }
  const ask = (action, request) => answered(action, { headers: { "Content-Type": "application/json" }, body: JSON.stringify(request || {}) });

  const LARGEST = 20e6;
  /** Send a whole file; `about` goes into the address, `most` are the bytes it may have. */
  async function send(action, file, about, most = LARGEST) {
    if (file.size > most) return { sentence: `“${file.name}”超过 ${most / 1e6} MB，没有放进来；图片缩小到每边 1600 像素左右，文件去掉图片或拆开。` };
    const answer = await answered(action + "?" + new URLSearchParams({ ...about, name: file.name }), { headers: { "Content-Type": "application/octet-stream" }, body: file });
    return answer.status ? answer : { ...answer, sentence: "没有放进来：读不了这个文件，或预览程序已经关了。" };
  }

  /** Send several files, [path, file] each, in one body: their names and sizes first. */
  const sendAll = (action, files, about, most) => send(action, new File([JSON.stringify(files.map(([name, file]) => [name, file.size])) + "\n", ...files.map((each) => each[1])], "这一批"), about, most);

  /** Every file of what was dropped, folders and all, with its path. */
  async function dropped(items) {
    const found = [];
    async function walk(entry, path) {
      if (entry.isFile) {
        found.push([path + entry.name, await new Promise((done, failed) => { entry.file(done, failed); })]);
        return;
      }
      const reader = entry.createReader();
      for (;;) { /* a reader gives a hundred at a time */
        const some = await new Promise((done, failed) => { reader.readEntries(done, failed); });
        if (!some.length) return;
        for (const each of some) await walk(each, path + entry.name + "/");
      }
    }
    const entries = [...items].map((each) => each.webkitGetAsEntry()).filter(Boolean);
    for (const each of entries) await walk(each, "");
    return found;
  }

  const kept = {
    read(key) { try { return JSON.parse(localStorage.getItem("planpress.edit." + key)); } catch (fault) { return null; } },
    write(key, value) { try { localStorage.setItem("planpress.edit." + key, JSON.stringify(value)); } catch (fault) { /* full, or private */ } },
    drop(key) { try { localStorage.removeItem("planpress.edit." + key); } catch (fault) { /* the same */ } },
  };
  const state = () => new URLSearchParams(location.hash.slice(1));
  const address = (values) => "#" + new URLSearchParams(values);
  const button = (text, act, kind) => { const made = element("button", { type: "button", class: kind || "btn" }, text); made.addEventListener("click", act); return made; };
  const say = (text) => { document.getElementById("said").textContent = text; };
  const head = (title, lede) => element("header", { class: "head" }, element("h1", {}, title), lede ? element("p", { class: "lede" }, lede) : "");

  function fail(sentence, back) {
    main.replaceChildren(head("网页登记"), element("div", { class: "box wrong", role: "alert" }, sentence || ""), element("p", { class: "btns" }, element("a", { class: "btn", href: address(back || {}) }, "回到清单")));
  }

  const words = (problem) => (problem.error ? "✕ " : "▲ ") + problem.message + (problem.hint ? "；" + problem.hint : "");

  /** Problems as a list; `jump.box` says whether one has a place to go to, `jump.go` goes there. */
  function told(problems, jump) {
    return element("ul", { class: "problems" }, ...problems.map((each) => {
      const line = element("span", {}, element("b", { class: each.error ? "s-cross" : "s-triangle" }, (each.error ? "✕ " : "▲ ") + each.severity), " " + each.message + (each.hint ? "；" + each.hint : ""));
      if (!jump || !jump.box(each)) return element("li", {}, line, each.record && !jump ? element("a", { class: "there", href: address(each.record), title: each.place }, "去改") : "");
      const go = button("", () => jump.go(each), "plain-button jump");
      go.append(...line.childNodes);
      return element("li", {}, go);
    }));
  }

  /** The fields of a form in `box` by the paths of problems: where one is, going there, and marking what is wrong; `body` is the text below it. */
  function faults(box, form, body) {
    function held(problem) {
      if (problem.line && body) return body;
      for (let length = problem.field.length; length > 0; length -= 1) {
        const found = box.querySelector(`[data-schemapath="${CSS.escape("root." + problem.field.slice(0, length).join("."))}"]`);
        if (found) return found;
      }
      return null;
    }
    function go(problem) {
      const place = held(problem);
      if (place === body && body) { line(problem.line); return; }
      for (let each = place; each && each !== box; each = each.parentNode) {
        if (each.tagName === "DETAILS") each.open = true;
        const editor = each.dataset && form().getEditor(each.dataset.schemapath);
        if (editor && editor.collapsed && each !== place) editor.collapse_control.click();
      }
      const field = place.querySelector("input, textarea, select, button");
      place.scrollIntoView({ block: "center" });
      if (field) field.focus({ preventScroll: true });
    }
    function line(number) {
      const lines = body.value.split("\n"), start = lines.slice(0, number - 1).join("\n").length + (number > 1 ? 1 : 0);
      body.hidden = false;
      body.focus();
      body.setSelectionRange(start, start + (lines[number - 1] || "").length);
      body.scrollTop = body.scrollHeight * (number - 3) / Math.max(1, lines.length);
      body.scrollIntoView({ block: "center" });
    }
    function mark(problems) {
      box.querySelectorAll(".fault").forEach((each) => each.remove());
      box.querySelectorAll("[aria-invalid]").forEach((each) => { each.removeAttribute("aria-invalid"); each.removeAttribute("aria-errormessage"); });
      problems.forEach((each, place) => {
        const at = held(each);
        if (!at || at === body) return;
        const line = element("p", { class: "fault " + (each.error ? "s-cross" : "s-triangle"), id: "fault-" + place }, words(each));
        const field = at.querySelector(":scope > .form-control input, :scope > .form-control textarea, :scope > .form-control select");
        if (field) { field.setAttribute("aria-invalid", "true"); field.setAttribute("aria-errormessage", line.id); at.querySelector(".form-control").append(line); }
        else at.prepend(line);
      });
    }
    return { box: held, go, mark };
  }

  /** A text to be copied into a message or a letter. */
  function letter(text) {
    letters += 1;
    return element("div", { class: "letter" }, element("pre", { id: "letter-" + letters }, text), element("button", { type: "button", class: "btn", "data-copy": "letter-" + letters }, "复制"));
  }
  let letters = 0;

  window.planpressDesk = { letter, element, main, ask, send, sendAll, dropped, kept, state, address, button, say, head, fail, told, faults };
}());
