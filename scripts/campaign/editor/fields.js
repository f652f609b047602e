/* 网页登记: the form library in our words, and the fields it does not have: lists of names, dates as typed, rare fields folded away.
 * What is wrong is said by `plan check` on the server; the library itself judges nothing. */
(function () {
  "use strict";

  const { editors, languages, resolvers, themes } = JSONEditor.defaults;
  const element = (tag, attributes, ...inside) => {
    const made = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([key, value]) => { if (value !== null) made.setAttribute(key, value); });
    made.append(...inside);
    return made;
  };
  const empty = (value) => !value || (typeof value === "object" ? Object.values(value).every(empty) : value === "");

  /* Values go into fields and text nodes only, so nothing is to be cleaned; what looks like a tag (P<0.05) stays as typed. */
  const asTyped = (text) => (text === undefined || text === null ? "" : text);
  JSONEditor.AbstractEditor.prototype.purify = JSONEditor.AbstractEditor.prototype.cleanText = JSONEditor.AbstractTheme.prototype.cleanText = asTyped;

  JSONEditor.defaults.language = "zh";
  languages.zh = {
    button_add_row_title: "添加{{0}}", button_delete_row_title: "删去", button_delete_row_title_short: "删去", button_move_up_title: "上移",
    button_move_down_title: "下移", button_collapse: "收起", button_expand: "展开", default_array_item_title: "一项",
    button_delete_node_warning: "确定删去这一项吗？保存以后就没有了。",
  };

  themes.planpress = class extends JSONEditor.AbstractTheme {
    getFormControl(label, input, description, info, name) {
      const made = super.getFormControl(label, input, description, info, name);
      if (description && label && input.type !== "checkbox") label.after(description);
      return made;
    }
    getButton(text, icon, title) {
      const made = super.getButton(text, icon, title);
      made.className = "plain-button";
      return made;
    }
  };

  function mark(editor) {
    if (!editor.schema.readOnly && editor.schema.options.must && editor.label) editor.label.append(element("span", { class: "must" }, "必填"));
  }

  class Text extends editors.string {
    build() {
      const moment = this.schema.format === "moment", { choices, number, picture } = this.schema.options;
      if (this.schema.format === "lines") this.schema.format = "textarea";
      super.build();
      mark(this);
      const input = this.input;
      input.autocomplete = "off";
      input.addEventListener("input", () => { this.is_dirty = true; this.refreshValue(); this.onChange(true); });
      if (choices) input.setAttribute("list", "choices-" + choices);
      if (number) { input.inputMode = "decimal"; input.classList.add("short"); }
      if (input.tagName === "TEXTAREA") {
        input.rows = 3;
        this.adjust_height = (field) => { field.style.height = "auto"; if (field.scrollHeight) field.style.height = field.scrollHeight + 2 + "px"; };
        input.addEventListener("input", () => this.adjust_height(input));
      }
      if (picture) input.after(window.planpressPicture((name) => { this.setValue(name); this.is_dirty = true; this.onChange(true); }));
      if (!moment) return;
      const picker = element("input", { type: "date", class: "picker", tabindex: "-1", title: "从日历里选", "aria-label": "从日历里选" });
      if (!input.placeholder) input.placeholder = "如 2026-11-21，也可只写到月";
      input.replaceWith(picker);
      const pair = element("span", { class: "moment" }, input);
      picker.replaceWith(pair);
      pair.append(picker);
      input.addEventListener("input", () => { picker.value = /^\d{4}-\d\d-\d\d$/.test(input.value) ? input.value : ""; });
      picker.addEventListener("change", () => { if (picker.value) { this.setValue(picker.value); this.is_dirty = true; this.onChange(true); } });
    }
    showValidationErrors() {}
  }

  class Select extends editors.select {
    build() { super.build(); mark(this); }
    showValidationErrors() {}
  }

  /** A button that sends a picture to where the open record looks for it; `taken` gets its name. */
  window.planpressPicture = function (taken) {
    const file = element("input", { type: "file", accept: ".jpg,.jpeg,.png,.webp,.heic,.heif", hidden: "", tabindex: "-1", "aria-label": "图片文件" });
    const choose = element("button", { type: "button", class: "plain-button" }, "选一张图片"), said = element("span", { role: "status" });
    choose.addEventListener("click", () => file.click());
    file.addEventListener("change", async () => {
      const [chosen] = file.files;
      if (!chosen) return;
      said.className = "soft";
      said.textContent = "正在放进来……";
      const answer = await window.planpressSend(chosen);
      file.value = "";
      said.className = answer.name ? "soft" : "s-cross";
      said.textContent = answer.name ? `已放好：${answer.name}` : `✕ ${answer.sentence}`;
      if (answer.name) taken(answer.name);
    });
    return element("span", { class: "picture" }, choose, file, said);
  };

  /* Names one by one: typed or chosen, parted by Enter or 、 */
  class Names extends JSONEditor.AbstractEditor {
    build() {
      const choices = this.schema.options.choices, words = this.schema.options.words;
      this.titles = new Map(words ? words.enum_titles.map((title, place) => [(["", ...Object.keys(words.chinese)])[place], title]).slice(1) : (window.planpressChoices[choices] || []));
      if (choices === "units") this.titles = new Map();
      this.label = this.header = this.theme.getFormInputLabel(this.getTitle());
      mark(this);
      if (this.schema.description) this.description = this.theme.getFormInputDescription(this.schema.description);
      this.chips = element("span", { class: "chips" });
      this.input = element("input", { type: "text", autocomplete: "off", placeholder: choices || this.schema.options.words ? "选一个，或写好按回车" : "写好一个按回车" });
      if (choices) this.input.setAttribute("list", "choices-" + choices);
      if (words) this.input.setAttribute("list", this.formname + "-words");
      this.control = this.theme.getFormControl(this.label, this.input, this.description, null, this.formname);
      this.input.before(this.chips);
      if (words) this.control.append(element("datalist", { id: this.formname + "-words" }, ...[...this.titles.values()].map((title) => element("option", { value: title }))));
      this.container.append(this.control);
      this.input.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); this.take(); }
        if (event.key === "Backspace" && !this.input.value && this.value.length) this.put(this.value.slice(0, -1));
      });
      this.input.addEventListener("input", (event) => {
        const chosen = !event.inputType || event.inputType === "insertReplacementText";
        if (chosen || (!event.isComposing && /[、，,；;]$/.test(this.input.value))) this.take();
      });
      this.input.addEventListener("change", () => this.take());
      this.value = [];
    }
    take() {
      const byTitle = new Map([...this.titles].map(([value, title]) => [title, value]));
      const typed = byTitle.has(this.input.value.trim()) ? [this.input.value.trim()] : this.input.value.split(/[、，,；;]/);
      const named = typed.map((name) => name.trim()).filter(Boolean).map((name) => byTitle.get(name) || name);
      this.input.value = "";
      if (named.length) this.put([...new Set([...this.value, ...named])]);
    }
    put(value) { this.is_dirty = true; this.setValue(value); }
    setValue(value) {
      this.value = (Array.isArray(value) ? value : []).map(String);
      this.chips.replaceChildren(...this.value.map((name, place) => {
        const title = this.titles.get(name) || name;
        const remove = element("button", { type: "button", "aria-label": "去掉" + title }, "×");
        remove.addEventListener("click", () => { this.put(this.value.filter((_, at) => at !== place)); this.input.focus(); });
        return element("span", { class: "chip" }, title, remove);
      }));
      this.onChange(true);
    }
    getValue() { return this.value ? this.value.slice() : []; }
  }

  class Record extends editors.object {
    build() {
      super.build();
      this.controls.remove(); /* the library's own dialogs, for programmers */
      if (!this.parent) this.title.remove();
      this.title.append(this.title_controls = this.theme.getHeaderButtonHolder());
      if (!(this.parent instanceof editors.array)) this.collapse_control.remove();
    }
    layoutEditors() {
      super.layoutEditors();
      const rows = this.row_container && this.row_container.firstChild;
      if (!rows) return;
      rows.className = "fields";
      this.property_order.forEach((key) => {
        const { type, format, options } = this.editors[key].schema, wide = type === "object" || (type === "array" && format !== "names") || ["lines", "textarea"].includes(format) || options.wide;
        this.editors[key].container.parentNode.className = (wide ? "wide" : "row") + (type === "object" || (type === "array" && format !== "names") ? " group" : "");
      });
      const rare = this.property_order.filter((key) => { const { options } = this.editors[key].schema; return options.preset || (options.rare && empty(this.value && this.value[key])); });
      if (!rare.length) return;
      const titles = rare.map((key) => this.editors[key].schema.title);
      const more = element("details", { class: "more" }, element("summary", {}, `更多字段：${titles.slice(0, 4).join("、")}${titles.length > 4 ? `等 ${titles.length} 项` : ""}`));
      more.open = !!(this.more && this.more.open);
      rare.forEach((key) => more.append(this.editors[key].container.parentNode));
      rows.append(this.more = more);
    }
  }

  Object.assign(editors, { string: Text, select: Select, names: Names, object: Record });
  resolvers.unshift((schema) => schema.type === "array" && schema.format === "names" && "names");

  /** A form in `box`, filled in; resolves when it stands. `changed` is called after every change by hand. */
  window.planpressForm = async function (box, schema, value, choices, changed) {
    window.planpressChoices = choices;
    document.querySelectorAll("datalist.choices").forEach((each) => each.remove());
    Object.entries(choices).forEach(([name, list]) => document.body.append(
      element("datalist", { class: "choices", id: "choices-" + name },
        ...list.map(([key, title]) => (name === "units" ? element("option", { value: key, label: title }) : element("option", { value: title }))))));
    const form = new JSONEditor(box, {
      schema, startval: value, theme: "planpress", show_errors: "never", disable_theme_rules: true, disable_edit_json: true, disable_properties: true,
      disable_array_delete_all_rows: true, disable_array_delete_last_row: true, no_additional_properties: true, iconlib: null,
    });
    await new Promise((ready) => form.on("ready", ready));
    form.validator.validate = () => [];
    Object.values(form.editors).forEach((each) => {
      if (each && each.rows && each.rows.length > 2) each.rows.forEach((row) => { if (row.collapse_control) row.collapse_control.click(); });
    });
    form.on("change", changed);
    return form;
  };
  window.planpressElement = element;
}());
