/* 方案通: the service worker of a site served by https. `SITE` stands before it when it is written to sw.js: version and first. */
"use strict";

const SAID = "<!doctype html><html lang=zh-Hans><meta charset=utf-8><meta name=viewport content='width=device-width'><title>没有网络</title>"
  + "<h1>没有网络</h1><p>这一页还没有存到这台设备。连上网再打开，或回<a href='" + self.registration.scope + "index.html'>首页</a>看存下来的。";
const KEPT = "planpress-" + SITE.version;

self.addEventListener("install", (event) => {
  event.waitUntil(keep(SITE.first).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((name) => name.startsWith("planpress-") && name !== KEPT).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

/* The server first, always asked anew; what was kept only where it cannot be reached. */
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin || event.request.headers.has("range")) return;
  event.respondWith(answer(event.request, url));
});

async function answer(request, url) {
  try {
    const fresh = await fetch(url, { cache: "no-cache", credentials: "same-origin" });
    if (fresh.ok && fresh.type === "basic" && !fresh.redirected) {
      const copy = fresh.clone();
      caches.open(KEPT).then((cache) => cache.put(url.href.split("#")[0], copy)).catch(() => {}); // a full disk keeps no more
    }
    return fresh;
  } catch (offline) {
    const kept = await caches.match(request, { ignoreSearch: true })
      || url.pathname.endsWith("/") && await caches.match(new URL("index.html", url), { ignoreSearch: true });
    if (kept) return kept;
    return request.mode === "navigate" ? new Response(SAID, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } }) : Response.error();
  }
}

/* Keeps addresses one by one; says how many there are now and whether the device had room for all. */
async function keep(addresses, tell) {
  const cache = await caches.open(KEPT);
  let done = 0;
  for (const each of addresses) {
    try {
      const url = new URL(encodeURI(each), self.registration.scope).href;
      if (!await cache.match(url)) await cache.add(new Request(url, { cache: "no-cache" }));
      done += 1;
    } catch (fault) {
      if (fault.name === "QuotaExceededError") break;
    }
    if (tell && done % 20 === 0) tell(done);
  }
  return done;
}

self.addEventListener("message", (event) => {
  if (event.data === "keep all") event.waitUntil(keepAll(event.source));
});

async function keepAll(reader) {
  const all = await (await fetch(new URL("offline/pages.json", self.registration.scope), { cache: "no-cache" })).json();
  const done = await keep(all, (now) => reader.postMessage({ kept: now, of: all.length }));
  reader.postMessage({ kept: done, of: all.length, end: true });
}
