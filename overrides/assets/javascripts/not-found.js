/* 方案通: the page for an address that is not there, on a server that shows it under any address and a site that does not know its own. It is
   asked for from every folder above; the first that is found says where the site is, and leads the page there. */
(function () {
  "use strict";
  const html = document.documentElement;
  if (html.dataset.site) return;
  const site = html.dataset.site = new URL("../../", document.currentScript.src).href;
  if (new URL("/", site).href === site) return;
  const lead = () => {
    [["href", "a, link"], ["action", "form"]].forEach(([name, tags]) => document.querySelectorAll(tags).forEach((each) => {
      const address = each.getAttribute(name);
      if (address && address[0] === "/") each.setAttribute(name, site + address.slice(1));
    }));
  };
  lead();
  document.addEventListener("DOMContentLoaded", lead);
  ["planpress", "search"].forEach((name) => {
    const script = document.createElement("script");
    script.src = site + "assets/javascripts/" + name + ".js";
    document.head.appendChild(script);
  });
})();
