/* 方案通 search: window.planSearch(query) and the search box.
 *
 * The index (search/core.js, and below search/<build>/: g/, t/, fold.js) is made by scripts/campaign/search/index.py and explained there.
 * It is read by script elements, so a page opened from a disk can search as well as one from a server.
 *
 *   planSearch(query, {limit, kinds, years, states, units, plans, by}) → Promise of [{title, url, excerpt, kind, …}], best first,
 *                                                   or what is due first with by: "due"
 *   planSearch.ask(query, {kinds, …, by})           → Promise of an Answer: counts, the step that answered, more() for the next hits
 */
(function () {
  "use strict";

  const ROOT = new URL("../../", document.currentScript.src);
  const ONLINE = ROOT.protocol.indexOf("http") === 0;

  // Grades of a word in a unit: not there, in the body, in the name, at the name's start, the whole name.
  const WEIGHT = [0, 10, 26, 28, 60];   // 做好, 推进 begin names: to be the first word tells little
  const BODY = 1, IN_NAME = 2, STARTS = 3, WHOLE = 4;

  const BEST = 400;        // units ranked; nobody reads further
  const BATCH = 40;        // units of one helping
  const BATCH_PAGES = 8;   // text files read for one helping; on a small site MORE_PAGES
  const MORE_PAGES = 12, SMALL_SITE = 200;
  const HELPINGS = 3;      // read in vain before others are asked: 2月 in a thousand plans that say 12月
  const QUERY_CHARS = 40, QUERY_WORDS = 8;

  /* ---------------------------------------------------------------- fold (the twin of fold.py) */

  const LETTERS = [
    [0x25, 0x25], [0x2E, 0x2E], [0x30, 0x39], [0x61, 0x7A],
    [0xC0, 0xD6], [0xD8, 0xF6], [0xF8, 0x24F],
    [0x370, 0x3FF], [0x400, 0x52F], [0x1E00, 0x1EFF],
    [0x2150, 0x218B], [0x2460, 0x24FF], [0x2776, 0x2793],
    [0x3005, 0x3007], [0x3040, 0x30FF], [0x31F0, 0x31FF],
    [0x3400, 0x4DBF], [0x4E00, 0x9FFF], [0xAC00, 0xD7A3], [0xE000, 0xFAFF],
  ];
  const OTHER_FORMS = [
    [0x41, 0x52F], [0x1E00, 0x1EFF], [0x2070, 0x218F], [0x2460, 0x24FF], [0x2E80, 0x33FF], [0xF900, 0xFAFF], [0xFF00, 0xFFEF],
  ];
  const RADICALS = "⺠民⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟";
  const plainForms = pairsOf(RADICALS);

  function foldChar(char) {
    if (char.codePointAt(0) > 0xFFFF) return char;
    const within = (blocks, one) => blocks.some((block) => block[0] <= one.charCodeAt(0) && one.charCodeAt(0) <= block[1]);
    let plain = char;
    if (within(OTHER_FORMS, char)) {
      for (const form of [(one) => one.normalize("NFKC"), (one) => one.toLowerCase()]) {
        if (form(plain).length === 1) plain = form(plain);
      }
    }
    return within(LETTERS, plain) ? plain : " ";
  }

  /** Folded text, as long as the text; `pairs` maps 繁体 to 简体 characters. */
  function fold(text, pairs) {
    let out = "";
    for (const char of text) {
      let plain = plainForms.get(char);
      if (plain === undefined) plainForms.set(char, plain = foldChar(char));
      out += pairs && pairs.get(plain) || plain;
    }
    return out;
  }

  function pairsOf(text) {
    const chars = Array.from(text), pairs = new Map();
    for (let at = 0; at < chars.length; at += 2) pairs.set(chars[at], chars[at + 1]);
    return pairs;
  }

  /* ---------------------------------------------------------------- files of the index */

  const delivered = new Map();
  window.PS = {
    core(data) { delivered.set("core.js", data); },
    fold(data) { delivered.set("fold.js", data); },
    g(name, layout, data) { delivered.set("g/" + name + ".js", { layout, data }); },
    t(id, data) { delivered.set("t/" + id + ".js", data); },
    w(name, layout, data) { delivered.set("w/" + name + ".js", { layout, data }); },
    f(layout, owners, owner, due) { delivered.set("f/columns.js", { layout, owners, owner, due }); },
    r(data) { delivered.set("w/readings.js", data); },
  };

  const PATIENCE = 20;   // seconds until a file that does not come counts as not there

  class Unread extends Error {
    constructor(path, late) {
      super("搜索数据" + (late ? "等了 " + PATIENCE + " 秒还" : "") + "没有读到（search/" + path + "）。在网上打开的，请稍后再试；从 U 盘或文件夹打开的，请确认整个网站文件夹都复制过来了。");
      this.name = "Unread";
    }
  }

  /** The data of one file; rejects with Unread. All but core.js lie in a folder named after the `build`; `past` gets core.js past every cache. */
  function load(path, build, past) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.charset = "utf-8";
      element.src = new URL("search/" + (build ? build + "/" : "") + path, ROOT).href + (ONLINE && past ? "?v=" + past : "");
      const late = setTimeout(() => { element.remove(); reject(new Unread(path, true)); }, PATIENCE * 1000);
      element.onload = () => {
        clearTimeout(late);
        element.remove();
        if (!delivered.has(path)) return reject(new Unread(path));
        const data = delivered.get(path);
        delivered.delete(path);
        resolve(data);
      };
      element.onerror = () => { clearTimeout(late); element.remove(); reject(new Unread(path)); };
      document.head.appendChild(element);
    });
  }

  /** What core.js says, unpacked, and the files already read for it. */
  class Index {
    constructor(core) {
      this.build = core.build;
      this.layout = core.layout;
      this.pages = core.pages;
      this.places = new Shards(core.tree, core.heavy);
      this.list = new Shards(...core.list);
      this.also = core.also.map(([everyday, ...written]) => [everyday, written]);
      this.pairs = pairsOf(core.fold);
      this.files = new Map();
      this.lists = new Map();
      const runs = core.runs ? core.runs.split(",") : [];
      const kinds = [], pageOf = [];
      this.starts = [];
      runs.forEach((run, page) => {
        this.starts.push(kinds.length);
        for (const part of run.match(/[a-z]\d*/g) || []) {
          for (let left = +part.slice(1) || 1; left; left--) { kinds.push(part.charCodeAt(0) - 97); pageOf.push(page); }
        }
        while (kinds.length % 8) { kinds.push(255); pageOf.push(page); }
      });
      this.size = kinds.length;
      this.kindOf = Uint8Array.from(kinds);
      this.pageOf = Uint32Array.from(pageOf);
      this.kinds = core.kinds;
      this.words = new Map(core.kinds.map((kind, at) => [kind, core.words[at]]));
      this.weights = core.weights;
      const dated = core.months.filter((month) => month);
      const oldest = Math.min(...dated), newest = Math.max(...dated);
      this.years = core.months.map((month) => (month ? String(Math.floor((month - 1) / 12)) : ""));
      this.standings = Array.from(core.standings, (digit) => STANDINGS[digit]);
      this.recency = core.months.map((month) => (month ? (month - oldest) / (newest - oldest || 1) : 0));
    }

    /** Whether a unit says how the site is used: that quotes what readers ask and answers none of it. */
    isManual(unit) { return this.kinds[this.kindOf[unit]] === "manual"; }

    /** What a unit counts for in each facet, none, one or several values; units and plans once the columns are read. */
    facetsOf(unit) {
      const page = this.pageOf[unit], listed = (value) => (value ? [value] : []);
      return {
        kind: [this.kinds[this.kindOf[unit]]], year: listed(this.years[page]), state: listed(this.standings[page]),
        unit: this.columns ? this.columns.owners[this.columns.owner[unit]] : [],
        plan: this.columns && this.kinds[this.kindOf[this.starts[page]]] === "plan" ? [this.pages[page]] : [],
      };
    }

    /** Reads who leads each unit and when it is due (index.py). */
    async readColumns() {
      if (this.columns) return;
      const { layout, owners, owner, due } = await this.file("f/columns.js");
      if (layout !== this.layout) { this.files.delete("f/columns.js"); throw new Unread("f/columns.js"); }
      this.columns = { owners: [[], ...owners.map((names) => names.split("、"))], owner: decode(owner), due: decode(due) };
    }

    /** The data of a file of this build, read once; a failure is not remembered. */
    file(path) {
      let promise = this.files.get(path);
      if (!promise) {
        promise = load(path, this.build);
        this.files.set(path, promise);
        promise.then(() => this.files.set(path + "!", true), () => this.files.delete(path));
      }
      return promise;
    }

    has(path) { return this.files.has(path + "!"); }

    async shard(path) {
      const { layout, data } = await this.file(path);
      if (layout !== this.layout) { this.files.delete(path); throw new Unread(path); }
      if (!data.unpacked) {
        for (const first of Object.keys(data)) {
          const entries = new Map();
          for (const entry of data[first].split("\t")) {
            const second = String.fromCodePoint(entry.codePointAt(0));
            entries.set(second, entry.slice(second.length));
          }
          data[first] = entries;
        }
        Object.defineProperty(data, "unpacked", { value: true });
      }
      return data;
    }

    /** {names, bodies}: the two lists of a bigram, unpacked; the shard must have been read. */
    bigram(first, second, shards) {
      const key = first + second;
      let lists = this.lists.get(key);
      if (!lists) {
        const found = this.places.names(first, second).map((name) => shards.get(name)[first]).find((entries) => entries);
        lists = unpack(found && found.get(second));
        if (this.lists.size > 500) this.lists.clear();
        this.lists.set(key, lists);
      }
      return lists;
    }
  }

  /** In which files of a folder something stands that is filed by two characters (shards.py). */
  class Shards {
    constructor(tree, heavy) {
      this.tree = parseTree(tree);
      this.heavy = new Map(Object.keys(heavy).map((char) => [char, { alone: Array.from(heavy[char][0]), tree: parseTree(heavy[char][1]) }]));
    }

    /** Names of the shards that hold first+second, or all that begin with first. */
    names(first, second) {
      const own = this.heavy.get(first);
      if (!own) return leafOf(this.tree, first);
      const name = hex(first);
      if (second === undefined) return own.alone.map((char) => name + "-" + hex(char)).concat(leavesBelow(own.tree, "1").map((leaf) => name + "." + leaf));
      return own.alone.indexOf(second) >= 0 ? [name + "-" + hex(second)] : leafOf(own.tree, second).map((leaf) => name + "." + leaf);
    }
  }

  const hex = (char) => char.codePointAt(0).toString(16);

  function parseTree(text) {
    let at = 0;
    const node = () => {
      const sign = text[at++];
      if (sign !== "1") return sign;
      const zero = node();
      return [zero, node()];
    };
    return node();
  }

  /** The leaf a character belongs to, as a list of one name or none. */
  function leafOf(tree, char) {
    const hash = Math.imul(char.codePointAt(0), 0x9E3779B1) >>> 0;
    let node = tree, path = "1";
    for (let bit = 31; Array.isArray(node); bit--) {
      const side = hash >>> bit & 1;
      node = node[side];
      path += side;
    }
    return leavesBelow(node, path);
  }

  function leavesBelow(node, path) {
    if (Array.isArray(node)) return leavesBelow(node[0], path + "0").concat(leavesBelow(node[1], path + "1"));
    return node === "_" ? [] : [parseInt(path, 2).toString(16)];
  }

  /* The number code of code.py. */
  const DIGIT = new Uint8Array(128);
  for (let code = 0x21, digit = 0; code < 0x7F; code++) if (code !== 34 && code !== 92) DIGIT[code] = digit++;

  function decode(text) {
    const out = new Uint32Array(text.length);
    let size = 0;
    for (let at = 0; at < text.length;) {
      const lead = DIGIT[text.charCodeAt(at++)];
      let value = lead, more = 0, floor = 0;
      if (lead > 90) { value = 0; more = 4; floor = 61880; }
      else if (lead > 83) { value = lead - 84; more = 2; floor = 2632; }
      else if (lead > 55) { value = lead - 56; more = 1; floor = 56; }
      while (more--) value = value * 92 + DIGIT[text.charCodeAt(at++)];
      out[size++] = value + floor;
    }
    return out.subarray(0, size);
  }

  const NOTHING = { names: new Uint32Array(0), bodies: new Uint32Array(0) };

  /** Lists as unit numbers; a number in `names` is unit × 4 + flags. */
  function unpack(entry) {
    if (!entry) return NOTHING;
    const cut = entry.indexOf(" ");
    const names = decode(entry.slice(0, cut)), bodies = decode(entry.slice(cut + 1));
    let unit = -1;
    for (let at = 0; at < names.length; at++) {
      unit += (names[at] >>> 2) + 1;
      names[at] = unit * 4 + (names[at] & 3);
    }
    unit = -1;
    for (let at = 0; at < bodies.length; at++) bodies[at] = unit += bodies[at] + 1;
    return { names, bodies };
  }

  let reading = null, opened = null;

  /** The index; `stale` is one found wanting: then core.js is read anew, past every cache. */
  function openIndex(stale) {
    if (!reading || stale && stale === opened) {
      const promise = load("core.js", "", stale ? Date.now() : "").then((core) => (opened = new Index(core)));
      reading = promise;
      promise.catch(() => { if (reading === promise) reading = null; });
      opened = null;
    }
    return reading;
  }

  /* ---------------------------------------------------------------- query */

  const NUMBER = /^[\d〇零一二三四五六七八九十百]/;   // how a figure begins: it is not found in the middle of another one

  /** One word of a query: folded, its runs of letters, and whether the lists alone prove that a unit holds it. */
  function makeWord(shown, folded) {
    const runs = folded.split(/ +/).filter(Boolean).map((run) => Array.from(run));
    const exact = runs.length === 1 && runs[0].length < 3 && !NUMBER.test(folded);
    return { shown, folded, runs, exact, length: Array.from(folded).length, others: [], day: null };
  }

  const NUMERALS = "零一二三四五六七八九", SAID = "[〇零一二三四五六七八九十百]+";
  const COUNTED = "(?=[年月日号天分小周个项条篇份张名人次元家岁号层病例])";

  /** 二十二 → 22, 九十五 → 95, 二〇二六 → 2026; 一百二 stays as it is. */
  function figure(text) {
    const plain = text.replace(/〇/g, "零");
    if (plain.length > 1 && !/[十百]/.test(plain)) return Array.from(plain, (char) => NUMERALS.indexOf(char)).join("");
    const parts = /^(?:([一二三四五六七八九])百)?零?(?:([一二三四五六七八九])?(十))?([零一二三四五六七八九])?$/.exec(plain);
    if (!parts || parts[1] && parts[4] && !parts[3] && plain.indexOf("零") < 0) return text;
    const value = (char) => Math.max(0, NUMERALS.indexOf(char || "零"));
    return String(100 * value(parts[1]) + 10 * (parts[3] ? value(parts[2] || "一") : 0) + value(parts[4]));
  }

  /** 22 → 二十二, as far as ninety-nine. */
  function numeral(text) {
    const value = +text, ten = Math.floor(value / 10);
    return value > 99 || !value ? text : (ten > 1 ? NUMERALS[ten] : "") + (ten ? "十" : "") + (value % 10 ? NUMERALS[value % 10] : "");
  }

  /** A folded word with its figures in digits: 九成五 → 95%, 百分之八点五 → 8.5%, 十二月三号 → 12月3日, 12 480元 → 12480元. */
  const inDigits = (folded) => folded
    .replace(new RegExp("百分之(" + SAID + ")(?:点(" + SAID + "))?", "g"), (_, whole, part) => figure(whole) + (part ? "." + Array.from(part, figure).join("") : "") + "%")
    .replace(/([一二三四五六七八九])成([一二三四五六七八九])?(?!立|功|员|本|果|绩|为|长|人)/g, (_, tens, ones) => figure(tens) + (ones ? figure(ones) : "0") + "%")
    .replace(new RegExp(SAID + COUNTED, "g"), figure)
    .replace(/(\d) (?=\d{3}(?!\d))/g, (kept, digit, at, all) => (/^\d{1,3}(?: \d{3})+(?!\d)/.test(all) ? digit : kept))
    .replace(/(月\d{1,2})号/, "$1日");

  /** The day or month a folded word in digits names, {year, month, day} as numbers, or null: 2026 10 22, 10.22, 2026年10月. */
  function dayIn(folded) {
    const parts = /^(?:(\d{4})[ .年])?(\d{1,2})(?:[ .月](\d{1,2})?[日号]?)?$/.exec(folded.replace(/ /g, ".").replace("年.", "年").replace("月.", "月"));
    if (!parts || !parts[1] && !parts[3]) return null;
    const [year, month, day] = parts.slice(1).map((part) => +part || 0);
    return month >= 1 && month <= 12 && day <= 31 ? { year, month, day } : null;
  }

  /** The ways to write a day or a month; those without the year hold only where no other year stands before them. */
  function dayForms({ year, month, day }) {
    const two = (number) => String(number).padStart(2, "0"), said = month + "月" + (day ? day + "日" : "");
    const short = day ? [said, month + "." + day, numeral(month) + "月" + numeral(day) + "日"] : year ? [said] : [];
    return year ? [year + "年" + said, [year, two(month), ...(day ? [two(day)] : [])].join(" "), [year, month, ...(day ? [day] : [])].join("."), ...short] : short;
  }

  /** Other ways to write a folded word: dates and figures as plans write them, everyday words as plans call the thing. */
  function otherForms(index, folded) {
    const plain = inDigits(folded), day = dayIn(plain);
    const forms = day ? dayForms(day) : [plain, plain.replace(new RegExp("^(\\d{1,2})" + COUNTED), numeral)];
    for (const [everyday, written] of index.also) {
      if (plain.indexOf(everyday) >= 0) forms.push(...written.map((word) => plain.replace(everyday, word)));
    }
    return forms.filter((form, at) => form !== folded && forms.indexOf(form) === at);
  }

  // What a question asks for (answers.py), and the word the answer is given under.
  const HOW = "(?:怎么|怎样|如何|咋)";
  const ASKING = {
    who: /谁|哪个(?:科室?|部门|单位|医院)|哪些(?:科室|部门|单位)|(?:责任|牵头)(?:单位|科室|部门)(?:是|$)/,
    when: /什么时[候间]|几月几[号日]|几[号日]|几时|何时|啥时候?|哪一?天|哪个月|多久|多长时间|截止(?:时间|日期)?$/,
    want: /(?:要求|目标值?|指标值?|标准|达到)[是为]?(?:多少|几)|是多少/,
    done: /(?:做|完成|实现|达)[到成]?了多少|(?:做到|完成|实现|达到)多少|(?:现在|目前|实际)[是有]?多少|(?:做|进展|办)[到得]哪|(?:达标|完成|办完|修好|办好|解决|做完)了?[吗没]|(?:做|办|进展|完成)?得?怎么样|[是有]多少/,
    count: /谁还?[没未欠]|[交投报欠收发]到?了?(?:几|多少)篇|(?:几|多少)篇/,
    how: new RegExp(HOW + "(?:计|折|核|换|统|测)?算|" + HOW + "(?:统计|计分|打分|评分|扣分|得出)|算法|计算方法|口径"),
    score: /(?:多少|几)分|分值|满分/,
    what: /什么是|什么叫|叫什么|是什么|什么意思|啥意思|啥[是叫]|[是叫]啥|指的是/,
  };
  const TOLD_AS = { who: "责任单位", when: "时间", want: "要求", done: "做到", count: "交稿", how: "口径", score: "分值", what: "释义", any: "答复" };
  const MOST_ANSWERS = 3;

  const LISTING = /有哪[些几]个?|^(?:所有|全部)的?/g;   // asks for a list: 有哪些科室 is not 哪些科室
  /** What a query asks for; a question of any sort may have been answered by somebody. */
  const askedIn = (query) => [...Object.keys(ASKING).filter((asked) => ASKING[asked].test(query.replace(LISTING, ""))), ...(withoutQuestion(query) === query ? [] : ["any"])];

  // What makes a question of a name; the rest of the query is the name.
  const ASKED = new RegExp("请问|麻烦问|我?想(?:问|知道|查)(?:一下)?|帮我[查找]?(?:一下)?|[查问找看]一下|" + Object.keys(ASKING).map((asked) => ASKING[asked].source).join("|")
    + "|谁来|[由是]谁|哪个|哪些|在?哪[里儿]|" + HOW + "(?:办理?|做|弄|处理|规定)?|多少|几个|为什么|为啥|有没有|有什么|都?有哪[些几]个?|^(?:所有|全部)的?|还(?=[没未欠])|这个?月|这周|能不能|能否|可否|可不可以|可以吗|要不要|是不是|(?:[要该]|应该)?(?:[交做办报填带干写]|准备)?什么(?!时|叫|是|意)|[吗呢吧呀啊]$|[？?]", "g");
  const DANGLING = /^(?:负责|牵头|管理?|的|都|应该)|(?:负责|牵头|[由的交报管找问给到归送都]+)$/g;
  const DOING = /^(?:举行|召开|结束|完成|开始|到期|[开办交报做搞能会要才的了过好完])+$/;   // what is left of 哪天开的, 什么时候完成
  // What asks whom to go to: 找谁, 交给谁, 归谁管, 交到哪里. Who leads a task (谁牵头) is told by the task.
  const WHO = /[找问给归]谁|谁管|[找给]哪个(?:科室|部门|单位)|[交报送][到给去]?哪[里儿]/;

  /** The query without the words that ask; itself when nothing of it would be left. */
  function withoutQuestion(query) {
    const bare = query.replace(ASKED, " ");
    if (bare === query) return query;
    const without = (word) => { const rest = word.replace(DANGLING, ""); return rest.length === 1 ? word : rest; };
    const least = query.search(LISTING) < 0 ? 2 : 1;   // 某活动有哪些奖
    const words = bare.split(/\s+/).map(without).filter((word) => word.length >= least), things = words.filter((word) => !DOING.test(word));
    return (things.length ? things : words).join(" ") || query;
  }

  // A time, what may be asked of it without naming a thing, and the title of the page that answers.
  const TIME = /今天|明天|后天|今年|明年|年底|月底|近期|最近|马上|快要?(?=到期)|[本这上下][一个]*(?:周|月|星期|礼拜|季度)/g;
  const THINGS = /(?:到期|截止|完成|安排|事情?|任务|工作|活动|材料|东西|[的了没未都还要该得有交做办报开前内里]|我们?|大家)/g;
  const CALENDAR = "日历";

  /** Whether a query asks what is to be done at some time, and names no thing: 这个月要交什么. */
  const asksForTime = (query) => {
    const rest = query.replace(TIME, "");
    return rest !== query && rest !== "" && !rest.replace(ASKED, "").replace(THINGS, "").trim();
  };

  function wordsOf(query, pairs, index) {
    const words = new Map();
    for (const raw of Array.from(query).slice(0, QUERY_CHARS).join("").split(/\s+/)) {
      const all = Array.from(fold(raw, pairs)), shown = Array.from(raw);
      let start = 0, end = all.length;
      while (start < end && (all[start] === " " || all[start] === ".")) start++;
      while (end > start && (all[end - 1] === " " || all[end - 1] === ".")) end--;
      const folded = all.slice(start, end).join("");
      if (folded && !words.has(folded) && words.size < QUERY_WORDS) words.set(folded, makeWord(shown.slice(start, end).join(""), folded));
    }
    if (index) for (const word of words.values()) {
      word.day = dayIn(inDigits(word.folded));
      word.others = otherForms(index, word.folded).map((form) => Object.assign(makeWord(form, form), { day: word.day }));
    }
    return Array.from(words.values());
  }

  /** What a word asks of the lists: bigrams, each of which a unit must hold, perhaps a character (the union of its bigrams),
   *  and which of these steps closes the word (-1: none can tell). */
  function demands(word) {
    const pairs = [], places = new Map();
    let single = null, ending = -1;
    const add = (first, second) => {
      const key = first + second;
      if (!places.has(key)) { places.set(key, pairs.length); pairs.push([first, second]); }
      ending = places.get(key);
    };
    word.runs.forEach((run, at) => {
      for (let i = 0; i + 1 < run.length; i++) add(run[i], run[i + 1]);
      if (run.length > 1) return;
      if (at < word.runs.length - 1) add(run[0], " ");
      else if (word.runs.some((other) => other.length > 1)) ending = -1;
      else { single = run[0]; ending = pairs.length; }
    });
    return { single, pairs, ending };
  }

  /** Every shard the words need, read at once: Map of name → data. */
  async function readShards(index, words) {
    const names = new Set();
    for (const word of words.flatMap((one) => [one, ...one.others])) {
      const { single, pairs } = demands(word);
      if (single) index.places.names(single).forEach((name) => names.add(name));
      for (const [first, second] of pairs) index.places.names(first, second).forEach((name) => names.add(name));
    }
    const list = Array.from(names);
    const data = await Promise.all(list.map((name) => index.shard("g/" + name + ".js")));
    return new Map(list.map((name, at) => [name, data[at]]));
  }

  /** Grade of the word in every unit, and how many units hold it. */
  function gradesOf(index, word, shards) {
    const all = [word, ...word.others].map((form) => gradesOfForm(index, form, shards));
    if (all.length === 1) return all[0];
    const grade = all[0].grade.map((one, unit) => Math.max(...all.map((form) => form.grade[unit])));
    return { word, grade, count: grade.reduce((sum, one) => sum + (one > 0), 0) };
  }

  function gradesOfForm(index, word, shards) {
    const { single, pairs, ending } = demands(word);
    const steps = pairs.map(([first, second]) => (inName, inBody) => {
      const { names, bodies } = index.bigram(first, second, shards);
      for (const value of names) inName(value >>> 2, value & 2, value & 1);
      for (const unit of bodies) inBody(unit);
    });
    if (single) steps.push((inName, inBody) => {
      for (const shard of index.places.names(single)) {
        for (const [second, entry] of shards.get(shard)[single] || []) {
          const { names, bodies } = unpack(entry);
          for (const value of names) inName(value >>> 2, value & 2, second === " " && value & 1);
          for (const unit of bodies) inBody(unit);
        }
      }
    });
    // A unit passes a step only when it passed all before; what passed the last one holds all that is asked.
    const last = steps.length;
    const named = new Uint8Array(index.size), told = new Uint8Array(index.size), edges = new Uint8Array(index.size);
    steps.forEach((step, at) => step(
      (unit, starts, ends) => {
        if (named[unit] === at) named[unit] = at + 1;
        if (starts && at === 0) edges[unit] |= 2;
        if (ends && at === ending) edges[unit] |= 1;
      },
      (unit) => { if (told[unit] === at) told[unit] = at + 1; },
    ));
    const grade = new Uint8Array(index.size);
    let count = 0;
    for (let unit = 0; unit < index.size; unit++) {
      if (named[unit] === last) grade[unit] = edges[unit] === 3 ? WHOLE : edges[unit] & 2 ? STARTS : IN_NAME;
      else if (told[unit] === last) grade[unit] = BODY;
      else continue;
      count++;
    }
    return { word, grade, count };
  }

  /* ---------------------------------------------------------------- ranking */

  // How a plan stands (index.py, by the digit): those of one's own that still run come first.
  const STANDINGS = ["", "running", "over", "other"];
  const STATE_WORDS = { running: "进行中", over: "已结束", other: "不是本单位的" };
  const STANDING_WEIGHT = { over: -1, other: -4 };   // more apart than their years can outweigh
  const FACETS = ["kind", "state", "year", "unit", "plan"];
  const MINE = 5;      // for what the reader's own unit leads
  const TELLS = 48;    // for what answers the question
  const OF_THE_DAY = 16, DUE_THAT_DAY = 10;   // for what is dated on the day that is asked for, or due then

  const FIRST = 64;  // what a kind that is asked for is ahead of all others

  /** Units that `accept(unit, number of words in it)` takes: the best of those that `only` ({facet: wanted values}) lets through, best first;
   *  in `counts` how many each value of a facet would give beside what is wanted of the other facets. `more` is added to each unit's score. */
  function rank(index, graded, accept, only, first, more) {
    // Where units need not hold every word, a rare word tells more than a common one.
    const rarity = graded.map(({ count }) => Math.log(2 + index.size / (count || 1)));
    const all = rarity.reduce((sum, one) => sum + one, 0);
    graded.forEach(({ word, grade }, at) => { word.share = rarity[at] / all; word.grade = grade; });
    const shares = graded.map(({ word }) => WEIGHT.map((weight) => weight * word.share));
    const wanted = FACETS.map((facet) => only && only[facet] || []);
    const counts = {};
    for (const facet of FACETS) counts[facet] = {};
    let total = 0;
    const units = [], scores = [];
    for (let unit = 0; unit < index.size; unit++) {
      let score = 0, held = 0;
      graded.forEach(({ grade }, at) => { if (grade[unit]) { held++; score += shares[at][grade[unit]]; } });
      if (!held && !(more && more[unit]) || !accept(unit, held)) continue;
      total++;
      const facets = index.facetsOf(unit);
      let barred = 0, by = "";
      FACETS.forEach((facet, at) => { if (wanted[at].length && !facets[facet].some((value) => wanted[at].indexOf(value) >= 0)) { barred++; by = facet; } });
      for (const facet of FACETS) {
        if (barred && (barred > 1 || by !== facet)) continue;
        for (const value of facets[facet]) counts[facet][value] = (counts[facet][value] || 0) + 1;
      }
      if (barred) continue;
      units.push(unit);
      scores.push(score + index.weights[index.kindOf[unit]] + (facets.kind[0] === first ? FIRST : 0) + 2 * index.recency[index.pageOf[unit]]
        + (STANDING_WEIGHT[facets.state[0]] || 0) + 12 * Math.max(0, held - 1) + (more ? more[unit] : 0));
    }
    const kept = Boolean(only && only.by === "due");   // the order of the days, whatever the texts say
    return { counts, total, found: units.length, best: kept ? dueFirst(index, units) : bestOf(units, scores), kept };
  }

  /** The BEST units that are due first, as [unit, score]; what is due on no day comes last. */
  function dueFirst(index, units) {
    const day = (unit) => index.columns.due[unit] || Infinity;
    return units.slice().sort((a, b) => day(a) - day(b) || a - b).slice(0, BEST).map((unit) => [unit, -Math.min(day(unit), 1e6)]);
  }

  /** The BEST highest-scored units as [unit, score], best first, ties by number; a histogram spares sorting them all. */
  function bestOf(units, scores) {
    let floor = -Infinity;
    if (units.length > BEST) {
      const buckets = new Uint32Array(4096), bucket = (score) => Math.min(4095, Math.max(0, score * 8 | 0));
      scores.forEach((score) => buckets[bucket(score)]++);
      let at = 4095;
      for (let sum = 0; at > 0 && (sum += buckets[at]) < BEST; at--);
      floor = at / 8;
    }
    const chosen = [];
    units.forEach((unit, at) => { if (scores[at] >= floor) chosen.push([unit, scores[at]]); });
    return chosen.sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, BEST);
  }

  /* ---------------------------------------------------------------- a hit and its excerpt */

  /** Where the word, or the first of its other forms that does, stands in folded text. */
  function standsIn(folded, word) {
    return [word, ...word.others].map((form) => formIn(folded, form)).reduce((best, one) => (best.whole || !one.whole && best.spans.length ? best : one));
  }

  /** Whether what stands before a figure or a Latin word belongs to it: 5分钟 is not in 15分钟, 10月22日 of 2026 not in 2025年10月22日. */
  function cuts(before, part, day) {
    const year = day && day.year && /^\d{1,2}月/.test(part) && /(\d{4})年$/.exec(before);
    if (SPELT.test(part)) return LATIN.test(before.slice(-1));
    return year ? +year[1] !== day.year : /\d/.test(part[0]) ? /\d\.?$/.test(before) : NUMBER.test(before.slice(-1)) && !/\d/.test(before.slice(-1));
  }

  /** Where one form stands: {spans, whole}; without the form as a whole, where its runs stand, if all do. */
  function formIn(folded, word) {
    const everywhere = (part) => {
      const spans = [], cut = (at) => (NUMBER.test(part) || SPELT.test(part)) && cuts(folded.slice(Math.max(0, at - 5), at), part, word.day);
      for (let at = folded.indexOf(part); at >= 0 && spans.length < 30; at = folded.indexOf(part, at + part.length)) if (!cut(at)) spans.push([at, at + part.length]);
      return spans;
    };
    const spans = everywhere(word.folded);
    if (spans.length || word.runs.length < 2) return { spans, whole: spans.length > 0 };
    const parts = word.runs.map((run) => everywhere(run.join("")));
    return { spans: parts.every((part) => part.length) ? [].concat(...parts) : [], whole: false };
  }

  function merged(spans) {
    const out = [];
    for (const [start, end] of spans.slice().sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
      const before = out[out.length - 1];
      if (before && start <= before[1]) before[1] = Math.max(before[1], end);
      else out.push([start, end]);
    }
    return out;
  }

  const EXCERPT = 78, LEAD = 18;

  /** A stretch of the text around the marks: {excerpt, marks}. `places` holds the spans of each word apart. */
  function excerptOf(text, places) {
    const plain = text.replace(/\s/g, " ");
    const marks = merged([].concat(...places));
    let start = 0;
    if (plain.length > EXCERPT && marks.length) {
      const score = (from) => places.filter((spans) => spans.some(([a, b]) => a >= from && b <= from + EXCERPT)).length;
      const froms = marks.map(([at]) => Math.max(0, Math.min(at - LEAD, plain.length - EXCERPT)));
      start = froms.reduce((best, from) => (score(from) > score(best) ? from : best), froms[0]);
      const first = marks.find(([at]) => at >= start);
      // Begin with a clause where one begins close by.
      const clause = /[。；！？，、]\s*/g;
      clause.lastIndex = Math.max(0, start - 8);
      const stop = start && clause.exec(plain);
      if (stop && stop.index + stop[0].length <= first[0]) start = stop.index + stop[0].length;
    }
    if (/[\uDC00-\uDFFF]/.test(plain[start] || "")) start--;
    let end = Math.min(plain.length, start + EXCERPT);
    if (/[\uDC00-\uDFFF]/.test(plain[end] || "")) end++;
    const before = start ? "…" : "";
    return {
      excerpt: before + plain.slice(start, end) + (end < plain.length ? "…" : ""),
      marks: marks.filter(([a, b]) => b > start && a < end)
        .map(([a, b]) => [Math.max(a, start) - start + before.length, Math.min(b, end) - start + before.length]),
    };
  }

  /** Whether a date (2026-10-22) is the day or in the month that is meant. */
  function isOf(day, date) {
    const [year, month, at] = date.split("-").map(Number);
    return month === day.month && (!day.year || year === day.year) && (!day.day || at === day.day);
  }

  /** One hit, with the fine terms of the ranking added to its score. `missed` is what each word costs that does not stand there,
   *  `held` counts those that do. */
  function makeHit(index, unit, score, page, words, asking, missed) {
    const number = index.pageOf[unit];
    const [name, text, anchor, owner, phase, tier, facts] = page.units[unit - index.starts[number]];
    const foldedName = fold(name, index.pairs), foldedText = fold(text, index.pairs);
    const inName = words.map((word) => standsIn(foldedName, word)), inText = words.map((word) => standsIn(foldedText, word));
    const { kind: [kind], year: [year = ""], state: [state = ""] } = index.facetsOf(unit);
    let held = 0;
    const named = words.every((word, at) => inName[at].spans.length || inText[at].spans.length && word.grade[unit] > BODY);   // its other names stand in the text
    const asked = (facts || []).filter(([fact]) => asking.indexOf(fact) >= 0);
    // the words may stand in the answer itself: 不适用 折算
    const telling = asked.filter(([, told]) => named || words.every((word, at) => inName[at].spans.length || standsIn(fold(told, index.pairs), word).spans.length));
    const partly = () => inName.some((place) => place.spans.length) && inText.every((place, at) => place.spans.length || inName[at].spans.length);
    if (telling.length) score += telling.some(([fact]) => fact !== "any") ? TELLS : TELLS / 2;
    else if (asked.length && partly()) score += TELLS / 2;
    if (words.some(({ day }) => day && isOf(day, page.date))) score += OF_THE_DAY;
    else if (words.some((word) => word.day && (facts || []).some(([fact, told]) => fact === "when" && standsIn(fold(told), word).whole))) score += DUE_THAT_DAY;
    if (owner && index.mine && owner.split("、").indexOf(index.mine) >= 0) score += MINE;
    words.forEach((word, at) => {
      const named = inName[at], told = inText[at], weight = word.share * words.length;
      if (named.whole) score += weight * 14 * word.folded.length / Math.max(1, foldedName.trim().length);
      else if (told.whole) score += weight * 2 * (1 - told.spans[0][0] / foldedText.length);
      else if (named.spans.length || told.spans.length) score -= weight * 10;
      else { score -= weight * missed; return; }
      if (owner && fold(owner, index.pairs).indexOf(word.folded) >= 0) score += weight * 4;
      word.seen = true;
      held++;
    });
    if (words.length > 1 && ["", " "].some((glue) => {
      const joined = words.map((word) => word.folded).join(glue);
      return foldedName.indexOf(joined) >= 0 || foldedText.indexOf(joined) >= 0;
    })) score += 8;
    // Words the name does not hold decide which stretch of the text is shown.
    const missing = inText.filter((_, at) => !inName[at].spans.length);
    const shown = excerptOf(text, (missing.some((place) => place.spans.length) ? missing : inText).map((place) => place.spans));
    return {
      title: name, titleMarks: merged([].concat(...inName.map((place) => place.spans))),
      url: new URL("./" + page.url + (anchor ? "#" + anchor : ""), ROOT).href,
      excerpt: shown.excerpt, marks: shown.marks,
      kind, kindName: index.words.get(kind), page: page.title, date: page.date,
      owner: owner || "", phase: phase || "", tier: tier || "",
      issuer: page.issuer || "", year, state, unit, telling,
      score, held,
    };
  }

  /* ---------------------------------------------------------------- the word list (its other half is wordlist.py) */

  const LATIN = /^[a-z]+$/, SPELT = /^[a-z]{4,}$/;   // four letters and more are a word, or pinyin
  const LONG_FORMS = 4;    // names that one word may be short for
  const LIST_FILES = 6;    // files of the word list read for one word
  const INITIALS = 4;      // what it costs that syllables are given by their first letters only
  const CUT_REST = 8;      // characters kept of the rest of a name

  /** Map of character → its syllables. */
  async function readingsOf(index) {
    if (!index.readings) {
      const readings = new Map();
      for (const group of (await index.file("w/readings.js")).split(" ")) {
        const sound = group.match(/^[a-z]*/)[0];
        for (const char of group.slice(sound.length)) readings.set(char, (readings.get(char) || []).concat(sound));
      }
      index.readings = readings;
    }
    return index.readings;
  }

  /** What is filed under any of the pairs of initials ("hl", or "h" for all that begin with it): [{chars, named}]. */
  async function filed(index, pairs) {
    const wanted = Array.from(new Set(pairs)), files = new Set();
    for (const [first, second] of wanted) index.list.names(first, second).forEach((name) => files.size < LIST_FILES && files.add(name));
    const shards = await Promise.all(Array.from(files, (name) => index.shard("w/" + name + ".js")));
    const found = new Map();
    for (const shard of shards) for (const [first, second] of wanted) {
      const cells = shard[first] || new Map();
      for (const cell of second ? [cells.get(second)] : cells.values()) {
        (cell || "").split("!").forEach((part, rest) => part.split("|").forEach((text) => {
          if (text && !found.has(text)) found.set(text, { chars: Array.from(text), named: !rest });
        }));
      }
    }
    return Array.from(found.values());
  }

  /** How letters spell the beginning of an entry: where it ends, and how many characters are given by less than their syllable. */
  function spelt(letters, chars, readings, at, from) {
    if (from === letters.length) return { end: at, short: 0 };
    while (chars[at] === " ") at++;
    if (at >= chars.length) return null;
    let best = null;
    const take = (length, short) => {
      const rest = spelt(letters, chars, readings, at + 1, from + length);
      if (rest && (!best || rest.short + short < best.short)) best = { end: rest.end, short: rest.short + short };
    };
    for (const sound of readings.get(chars[at]) || [chars[at]]) {
      const double = /^[zcs]h/.test(sound) ? sound.slice(0, 2) : "";
      if (letters.startsWith(sound, from)) take(sound.length, 0);
      else if (from && sound.startsWith(letters.slice(from))) take(letters.length - from, 0.5);
      if (letters[from] === sound[0]) take(1, 1);
      if (double && letters.startsWith(double, from)) take(2, 1);
    }
    return best;
  }

  /** Letters as many speak them: zh is z, ng is n. */
  const spoken = (letters) => letters.replace(/([zcs])h/g, "$1").replace(/ng(?![aeiouv])/g, "n");

  /** Names that letters stand for by these readings, likeliest first. */
  async function namesSpelt(index, letters, readings) {
    const sounds = new Set([].concat(...readings.values()));
    const found = [];
    // The first syllable is mostly the longest that fits (chuang, chu, initials); the next files are read when it leads nowhere.
    for (const length of [6, 5, 4, 3, 2, 1]) {
      if (length > 1 && !sounds.has(letters.slice(0, length)) && !(length === 2 && /^[zcs]h/.test(letters))) continue;
      if (length >= letters.length || /[iuv]/.test(letters[length])) continue;
      for (const { chars, named } of await filed(index, [letters[0] + letters[length]])) {
        const fit = spelt(letters, chars, readings, 0, 0);
        if (!fit || fit.end < 2) continue;
        const whole = named && fit.end === chars.length, full = fit.short < 1;
        if (!whole && !full && letters.length < 4) continue;
        found.push({ text: chars.slice(0, fit.end).join(""), name: named ? chars.join("") : "", cost: INITIALS * !full + 2 * !whole + !named + fit.short / 10 });
      }
      if (found.some((one) => one.cost < INITIALS)) break;
    }
    return found;
  }

  const TEXT_FILES = 16;   // files of lists read for what is spelt and is no name
  const TEXT_FORMS = 4;    // texts of the same sound that are looked for

  /** The ways to cut letters into syllables, those of few first. */
  function syllablesOf(letters, sounds, from) {
    if (from === letters.length) return [[]];
    const ways = [];
    for (let length = Math.min(6, letters.length - from); length; length--) {
      const sound = letters.slice(from, from + length);
      if (sounds.has(sound)) ways.push(...syllablesOf(letters, sounds, from + length).map((rest) => [sound, ...rest]));
    }
    return ways.sort((a, b) => a.length - b.length).slice(0, 3);
  }

  /** Texts that letters spell in full wherever they stand, not in names only, commonest first. */
  async function textsSpelt(index, letters) {
    const sounds = new Map();
    for (const [char, of] of await readingsOf(index)) for (const sound of of) sounds.set(sound, (sounds.get(sound) || []).concat(char));
    const found = [], read = new Set();
    for (const way of syllablesOf(letters, sounds, 0)) {
      if (way.length < 2) continue;
      let texts = sounds.get(way[0]).map((char) => ({ chars: [char], units: null }));
      for (const sound of way.slice(1)) {
        const pairs = texts.flatMap((text) => sounds.get(sound).map((char) => [text, text.chars[text.chars.length - 1], char]));
        const files = new Set(pairs.flatMap(([, first, second]) => index.places.names(first, second)));
        if (new Set([...read, ...files]).size > TEXT_FILES) { texts = []; break; }
        files.forEach((name) => read.add(name));
        const shards = new Map(await Promise.all(Array.from(files, (name) => index.shard("g/" + name + ".js").then((data) => [name, data]))));
        texts = pairs.map(([text, first, second]) => {
          const { names, bodies } = index.bigram(first, second, shards);
          const units = [...Array.from(names, (value) => value >>> 2), ...bodies];
          return { chars: [...text.chars, second], units: text.units ? units.filter((unit) => text.units.has(unit)) : units };
        }).filter((text) => text.units.length).map((text) => ({ chars: text.chars, units: new Set(text.units) }));
      }
      found.push(...texts);
      if (found.length) break;
    }
    return found.sort((a, b) => b.units.size - a.units.size).slice(0, TEXT_FORMS).map((text) => ({ text: text.chars.join(""), name: "", cost: 0, inText: true }));
  }

  /** What letters stand for, likeliest first: names, then texts, then names as `spoken`. A text is marked `inText`. */
  async function meantByLetters(index, letters) {
    const readings = await readingsOf(index), names = await namesSpelt(index, letters, readings);
    if (!SPELT.test(letters) || names.some((one) => one.cost < INITIALS)) return names;
    const texts = await textsSpelt(index, letters);
    if (texts.length || names.length) return texts.length ? texts : names;
    const loose = await namesSpelt(index, spoken(letters), new Map(Array.from(readings, ([char, sounds]) => [char, sounds.map(spoken)])));
    return loose.filter((one) => one.cost < INITIALS);
  }

  /** How far a word is from another: characters of the same sound, or one character more, less, turned or replaced; null when more differs. */
  function slip(chars, other, readings) {
    const alike = (a, b) => a === b || (readings.get(a) || []).some((sound) => (readings.get(b) || []).indexOf(sound) >= 0);
    const shorter = Math.min(chars.length, other.length);
    let start = 0, end = 0;
    while (start < shorter && chars[start] === other[start]) start++;
    while (end < shorter - start && chars[chars.length - 1 - end] === other[other.length - 1 - end]) end++;
    if (chars.length !== other.length) return end && start + end === shorter && shorter > 2 ? 1 : null;
    const differ = chars.length - start - end;
    if (chars.every((char, at) => alike(char, other[at]))) return differ / 4;
    if (chars.length < 3) return null;
    if (differ === 1) return chars.length > 3 ? 1 : null;   // 护理科 is no slip for 护理部
    return differ === 2 && chars[start] === other[start + 1] && chars[start + 1] === other[start] ? 0.8 : null;
  }

  /** Names that a word of 汉字 may be a slip for, likeliest first. */
  async function namesMeant(index, chars) {
    const readings = await readingsOf(index);
    const initials = (char) => (readings.get(char) || []).map((sound) => sound[0]);
    const [first, second] = chars.map(initials), pairs = [];
    for (const one of first) for (const two of second) pairs.push(one + two, two + one);
    // A wrong second character sounds like anything; where few files begin like the first, look through them.
    for (const one of first) if (chars.length > 2 && index.list.names(one).length < 3) pairs.push(one);
    const found = [];
    for (const entry of await filed(index, pairs)) {
      const cut = !entry.named && entry.chars.length === CUT_REST && chars.length > CUT_REST;
      const own = cut ? chars.slice(0, CUT_REST) : chars;
      for (const length of new Set([own.length - 1, own.length, own.length + 1])) {
        if (length < 2 || length > entry.chars.length) continue;
        const cost = slip(own, entry.chars.slice(0, length), readings);
        if (cost === null || cost === 0) continue;
        const whole = entry.named && length === entry.chars.length;
        found.push({ text: entry.chars.slice(0, length).join("") + chars.slice(own.length).join(""), name: whole ? entry.chars.join("") : "", cost: cost + (whole ? 0 : entry.named ? 0.3 : 0.5) });
      }
    }
    return found;
  }

  /** Adds to each word the names that it may be short for: 预约诊疗率 to 预约率. */
  async function addLongForms(index, words) {
    const readings = await readingsOf(index);
    const initials = (char) => (readings.get(char) || [char]).map((sound) => sound[0]);
    for (const word of words.filter((one) => one.length > 2 && one.length < 7 && one.runs.length === 1 && !LATIN.test(one.folded))) {
      const chars = word.runs[0], [first, second] = chars.map(initials);
      /** The beginning of a name that has all the characters in their order, if there is one. */
      const longForm = (other) => {
        let at = 0, end = 0;
        while (at < chars.length && end < other.length) if (other[end++] === chars[at]) at++;
        return at === chars.length && other[1] === chars[1] ? other.slice(0, end).join("") : "";
      };
      const near = await filed(index, first.flatMap((one) => second.map((two) => one + two)));
      const long = Array.from(new Set(near.map((entry) => longForm(entry.chars)))).filter((form) => form && form !== word.folded);
      word.others.push(...long.sort((a, b) => a.length - b.length).slice(0, LONG_FORMS).map((form) => makeWord(form, form)));
    }
  }

  /** The words with what is in the word list instead of those that stand nowhere: {words, note, suggestions}; null when nothing is. */
  async function meant(index, graded) {
    const lost = graded.filter((one) => !one.count && one.word.length > 1);
    // pinyin is often typed with blanks
    const spaced = lost.length && graded.length > 1 && graded.every(({ word }) => LATIN.test(word.folded));
    const groups = spaced ? [graded] : lost.map((one) => [one]);
    const instead = new Map(), suggestions = [];
    for (const group of groups) {
      const text = group.map(({ word }) => word.folded).join("");
      const chars = Array.from(text);
      const found = LATIN.test(text) ? await meantByLetters(index, text) : chars.length < 17 && group[0].word.runs.length === 1 ? await namesMeant(index, chars) : [];
      const best = found.sort((a, b) => a.cost - b.cost);
      const texts = best.map((one) => one.text).filter((one, at, all) => all.indexOf(one) === at);
      if (!texts.length) continue;
      const given = wordsOf(texts[0], index.pairs);
      if (best[0].inText) Object.assign(given[0], { shown: texts.join("」或「"), others: texts.slice(1).map((other) => makeWord(other, other)) });
      group.forEach((one, at) => instead.set(one, at ? [] : given));
      const names = best.map((one) => one.name || one.text);
      suggestions.push(...names.filter((one, at, all) => one !== texts[0] && all.indexOf(one) === at).slice(0, 5));
    }
    if (!instead.size) return null;
    const words = new Map([].concat(...graded.map((one) => instead.get(one) || [one.word])).map((word) => [word.folded, word]));
    const changed = Array.from(instead.keys(), (one) => one.word.shown), given = [].concat(...instead.values()).map((word) => word.shown);
    return { words: Array.from(words.values()), note: "没有找到" + quoted(changed) + "，您要找的是「" + given.join(" ") + "」。", suggestions };
  }

  /* ---------------------------------------------------------------- answers */

  const NEEDS = { page: 1, any: 1, near: 0 };   // how many of the words a hit of a step must hold; in other steps all

  /** The answer of one step: `total` units (exact or about), of each kind `counts`; `hits` so far, more() fetches the next. */
  class Answer {
    constructor(index, query, step, note, words, ranking, asking) {
      Object.assign(this, { query, step, note, words: words.map((word) => word.shown), hits: [], suggestions: [], unread: 0 });
      this.counts = ranking.counts.kind;
      this.facets = ranking.counts;
      this.answers = [];                 // hits that answer the question, each with `said`: [[word, answer], …]
      this.everything = ranking.total;   // of all kinds
      this.total = ranking.found;        // of the wanted kinds
      this.exact = words.every((word) => word.exact);
      Object.defineProperty(this, "work", { value: { index, words, asking, waiting: ranking.best.slice(), cut: ranking.found > ranking.best.length, weak: [], places: new Set(), kept: ranking.kept } });
    }

    get done() { return !this.work.waiting.length; }

    /** Reads the next helping of units, adds those that hold what was asked to `hits` and gives them back. */
    async more() {
      const { index, words, asking, waiting, weak, places } = this.work;
      const fresh = [], before = this.hits.length;
      for (let helping = 0; waiting.length && !fresh.length && helping < HELPINGS; helping++) {
        const batch = [], pages = new Map();
        let toRead = 0;
        while (waiting.length && batch.length < BATCH) {
          const page = index.pageOf[waiting[0][0]], path = "t/" + index.pages[page] + ".js";
          if (!pages.has(page) && !index.has(path) && ++toRead > (index.pages.length > SMALL_SITE ? BATCH_PAGES : MORE_PAGES)) break;
          pages.set(page, path);
          batch.push(waiting.shift());
        }
        const texts = new Map();
        await Promise.all(Array.from(pages, ([page, path]) => index.file(path).then((text) => texts.set(page, text), () => {})));
        for (const [unit, score] of batch) {
          const page = texts.get(index.pageOf[unit]);
          if (!page || !page.units[unit - index.starts[index.pageOf[unit]]]) { this.unread++; continue; }
          const hit = makeHit(index, unit, score, page, words, asking, NEEDS[this.step] === 0 ? 0 : 30);
          (hit.held >= (NEEDS[this.step] === undefined ? words.length : NEEDS[this.step]) ? fresh : weak).push(hit);
        }
      }
      if (!this.work.kept) fresh.sort((a, b) => b.score - a.score);
      for (const hit of fresh) {   // a record and what else stands at its place (corpus.py) are one hit
        if (places.has(hit.url)) { this.total--; this.everything--; this.uncount(hit); continue; }
        places.add(hit.url);
        this.hits.push(hit);
      }
      if (this.done && !this.work.cut) this.exact = true;
      if (this.hits.length) { this.total -= weak.length; this.everything -= weak.length; for (const hit of weak) this.uncount(hit); weak.length = 0; }
      tellApart(this.hits);
      return this.hits.slice(before);
    }

    uncount({ unit }) {
      for (const [facet, values] of Object.entries(this.work.index.facetsOf(unit))) for (const value of values) this.facets[facet][value]--;
    }

    /** Puts what the first hits answer to the question above them; a name that holds only a part of what is asked about answers nothing. */
    answerToQuestion() {
      const known = this.hits.filter((hit) => hit.telling.length).slice(0, MOST_ANSWERS);
      this.answers = known.map((hit) => Object.assign({}, hit, { said: hit.telling.map(([fact, words]) => [TOLD_AS[fact], words]) }));
      return this;
    }

    /** What holds all the pairs of characters but not the word itself becomes the answer. */
    settleForWeak() {
      this.hits.push(...this.work.weak.sort((a, b) => b.score - a.score));
      this.work.weak.length = 0;
      this.note = "没有完全一样的说法，下面的内容与" + quoted(this.words) + "相近。";
      this.step = "near";
      return this;
    }
  }

  /** Hits of one name on several pages say whose they are, and of which year; so does what another institution wrote. */
  function tellApart(hits) {
    const pages = new Map();
    for (const hit of hits) pages.set(hit.title, (pages.get(hit.title) || new Set()).add(hit.url.split("#")[0]));
    for (const hit of hits) hit.from = pages.get(hit.title).size > 1 || hit.state === "other" ? [hit.issuer, hit.year && hit.year + "年"].filter((part) => part && part !== hit.owner) : [];
  }

  const quoted = (words) => words.map((word) => "「" + word + "」").join("");

  /** Whether a cut here would go through a word of Latin letters. */
  const inLatin = (chars, at) => at > 0 && at < chars.length && LATIN.test(chars[at - 1]) && LATIN.test(chars[at]);

  /** The grades of a piece of a word, as far as the files that were read for the word tell. */
  function gradesOfPiece(index, text, shards) {
    const isRead = (form) => {
      const { single, pairs } = demands(form);
      return [...(single ? index.places.names(single) : []), ...pairs.flatMap(([first, second]) => index.places.names(first, second))].every((name) => shards.has(name));
    };
    const word = wordsOf(text, index.pairs, index)[0] || makeWord(text, text);
    word.others = word.others.filter(isRead);
    return isRead(word) ? gradesOf(index, word, shards) : { word, grade: new Uint8Array(index.size), count: 0 };
  }

  /** Parts of a word that stands nowhere: the best two parts that stand together, else the longest known pieces. */
  function partsOf(index, word, shards) {
    const known = (text) => gradesOfPiece(index, text, shards);
    if (word.runs.length > 1) {
      return word.runs.filter((run) => run.length > 1).map((run) => known(run.join(""))).filter((part) => part.count);
    }
    const chars = word.runs[0];
    let best = null, top = 0;
    for (let cut = 2; cut <= chars.length - 2; cut++) {
      if (inLatin(chars, cut)) continue;
      const parts = [chars.slice(0, cut), chars.slice(cut)].map((part) => known(part.join("")));
      if (parts.some((part) => !part.count)) continue;
      const { best: [first] } = rank(index, parts, (unit, held) => held === 2);
      if (first && first[1] > top) { best = parts; top = first[1]; }
    }
    if (best) return best;
    const pieces = [];
    for (let start = 0; start + 1 < chars.length;) {
      let piece = null, end = start + 2;
      if (inLatin(chars, start)) { start++; continue; }
      for (; end <= chars.length; end++) {
        if (inLatin(chars, end)) continue;
        const longer = known(chars.slice(start, end).join(""));
        if (!longer.count) break;
        piece = longer;
      }
      if (piece) { pieces.push(piece); start = end - 1; } else start++;
    }
    // Two characters that are in no name are mostly the seam of two words, or a word like 什么.
    const telling = pieces.filter((piece) => piece.word.length > 2 || piece.grade.some((grade) => grade > BODY));
    return telling.length ? telling : pieces;
  }

  const NEAR = 0.35;   // how much of the pairs of characters, weighed by their rarity, is near
  const TOGETHER = 25;   // what holds all parts of the words is ahead of what holds more of the pairs
  const NAMED = 2.6;   // how much more a pair tells in a name

  /** How near each unit is to words that stand nowhere as they are: rare pairs of characters and those in names count most. Null when none is near. */
  function nearness(index, words, shards) {
    const pairs = new Map(words.flatMap((word) => [word, ...word.others]).flatMap((word) => demands(word).pairs).map((pair) => [pair.join(""), pair]));
    const held = new Float32Array(index.size), score = new Float32Array(index.size), last = new Uint16Array(index.size);
    let all = 0, at = 0;
    for (const [first, second] of pairs.values()) {
      const { names, bodies } = index.bigram(first, second, shards), count = names.length + bodies.length;
      if (!count) continue;
      const rarity = Math.log(1 + index.size / count);
      all += rarity;
      at++;
      const add = (unit, weight) => { if (last[unit] === at) return; last[unit] = at; held[unit] += rarity; score[unit] += rarity * weight; };
      for (const value of names) add(value >>> 2, NAMED);
      for (const unit of bodies) add(unit, 1);
    }
    if (at < 2) return null;
    const grade = held.map((one) => one >= NEAR * all), count = grade.reduce((sum, one) => sum + one, 0);
    return count ? { grade: Uint8Array.from(grade), count, score: score.map((one) => WEIGHT[WHOLE] * one / (NAMED * all)) } : null;
  }

  /** The first step that finds something answers; `note` says in plain words which one it was. */
  async function answer(index, query, only) {
    let words = wordsOf(query, index.pairs, index), lead = leftOut(query);
    if (!words.length) return new Answer(index, query, "none", query.trim() ? "请输入汉字、字母或数字。" : "", [], rank(index, [], () => false));
    let shards = await readShards(index, words);
    let graded = words.map((word) => gradesOf(index, word, shards));
    const who = WHO.test(query);
    const asking = who ? [] : askedIn(query);   // whom to go to is answered by the unit itself
    const together = graded[0].grade.some((_, unit) => !index.isManual(unit) && graded.every((one) => one.grade[unit]));
    let asked = who || query.search(LISTING) >= 0 || graded.some((one) => !one.count) || asking.length && !together ? withoutQuestion(query) : query;
    if (!together && asksForTime(query)) asked = CALENDAR;
    if (asked !== query) {
      words = wordsOf(asked, index.pairs, index);
      if (asking.length) await addLongForms(index, words).catch(() => {});
      shards = await readShards(index, words);
      graded = words.map((word) => gradesOf(index, word, shards));
    }
    if (graded.some((one) => !one.count && !LATIN.test(one.word.folded))) {
      const others = await index.file("fold.js").catch(() => "");
      const plain = wordsOf(asked, new Map([...index.pairs, ...pairsOf(others)]));
      if (plain.some((word, at) => word.folded !== words[at].folded)) {
        words = plain.map((word) => makeWord(word.folded, word.folded));
        lead += "已按简体" + quoted(words.map((word) => word.shown)) + "查找。";
        shards = await readShards(index, words);
        graded = words.map((word) => gradesOf(index, word, shards));
      }
    }
    let suggestions = [];
    /** Puts what the word list has in the place of words that stand nowhere; whether it has anything. */
    const corrected = async () => {
      const other = graded.some((one) => !one.count) && await meant(index, graded).catch(() => null);
      if (!other) return false;
      words = other.words;
      lead += other.note;
      suggestions = other.suggestions;
      shards = await readShards(index, words);
      graded = words.map((word) => gradesOf(index, word, shards));
      return true;
    };
    let other = await corrected();
    const unnamed = graded.filter((one) => one.count && !one.grade.some((grade) => grade > BODY));   // short for a name, perhaps: 次均费用
    if (unnamed.length && !asking.length) {
      await addLongForms(index, unnamed.map((one) => one.word)).catch(() => {});
      shards = await readShards(index, words);
      graded = words.map((word) => gradesOf(index, word, shards));
    }
    let weak = null;
    const tried = async (step, note, some, accept, more) => {
      const ranking = rank(index, some, accept, only, who ? "unit" : "", more);
      if (!ranking.total) return null;
      const result = new Answer(index, query, step, lead + note, some.map((one) => one.word), ranking, asking);
      result.suggestions = suggestions;
      await result.more();
      if (result.hits.length || !ranking.found || result.unread) return result.answerToQuestion();
      weak = weak || result;
      return null;
    };
    const shownOf = (some) => some.map((one) => one.word.shown);

    if (who) {
      const isUnit = (unit) => index.kinds[index.kindOf[unit]] === "unit";
      const answers = (one) => one.grade.some((grade, unit) => grade && isUnit(unit));
      /** The longest piece of a word, the last first, that a unit answers for: 投诉 of 病人投诉. */
      const piece = (one) => {
        const chars = Array.from(one.word.folded);
        for (let length = chars.length - 1; length > 1; length--) {
          for (let start = chars.length - length; start >= 0; start--) {
            const shorter = gradesOfPiece(index, chars.slice(start, start + length).join(""), shards);
            if (answers(shorter)) return shorter;
          }
        }
        return null;
      };
      const some = graded.map((one) => answers(one) ? one : piece(one)).filter((one) => one);
      const found = some.length && await tried("who", "", some, (unit, held) => isUnit(unit) || held === some.length);
      if (found) return found;
    }
    let whole = await tried(other ? "meant" : "all", "", graded, (unit, held) => held === graded.length);
    const inside = whole || other ? [] : graded.filter(({ word }) => LATIN.test(word.folded) && !word.seen);   // letters that stand only inside of words
    for (const one of inside) one.count = 0;
    if (inside.length) {
      other = await corrected();
      whole = other && await tried("meant", "", graded, (unit, held) => held === graded.length);
    }
    if (whole) {
      if (notOurs(index, graded, whole)) whole.note += "本单位的方案里没有" + quoted(shownOf(graded)) + "，其他方案里有。";
      return whole;
    }

    const unseen = graded.filter((one) => !one.count || weak && !one.word.seen);
    const parts = new Map(unseen.filter((one) => one.word.length > 2).map((one) => [one, partsOf(index, one.word, shards)]));
    const parted = [].concat(...graded.map((one) => parts.get(one) || [one])).filter((one) => one.count);
    if (!suggestions.length && unseen.some((one) => one.word.length === 3)) suggestions = await namesLike(index, unseen.map((one) => one.word), shards);
    const lost = unseen.filter((one) => !(parts.get(one) || [one]).some((part) => part.count));
    const near = unseen.length && !lost.length && parted.length > 1 && nearness(index, graded.map((one) => one.word), shards);
    if (near) near.score = near.score.map((one, unit) => one + (parted.every(({ grade }) => grade[unit]) ? TOGETHER : 0));
    const nearest = near && await tried("near", "没有完全一样的说法，下面的内容与" + quoted(shownOf(graded)) + "相近。", parted,
      (unit) => near.grade[unit] || parted.some(({ grade }) => grade[unit] === WHOLE), near.score);
    if (nearest) return nearest;
    if (!lost.length && Array.from(parts.values()).some((some) => some.length)) {
      const pieces = [].concat(...unseen.map((one) => shownOf(parts.get(one) || [one])));
      const note = pieces.length > unseen.length ? quoted(shownOf(unseen)) + "没有连在一起出现，已分成" + quoted(pieces) + "查找。"
        : "没有找到" + quoted(shownOf(unseen)) + "，下面是含有其中" + quoted(pieces) + "的内容。";
      const split = await tried("split", note, parted, (unit, held) => held === parted.length);
      if (split) return split;
    }
    if (weak) return weak.settleForWeak();
    const missing = lost.length ? "没有找到" + quoted(shownOf(lost)) + "，" : "";
    if (parted.length > 1) {
      const onPage = parted.map((one) => {
        const pages = new Set();
        one.grade.forEach((grade, unit) => { if (grade) pages.add(index.pageOf[unit]); });
        return pages;
      });
      const together = await tried("page", (missing || "没有一条同时含有这些词，") + "下面是同一页里分别含有" + quoted(shownOf(parted)) + "的内容。", parted,
        (unit) => onPage.every((pages) => pages.has(index.pageOf[unit])));
      if (together) return together;
    }
    if (parted.length) {
      const note = (missing || "没有一条同时含有这些词，") + "下面是含有" + shownOf(parted).map((word) => "「" + word + "」").join("或") + "的内容。";
      const some = await tried("any", note, parted, () => true);
      if (some) return some;
    }
    if (weak) return weak.settleForWeak();
    const nothing = new Answer(index, query, "none", lead + "没有找到" + quoted(words.map((word) => word.shown)) + "。", words, rank(index, [], () => false));
    nothing.exact = true;
    nothing.suggestions = suggestions;
    return nothing;
  }

  /** Whether plans of others hold the words and none of our own does; false while that is not certain. */
  function notOurs(index, graded, result) {
    const states = ["running", "over"];
    if (!result.hits.some((hit) => hit.state === "other")) return false;
    if (result.done && !result.work.cut) return !result.hits.some((hit) => states.indexOf(hit.state) >= 0);
    return !graded[0].grade.some((_, unit) => states.indexOf(index.standings[index.pageOf[unit]]) >= 0 && graded.every((one) => one.grade[unit]));
  }

  /** What of a query is not looked for, in words. */
  function leftOut(query) {
    const chars = Array.from(query.trim()).length, words = query.trim().split(/\s+/).length;
    if (chars > QUERY_CHARS) return "写得太长，只按前 " + QUERY_CHARS + " 个字查找。";
    return words > QUERY_WORDS ? "词太多，只按前 " + QUERY_WORDS + " 个词查找。" : "";
  }

  /** Up to five names that share the most pairs of characters with the words. */
  async function namesLike(index, words, shards) {
    const shared = new Map();
    for (const word of words) for (const [first, second] of demands(word).pairs) {
      for (const value of index.bigram(first, second, shards).names) shared.set(value >>> 2, (shared.get(value >>> 2) || 0) + 1);
    }
    const best = Array.from(shared).sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 5);
    const names = await Promise.all(best.map(([unit]) => index.file("t/" + index.pages[index.pageOf[unit]] + ".js")
      .then((page) => page.units[unit - index.starts[index.pageOf[unit]]][0], () => "")));
    return names.filter((name, at) => name && names.indexOf(name) === at);
  }

  /** The name of the unit that the reader chose as his own (planpress.js), or nothing. */
  async function mine(index) {
    let page = "";
    try { page = "units/" + localStorage.getItem("planpress.unit"); } catch (fault) { /* not on this device */ }
    return index.pages.indexOf(page) < 0 ? "" : index.file("t/" + page + ".js").then((text) => text.title, () => "");
  }

  /** The Answer to a query; rejects with a sentence in Chinese when the index cannot be read. */
  async function ask(query, options) {
    const { kinds, years, states, units, plans, by } = options || {}, only = { kind: kinds, year: years, state: states, unit: units, plan: plans, by };
    const text = String(query === undefined || query === null ? "" : query);
    const index = await openIndex();
    index.mine = await mine(index);
    if (units || plans || by) await index.readColumns();
    const answered = await answer(index, text, only).catch((fault) => { if (fault instanceof Unread) return fault; throw fault; });
    if (!(answered instanceof Unread) && !answered.unread) return answered;
    // A site published meanwhile has another index: read core.js once more.
    const newer = await openIndex(index).catch(() => index);
    if (newer.build !== index.build) return answer(newer, text, only);
    if (answered instanceof Unread) throw answered;
    return answered;
  }

  /** Hits, best first, at most `limit` (40); the array also carries total, exact, counts, step, note and suggestions. */
  async function planSearch(query, options) {
    const limit = options && options.limit || BATCH;
    const result = await ask(query, options);
    while (options && options.limit && result.hits.length < limit && !result.done) await result.more();
    const hits = result.hits.slice(0, limit);
    for (const key of ["total", "exact", "counts", "step", "note", "suggestions", "words", "answers"]) hits[key] = result[key];
    return hits;
  }

  planSearch.ask = ask;
  planSearch.fold = (text, pairs) => fold(text, pairs ? pairsOf(pairs) : null);
  planSearch.decode = (text) => Array.from(decode(text));
  window.planSearch = planSearch;

  /* ---------------------------------------------------------------- pieces of the page */

  const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");
  /** How many there are: all of them counted, or more than those that have been looked at. */
  const countOf = (answered) => (answered.exact ? "共 " + grouped(answered.total) : "多于 " + grouped(answered.hits.length)) + " 条";
  const resultsUrl = (query) => new URL("search/index.html", ROOT).href + "#" + stateText(query, {});
  const stateText = (query, only) => "q=" + encodeURIComponent(query)
    + FACETS.map((facet) => (only[facet] && only[facet].length ? "&" + facet + "=" + only[facet].map(encodeURIComponent).join(",") : "")).join("")
    + (only.by ? "&by=" + only.by : "");

  /** An element; attributes by name, `text` its text, the rest are children. */
  function el(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const name of Object.keys(attributes || {})) {
      if (name === "text") element.textContent = attributes.text;
      else if (attributes[name] !== null && attributes[name] !== undefined) element.setAttribute(name, attributes[name]);
    }
    element.append(...children);
    return element;
  }

  /** Text with the marked stretches in <mark>; never markup from the data. */
  function marked(text, marks) {
    const out = document.createDocumentFragment();
    let at = 0;
    for (const [start, end] of marks) {
      out.append(text.slice(at, start), el("mark", { text: text.slice(start, end) }));
      at = end;
    }
    out.append(text.slice(at));
    return out;
  }

  /** Where a hit stands, in few words: its plan, its phase, who leads it. */
  function whereabouts(hit) {
    const parts = [];
    if (hit.page !== hit.title) parts.push(hit.page);
    parts.push(...hit.from);
    if (hit.phase) parts.push(hit.phase);
    if (hit.tier) parts.push(hit.tier);
    if (hit.owner) parts.push((hit.kind === "task" || hit.kind === "indicator" ? "牵头 " : "") + hit.owner);
    return parts;
  }

  /** The same as an element; only the plan's name may break over lines. */
  function whereElement(tag, hit) {
    const element = el(tag, { class: "search-where" });
    whereabouts(hit).forEach((part, at) => element.append(at ? " · " : "", el("span", { text: part })));
    return element;
  }

  /** What an answer says: 要求 ≤ 8 天；做到 … */
  function saidElement(tag, known) {
    const element = el(tag, { class: "search-said" });
    known.said.forEach(([word, told], at) => element.append(at ? "；" : "", el("b", { text: word }), " " + told));
    return element;
  }

  /* The last queries, remembered by this device alone. Storage may be forbidden; then nothing is. */
  const RECENT = "planSearch.recent";

  function recentQueries() {
    try {
      const list = JSON.parse(localStorage.getItem(RECENT));
      return Array.isArray(list) ? list.filter((query) => typeof query === "string") : [];
    } catch (fault) { return []; }
  }
  function keepQueries(list) {
    try { localStorage.setItem(RECENT, JSON.stringify(list.slice(0, 6))); } catch (fault) { /* not on this device */ }
  }
  function keepQuery(query) {
    const plain = query.trim();
    if (plain) keepQueries([plain, ...recentQueries().filter((other) => other !== plain)]);
  }

  /* ---------------------------------------------------------------- arriving at a hit */

  /** Shows for a moment which place was meant. The stylesheet decides how, and whether anything moves. */
  function flash(target) {
    const shown = target.getClientRects().length && target.offsetHeight > 4 ? target : target.parentElement;
    if (!shown || shown === document.body) return;
    shown.classList.remove("search-flash");
    void shown.offsetWidth;   // begin anew when it still flashes
    shown.classList.add("search-flash");
    setTimeout(() => shown.classList.remove("search-flash"), 3000);
  }

  function targetOf(hash) {
    let id = hash.slice(1);
    try { id = decodeURIComponent(id); } catch (fault) { /* as written */ }
    return id && document.getElementById(id);
  }

  function arrive() {
    const target = targetOf(location.hash);
    if (target) flash(target);
  }

  /** Before following a hit: remember the query; a hit on this very page causes no load, so flash it here. */
  function follow(hit, query) {
    keepQuery(query);
    if (hit.url.split("#")[0] !== location.href.split("#")[0]) return;
    setTimeout(() => {
      const target = targetOf(new URL(hit.url).hash);
      if (target) { target.scrollIntoView(); flash(target); }
    }, 60);
  }

  /* ---------------------------------------------------------------- the box */

  /** The first hits, but not all of one kind: half the rows at most while other kinds wait; best first. */
  function selection(hits, size) {
    const perKind = {}, first = [], rest = [];
    for (const hit of hits) {
      perKind[hit.kind] = (perKind[hit.kind] || 0) + 1;
      (perKind[hit.kind] <= size / 2 ? first : rest).push(hit);
    }
    const chosen = first.concat(rest).slice(0, size);
    return hits.filter((hit) => chosen.indexOf(hit) >= 0);
  }

  let boxes = 0;

  /** Makes a search form a combobox: results below the field while typing, Enter leads to the page of all results. */
  class Box {
    constructor(form) {
      this.form = form;
      this.input = form.querySelector("input[type=search], input[name=q]");
      this.id = "search-" + ++boxes;
      this.turn = 0;
      this.active = -1;
      this.options = [];
      this.composing = false;
      this.status = el("p", { class: "search-status", role: "status" });
      this.list = el("div", { class: "search-list", role: "listbox", id: this.id, "aria-label": "搜索结果" });
      this.panel = el("div", { class: "search-panel", hidden: "" }, this.status, this.list);
      form.classList.add("search-ready");
      form.append(this.panel);
      const set = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.id, "aria-haspopup": "listbox",
        "aria-keyshortcuts": "/ Control+K", autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "search" };
      for (const name of Object.keys(set)) this.input.setAttribute(name, set[name]);
      if (!this.input.labels || !this.input.labels.length) this.input.setAttribute("aria-label", "搜索");
      this.listen();
    }

    listen() {
      const { input, form, panel } = this;
      input.addEventListener("focus", () => { openIndex().catch(() => {}); if (!input.value.trim()) this.showRecent(); });
      input.addEventListener("compositionstart", () => { this.composing = true; });
      input.addEventListener("compositionend", () => { this.composing = false; this.typed(); });
      input.addEventListener("input", (event) => { if (!event.isComposing && !this.composing) this.typed(); });
      input.addEventListener("click", () => { if (panel.hidden) this.typed(); });
      input.addEventListener("keydown", (event) => this.key(event));
      form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
      form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) this.close(); });
      panel.addEventListener("mousedown", (event) => event.preventDefault());   // the focus stays in the field
      window.addEventListener("resize", () => { if (!panel.hidden) this.place(); });
      window.addEventListener("pageshow", () => this.close());
    }

    key(event) {
      if (event.isComposing || event.keyCode === 229 || this.composing) return;
      const open = !this.panel.hidden;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!open) return void this.typed();
        const size = this.options.length;
        if (size) this.choose(event.key === "ArrowDown" ? (this.active + 1) % size : (this.active <= 0 ? size : this.active) - 1);
      } else if (event.key === "Enter" && open && this.active >= 0) {
        event.preventDefault();
        this.options[this.active].click();
      } else if (event.key === "Escape") {
        event.preventDefault();
        if (open) this.close();
        else { this.input.value = ""; this.input.dispatchEvent(new Event("input", { bubbles: true })); }
      }
    }

    choose(at) {
      if (this.active >= 0 && this.options[this.active]) this.options[this.active].setAttribute("aria-selected", "false");
      this.active = at;
      const option = this.options[at];
      if (!option) { this.input.removeAttribute("aria-activedescendant"); return; }
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", option.id);
    }

    typed() {
      clearTimeout(this.timer);
      if (!this.input.value.trim()) { this.turn++; this.showRecent(); return; }
      this.timer = setTimeout(() => this.run(), 90);
    }

    async run() {
      const query = this.input.value.trim(), turn = ++this.turn;
      const waiting = setTimeout(() => { if (turn === this.turn) this.show("正在找…", null); }, 250);
      try {
        const result = await ask(query);
        if (turn === this.turn && document.activeElement === this.input) this.showAnswer(query, result);
      } catch (fault) {
        if (turn === this.turn) this.showFault(fault);
      } finally {
        clearTimeout(waiting);
      }
    }

    showAnswer(query, result) {
      if (!result.hits.length) {
        const groups = result.suggestions.length ? [this.group("相近的名称", result.suggestions.map((name) => this.retry(name)))] : [];
        this.show(result.note + (result.suggestions.length ? "" : "可以少写几个字，或换一个说法。"), groups);
        return;
      }
      const shown = selection(result.hits, window.innerWidth < 600 ? 6 : 8);
      const kinds = shown.map((hit) => hit.kind).filter((kind, at, all) => all.indexOf(kind) === at);
      const groups = kinds.map((kind) => {
        const held = shown.filter((hit) => hit.kind === kind);
        return this.group(held[0].kindName, held.map((hit) => this.row(hit, query)));
      });
      if (result.total > shown.length) {
        const all = el("a", { class: "search-option search-all", href: resultsUrl(query), text: "看全部结果（" + countOf(result) + "）" });
        all.addEventListener("click", () => { keepQuery(query); this.close(); });
        groups.push(this.group(null, [all]));
        groups[groups.length - 1].classList.add("search-last");
      }
      if (result.answers.length) groups.unshift(this.group("回答", result.answers.map((known) => this.answerRow(known, query))));
      if (result.suggestions.length) groups.unshift(this.group("相近的名称", result.suggestions.slice(0, 3).map((name) => this.retry(name))));
      this.show(result.note + countOf(result), groups);
    }

    row(hit, query) {
      const option = el("a", { class: "search-option", href: hit.url },
        el("span", { class: "search-name" }, marked(hit.title, hit.titleMarks)),
        whereElement("span", hit));
      if (hit.excerpt) option.append(el("span", { class: "search-excerpt" }, marked(hit.excerpt, hit.marks)));
      option.addEventListener("click", () => { this.close(); follow(hit, query); });
      return option;
    }

    answerRow(known, query) {
      const option = el("a", { class: "search-option search-answer", href: known.url },
        el("span", { class: "search-name", text: known.title }), whereElement("span", known), saidElement("span", known));
      option.addEventListener("click", () => { this.close(); follow(known, query); });
      return option;
    }

    /** An option that puts another query into the field. */
    retry(query) {
      const option = el("div", { class: "search-option" }, el("span", { class: "search-name", text: query }));
      option.addEventListener("click", () => { this.input.value = query; this.input.focus(); this.typed(); });
      return option;
    }

    group(name, options) {
      const group = el("div", { class: "search-group", role: "group" });
      if (name) {
        const head = this.id + "-g" + Math.random().toString(36).slice(2, 8);
        group.setAttribute("aria-labelledby", head);
        group.append(el("div", { class: "search-kind", id: head, role: "presentation", text: name }));
      } else group.setAttribute("aria-label", "全部结果");
      group.append(...options);
      return group;
    }

    showRecent() {
      const recent = recentQueries();
      if (!recent.length) return this.close();
      const clear = el("div", { class: "search-option search-all", text: "清除记录" });
      clear.addEventListener("click", () => { keepQueries([]); this.close(); });
      this.show("", [this.group("最近搜过（只记在这台设备上）", [...recent.map((query) => this.retry(query)), clear])]);
    }

    showFault(fault) {
      const again = el("button", { type: "button", class: "search-again", text: "再试一次" });
      again.addEventListener("click", () => { this.input.focus(); this.run(); });
      this.show(fault instanceof Unread ? fault.message : "搜索出了错，请刷新页面再试。", []);
      this.status.append(" ", again);
    }

    /** Opens the panel with a sentence and groups of options; null leaves the options as they are. */
    show(sentence, groups) {
      this.status.textContent = sentence;
      this.status.hidden = !sentence;
      if (groups) {
        this.list.textContent = "";
        this.list.append(...groups);
        this.list.hidden = !groups.length;
        this.options = Array.from(this.list.querySelectorAll(".search-option"));
        this.options.forEach((option, at) => {
          option.id = this.id + "-" + at;
          option.tabIndex = -1;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
        });
        this.choose(-1);
        this.list.scrollTop = 0;
      }
      this.panel.hidden = false;
      this.input.setAttribute("aria-expanded", String(this.options.length > 0));
      this.place();
    }

    /** As wide as the field, but never too narrow to read, and inside the window. */
    place() {
      const field = this.form.getBoundingClientRect(), room = document.documentElement.clientWidth - 32;
      const width = Math.min(room, Math.max(field.width, 640));
      this.panel.style.width = width + "px";
      const left = field.left + width <= 16 + room ? field.left : Math.max(16, field.right - width);
      this.panel.style.left = left - field.left - this.form.clientLeft + "px";
    }

    close() {
      clearTimeout(this.timer);
      this.turn++;
      this.panel.hidden = true;
      this.input.setAttribute("aria-expanded", "false");
      this.choose(-1);
    }

    submit() {
      const query = this.input.value.trim();
      if (!query) return this.input.focus();
      keepQuery(query);
      this.close();
      location.href = resultsUrl(query);
    }
  }

  /* ---------------------------------------------------------------- the page of all results */

  const HELPING = 20;   // rows to show at least, if there are as many
  const UNITS = 8, PLANS = 5;   // chips of a facet that has many values

  const some = (values) => (values && values.length ? values : undefined);

  /** The values with most hits, most first, with those that are wanted. */
  const mostOf = (counts, size, wanted) => Object.keys(counts).sort((a, b) => counts[b] - counts[a] || (a < b ? -1 : 1))
    .filter((value, at) => at < size || (wanted || []).indexOf(value) >= 0);

  class ResultsPage {
    constructor(root) {
      this.root = root;
      this.turn = 0;
      this.title = document.title;
      this.back = history.state;   // where the reader was when he followed a hit: {rows, top, open}
      const form = (root.closest("main") || document).querySelector("form.search") || this.makeForm();
      this.input = form.querySelector("input");
      this.status = el("p", { class: "search-status", role: "status" });
      this.kinds = el("div", { class: "search-kinds", role: "group", "aria-label": "只看一部分" });
      this.answers = el("section", { class: "search-answers", "aria-label": "回答" });
      this.list = el("ol", { class: "search-hits" });
      this.foot = el("div", { class: "search-foot" });
      root.append(this.status, this.answers, this.kinds, this.list, this.foot);
      this.input.addEventListener("compositionend", () => this.typed());
      this.input.addEventListener("input", (event) => { if (!event.isComposing) this.typed(); });
      form.addEventListener("submit", (event) => { event.preventDefault(); event.stopImmediatePropagation(); this.go(this.input.value.trim(), {}, true); keepQuery(this.input.value); });
      window.addEventListener("hashchange", () => this.read());
      this.read();
    }

    makeForm() {
      const hint = window.innerWidth < 600 ? "搜方案、任务、单位" : "搜方案、任务、单位、指标或文号";
      const form = el("form", { class: "search large", role: "search" },
        el("input", { type: "search", name: "q", "aria-label": "搜索", placeholder: hint, autocomplete: "off", enterkeyhint: "search" }),
        el("button", { type: "submit", text: "搜索" }));
      this.root.append(form);
      return form;
    }

    typed() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.go(this.input.value.trim(), {}, false), 160);
    }

    /** Puts the query and what of it is wanted ({facet: values}) into the address; a new entry in the history only when asked for. */
    go(query, only, anew) {
      clearTimeout(this.timer);
      const hash = "#" + stateText(query, only);
      if (anew && hash !== location.hash) { location.hash = hash; return; }
      try { history.replaceState(null, "", hash); } catch (fault) { /* the address stays behind, the list does not */ }
      this.run(query, only);
    }

    /** The address says what to look for; an address written by a form without script has it before the #. */
    read() {
      const state = new URLSearchParams(location.hash.indexOf("=") > 0 ? location.hash.slice(1) : location.search);
      const query = state.get("q") || "", only = {};
      for (const facet of FACETS) only[facet] = (state.get(facet) || "").split(",").filter(Boolean);
      if (state.get("by") === "due") only.by = "due";
      if (document.activeElement !== this.input || this.input.value.trim() !== query) this.input.value = query;
      this.run(query, only);
    }

    async run(query, only) {
      const turn = ++this.turn, back = this.back;
      document.title = (query ? "「" + query + "」 · " : "") + this.title;
      if (!query) {
        this.clear("");
        this.input.focus({ preventScroll: true });
        return;
      }
      const waiting = setTimeout(() => { if (turn === this.turn) this.status.textContent = "正在找…"; }, 250);
      try {
        const known = (await openIndex()).words;
        const kinds = (only.kind || []).filter((kind) => known.has(kind));
        const options = { kinds, years: only.year, states: only.state, units: some(only.unit), plans: some(only.plan), by: only.by };
        const result = await ask(query, options);
        const rows = back && back.rows || HELPING;
        while (turn === this.turn && result.hits.length < rows && !result.done) await result.more();
        if (turn !== this.turn) return;
        this.show(result, Object.assign({}, only, { kind: kinds }));
        this.back = null;
        const toPlace = () => { if (back && back.top && turn === this.turn) window.scrollTo(0, back.top); };
        toPlace();
        if (result.everything) this.sift(turn, query, options, Object.assign({}, only, { kind: kinds })).then(toPlace, () => {});   // the list is there without
      } catch (fault) {
        if (turn === this.turn) this.showFault(fault, query, only);
      } finally {
        clearTimeout(waiting);
      }
    }

    /** Adds what the columns tell, which the first answer does not wait for: units, plans, what is due first. */
    async sift(turn, query, options, only) {
      const index = await openIndex();
      await index.readColumns();
      const result = await ask(query, options);
      const pages = await Promise.all(mostOf(result.facets.plan, PLANS, only.plan).map((id) => index.file("t/" + id + ".js").then((page) => [id, page])));
      const alike = ([, page]) => pages.filter(([, other]) => other.title === page.title).length > 1;
      const titles = new Map(pages.map((each) => [each[0], each[1].title + (alike(each) ? "（" + [each[1].issuer, each[1].date.slice(0, 4)].filter(Boolean).join("，") + "）" : "")]));
      if (turn !== this.turn) return;
      const units = mostOf(result.facets.unit, UNITS, only.unit);
      this.showFacets(result, only);
      const mine = index.mine && result.facets.unit[index.mine] ? [index.mine] : [];
      this.showFacet(this.folded, result, only, "unit", "单位", [...mine, ...units.filter((unit) => unit !== index.mine)], (unit) => unit);
      this.showFacet(this.folded, result, only, "plan", "方案", Array.from(titles.keys()), (id) => titles.get(id));
      const order = el("button", { type: "button", class: "search-chip", "aria-pressed": String(only.by === "due"), text: "先到期的排前面" });
      order.addEventListener("click", () => this.go(query, Object.assign({}, only, { by: only.by ? "" : "due" }), true));
      this.folded.append(el("div", { class: "search-facet", role: "group", "aria-label": "次序" }, el("span", { class: "search-count", text: "次序" }), order));
    }

    clear(sentence) {
      this.status.textContent = sentence;
      for (const part of [this.answers, this.kinds, this.list, this.foot]) part.textContent = "";
    }

    show(result, only) {
      this.clear("");
      this.showFacets(result, only);
      this.answers.append(...result.answers.map((known) => this.answerBlock(known, result.query)));
      if (!result.everything) return this.showNothing(result);
      this.addRows(result, result.hits);
      this.showFoot(result);
      if (result.suggestions.length) this.foot.append(el("p", { text: "相近的名称：" }), this.links(result.suggestions));
    }

    /** Other queries to try. */
    links(queries) {
      return el("ul", { class: "search-tips" }, ...queries.map((query) => el("li", {}, el("a", { href: "#" + stateText(query, {}), text: query }))));
    }

    tell(result) {
      this.status.textContent = result.note + countOf(result) + (result.hits.length < result.total ? "，已列出 " + grouped(result.hits.length) + " 条" : "")
        + "。" + (result.unread ? "另有 " + result.unread + " 条的文字没有读到。" : "");
    }

    /** A row of chips for each facet in which there is a choice; several of one facet may be pressed. All but the kinds are folded away. */
    showFacets(result, only) {
      const { index } = result.work, open = this.folded ? this.folded.open : this.back && this.back.open;
      this.kinds.textContent = "";
      this.folded = el("details", { class: "search-folded" }, el("summary", { text: "按状态、年份、单位、方案筛选，或排次序" }));
      this.folded.open = open || Boolean(only.by) || FACETS.slice(1).some((facet) => only[facet] && only[facet].length);
      const years = Object.keys(result.facets.year).sort().reverse();
      this.showFacet(this.kinds, result, only, "kind", "", index.kinds, (kind) => index.words.get(kind));
      this.kinds.append(this.folded);
      this.showFacet(this.folded, result, only, "state", "状态", Object.keys(STATE_WORDS), (state) => STATE_WORDS[state]);
      this.showFacet(this.folded, result, only, "year", "年份", years, (year) => year);
    }

    showFacet(place, result, only, facet, name, values, wordOf) {
      const counts = result.facets[facet], pressed = only[facet] || [];
      const present = values.filter((value) => counts[value] || pressed.indexOf(value) >= 0);
      if (present.length < 2 && !pressed.length) return;
      const chip = (text, on, next) => {
        const button = el("button", { type: "button", class: "search-chip", "aria-pressed": String(on) }, ...text);
        button.addEventListener("click", () => this.go(result.query, Object.assign({}, only, { [facet]: next }), true));
        return button;
      };
      place.append(el("div", { class: "search-facet", role: "group", "aria-label": name || "类别" },
        ...(name ? [el("span", { class: "search-count", text: name })] : []),
        chip(["全部"], !pressed.length, []),
        ...present.map((value) => chip([wordOf(value), ...(result.exact ? [" ", el("span", { class: "search-count", text: grouped(counts[value] || 0) })] : [])],
          pressed.indexOf(value) >= 0, pressed.indexOf(value) >= 0 ? pressed.filter((other) => other !== value) : [...pressed, value]))));
    }

    answerBlock(known, query) {
      const link = el("a", { href: known.url, text: known.title });
      link.addEventListener("click", () => this.leave(known, query));
      const where = whereElement("span", known);
      return el("div", { class: "search-answer" }, saidElement("p", known),
        el("p", { class: "search-where" }, link, ...(where.textContent ? [" · ", where] : [])));
    }

    /** Follows a hit, and keeps the place for who comes back. */
    leave(hit, query) {
      try { history.replaceState({ rows: this.list.children.length, top: window.scrollY, open: this.folded.open }, ""); } catch (fault) { /* back leads to the top */ }
      follow(hit, query);
    }

    addRows(result, hits) {
      for (const hit of hits) {
        const link = el("a", { href: hit.url }, marked(hit.title, hit.titleMarks));
        link.addEventListener("click", () => this.leave(hit, result.query));
        const row = el("li", { class: "search-hit" },
          el("p", { class: "search-kind", text: hit.kindName }),
          el("h2", { class: "search-name" }, link));
        if (whereabouts(hit).length) row.append(whereElement("p", hit));
        if (hit.excerpt) row.append(el("p", { class: "search-excerpt" }, marked(hit.excerpt, hit.marks)));
        this.list.append(row);
      }
      this.tell(result);
    }

    showFoot(result) {
      this.foot.textContent = "";
      if (result.done) {
        if (!result.exact || result.total > result.hits.length) this.foot.append(el("p", { text: "只列出最相关的 " + grouped(result.hits.length) + " 条；加一个词，或只看一类，可以缩小范围。" }));
        return;
      }
      const more = el("button", { type: "button", class: "search-more", text: "再列一些" });
      more.addEventListener("click", async () => {
        more.disabled = true;
        const before = this.list.children.length, turn = this.turn;
        const unread = result.unread, fresh = await result.more();
        if (turn !== this.turn) return;
        if (result.unread > unread) return this.read();  // published anew meanwhile, perhaps: ask the index of today
        this.addRows(result, fresh);
        this.showFoot(result);
        const next = this.list.children[before];
        if (next) next.querySelector("a").focus({ preventScroll: true });
      });
      this.foot.append(more);
    }

    showNothing(result) {
      this.status.textContent = result.note;
      if (!result.words.length) return;
      if (result.suggestions.length) this.foot.append(el("p", { text: "相近的名称：" }), this.links(result.suggestions));
      this.foot.append(el("p", { text: "可以这样再试：" }), el("ul", { class: "search-tips" },
        el("li", { text: "少写几个字，例如只写单位名，或任务里的一个词；" }),
        el("li", { text: "换一个说法，例如「挂号」和「预约」；" }),
        el("li", { text: "几个词之间空一格，次序不限。" })));
    }

    showFault(fault, query, only) {
      this.clear(fault instanceof Unread ? fault.message : "搜索出了错，请刷新页面再试。");
      const again = el("button", { type: "button", class: "search-more", text: "再试一次" });
      again.addEventListener("click", () => this.run(query, only));
      this.foot.append(again);
    }
  }

  /* ---------------------------------------------------------------- at the start */

  const typing = (element) => element && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));

  function focusBox(event) {
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target);
    const ctrlK = (event.key === "k" || event.key === "K") && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (event.defaultPrevented || event.isComposing || !slash && !ctrlK) return;
    const fields = Array.from(document.querySelectorAll("form.search input")).filter((field) => field.getClientRects().length);
    const field = fields.find((one) => one.closest("main")) || fields[0];
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  }

  function begin() {
    const page = document.querySelector("[data-search-page]");
    const live = page && new ResultsPage(page).input;
    document.querySelectorAll("form.search").forEach((form) => {
      if (form.querySelector("input") && form.querySelector("input") !== live) new Box(form);
    });
    document.addEventListener("keydown", focusBox);
    if (location.hash.length > 1 && !page) requestAnimationFrame(arrive);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
