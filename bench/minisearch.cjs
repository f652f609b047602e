// MiniSearch with bigrams: reads {documents: [{id, title, text}], queries: […]} and writes, for each query, the ids of its first five.
const MiniSearch = require(process.argv[2] + "/dist/cjs/index.cjs");
const { documents, queries } = JSON.parse(require("fs").readFileSync(0, "utf8"));

function tokenize(text) {
  const out = [];
  for (const run of text.toLowerCase().match(/[\p{Script=Han}]+|[a-z0-9.%]+/gu) || []) {
    if (/^[a-z0-9.%]/.test(run)) { out.push(run); continue; }
    const chars = Array.from(run);
    if (chars.length === 1) out.push(run);
    for (let at = 0; at + 1 < chars.length; at++) out.push(chars[at] + chars[at + 1]);
  }
  return out;
}

const index = new MiniSearch({ fields: ["title", "text"], tokenize, searchOptions: { boost: { title: 3 }, tokenize } });
index.addAll(documents);
console.log(JSON.stringify(queries.map((query) => index.search(query).slice(0, 5).map((hit) => hit.id))));
