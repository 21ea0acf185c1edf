// Sorting, sifting, keys, copying. Every page works without this.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");
  const all = (selector, from = document) => Array.from(from.querySelectorAll(selector));
  const one = (selector, from = document) => from.querySelector(selector);

  // The place in the address where a view is kept, so that a link shows the same.
  const view = new URLSearchParams(location.search);
  const keep = (name, value) => {
    if (value) view.set(name, value); else view.delete(name);
    const query = view.toString();
    history.replaceState(null, "", location.pathname + (query ? "?" + query : "") + location.hash);
  };

  // What an address points to is opened.
  const reveal = () => {
    let id = "";
    try { id = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    const target = id && document.getElementById(id);
    if (!target) return;
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    const inner = target.classList.contains("claim") && one("details", target);
    if (inner) inner.open = true;
    target.scrollIntoView({ block: "start" });
  };
  addEventListener("hashchange", reveal);

  // Sorting by a column. Claims are bodies of the table, so that a claim and its passages stay together.
  const table = one("#claim-table");
  const claims = table ? all("tbody.claim", table) : [];
  const part = table && one("tbody.part", table);
  const rank = { contradict: 0, differ: 1, agree: 2, single: 3 };
  const value = (claim, by) =>
    by === "text" ? one(".what", claim).textContent.toLowerCase()
      : by === "agreement" ? rank[claim.dataset.agreement] : Number(claim.dataset[by]);
  const sort = (by, down) => {
    const sorted = [...claims].sort((a, b) => {
      const [x, y] = [value(a, by), value(b, by)];
      const order = x < y ? -1 : y < x ? 1 : 0;
      return (down ? -order : order) || a.dataset.number - b.dataset.number;
    });
    if (part) part.hidden = by !== "number" || down;
    for (const claim of sorted) table.append(claim);
    if (part && !part.hidden) {
      const single = sorted.find((claim) => claim.dataset.articles === "1");
      if (single) single.before(part);
    }
    for (const head of all("th[data-sort]", table)) {
      const mine = head.dataset.sort === by;
      if (mine) head.setAttribute("aria-sort", down ? "descending" : "ascending"); else head.removeAttribute("aria-sort");
    }
    keep("order", by === "number" && !down ? "" : by + (down ? ".down" : ""));
  };
  for (const head of table ? all("th[data-sort]", table) : []) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    const by = head.dataset.sort;
    const downFirst = by === "articles" || by === "origins";
    button.addEventListener("click", () => {
      const now = head.getAttribute("aria-sort");
      sort(by, now ? now === "ascending" : downFirst);
    });
  }

  // Sifting claims by words.
  const sift = one("#sift");
  const told = (words, near) => {
    const place = near && one(".said", near);
    if (place) place.textContent = words;
  };
  const sifted = () => {
    const terms = sift.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const claim of claims) {
      const text = claim.textContent.toLowerCase();
      const fits = terms.every((term) => text.includes(term));
      claim.hidden = !fits;
      if (fits) shown += 1;
    }
    told(terms.length ? shown + " of " + claims.length + " claims" : "", sift.parentElement);
    keep("with", sift.value.trim());
  };
  if (sift) {
    sift.addEventListener("input", sifted);
    if (view.get("with")) { sift.value = view.get("with"); sifted(); }
    const [by, down] = (view.get("order") || "").split(".");
    if (one('th[data-sort="' + CSS.escape(by) + '"]', table)) sort(by, down === "down");
  }

  // Buttons.
  for (const button of all("[data-do]")) {
    button.addEventListener("click", async () => {
      if (button.dataset.do === "print") return print();
      try {
        await navigator.clipboard.writeText(location.href);
        told("Link copied.", button.parentElement);
      } catch {
        told(location.href, button.parentElement);
      }
    });
  }
  // A print has everything, also what is closed on the screen, in browsers that do not open it by style.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("details:not([open])");
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });

  // A thing of the drawing lights up what leads to and from it.
  const edges = all(".graph .edge");
  for (const node of all(".graph .node")) {
    const id = node.dataset.node;
    const light = (on) => {
      for (const edge of edges) {
        const mine = edge.dataset.from === id || edge.dataset.to === id;
        edge.classList.toggle("lit", on && mine);
        edge.classList.toggle("dim", on && !mine);
      }
    };
    for (const [event, on] of [["pointerenter", true], ["pointerleave", false], ["focusin", true], ["focusout", false]]) {
      node.addEventListener(event, () => light(on));
    }
  }
  for (const edge of edges) {
    edge.addEventListener("click", () => { const twin = one(".twin"); if (twin) twin.open = true; });
  }

  // Keys: j and k walk through claims or stories, o opens, / searches.
  let here = -1;
  const steps = () => claims.length ? claims.filter((claim) => !claim.hidden).sort((a, b) =>
    a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1) : all(".stories > li");
  const walk = (by) => {
    const list = steps();
    if (!list.length) return;
    here = Math.min(Math.max(here + by, 0), list.length - 1);
    for (const item of list) item.classList.toggle("here", item === list[here]);
    const focus = one("summary, a", list[here]);
    if (focus) focus.focus({ preventScroll: true });
    list[here].scrollIntoView({ block: "nearest" });
  };
  addEventListener("keydown", (event) => {
    const typing = event.target.closest && event.target.closest("input, textarea, select");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j") walk(1);
    else if (event.key === "k") walk(-1);
    else if (event.key === "o" && 0 <= here) {
      const item = steps()[here];
      const details = item && one("details", item);
      if (details) details.open = !details.open; else if (item) one("a", item).click();
    } else if (event.key === "p" && one('[data-do="print"]')) print();
    else if (event.key === "/") { const find = one("#words"); if (find) { event.preventDefault(); find.focus(); } }
  });

  reveal();
})();
