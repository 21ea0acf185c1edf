// Pages that want to do harm: payloads in every field of every record, and pages of other sites.

import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { desk, launch, printed, watched } from "./desk.mjs";

const folder = mkdtempSync(join(tmpdir(), "headwater-"));
const payloads = [
  "<script>window.pwned=1;alert(1)</script>",
  "\"><img src=x onerror=\"window.pwned=1\">",
  "'><svg/onload=window.pwned=1>",
  "</title></style></textarea><script>window.pwned=1</script>",
  "<iframe srcdoc='<script>top.pwned=1</script>'>",
  "<a href=javascript:window.pwned=1>x</a><base href=//evil.example/>",
  "<link rel=stylesheet href=http://evil.example/x.css><style>*{background:url(http://evil.example/)}</style>",
  "{{7*7}}${7*7}<%=7*7%>`;window.pwned=1;`",
  "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
  "<form action=http://evil.example/><button autofocus onfocus=window.pwned=1>",
  "\u202Etxt.exe\u2066\u200B\u0000\u001B[31m",
  "]]><!--<x:script xmlns:x='http://www.w3.org/1999/xhtml'>window.pwned=1</x:script>",
  ...["img src=x onerror", "svg onload", "body onload", "video src=x onerror", "audio src=x onerror", "details open ontoggle",
    "input autofocus onfocus", "select autofocus onfocus", "textarea autofocus onfocus", "marquee onstart", "object data=x onerror",
    "iframe onload", "isindex type=image src=x onerror", "style onload", "link rel=stylesheet href=x onerror"]
    .flatMap((tag) => [`<${tag}=window.pwned=1>`, `"><${tag}='window.pwned=1'//`]),
  ...["script", "SCRIPT", "scr\u0131pt", "script/x", "script\n", "svg><script", "math><mtext><script", "noscript><script", "xmp><script",
    "plaintext><script", "template><script", "!--><script", "![CDATA[><script", "a></a><script"]
    .map((tag) => `</title></textarea><${tag}>window.pwned=1</script>`),
  ...["javascript:", "JAVASCRIPT:", "java\tscript:", "java\nscript:", "&#106;avascript:", "javascript&colon;", "\u0001javascript:",
    "data:text/html,", "vbscript:", "blob:", "view-source:javascript:"].map((scheme) => `<a href="${scheme}window.pwned=1">x</a>`),
  "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=window.pwned=1&gt;'>",
  "<math><annotation-xml encoding=text/html><style></math><img src=x onerror=window.pwned=1>",
  "<svg><use href='data:image/svg+xml,<svg onload=window.pwned=1>#x'/><animate attributeName=href values=javascript:window.pwned=1>",
  "<form id=location><input name=cookie><img name=body id=getElementById>", "<a id=config><a id=config name=url href=//evil.example>",
  "x' style='background:url(//evil.example)' y='", "\u2028window.pwned=1//", "\\u003cscript>window.pwned=1</script>", "${window.pwned=1}",
  "#{window.pwned=1}", "{%raw%}<script>window.pwned=1</script>", "$$\\href{javascript:window.pwned=1}{x}$$", "[x](javascript:window.pwned=1)",
  "%3Cscript%3Ewindow.pwned=1%3C/script%3E", "+ADw-script+AD4-window.pwned=1+ADw-/script+AD4-", "a".repeat(100_000),
];
const addresses = [
  "javascript:window.pwned=1", "JaVaScRiPt:window.pwned=1", "java\tscript:window.pwned=1", "data:text/html,<script>1</script>",
  "vbscript:x", "//evil.example/", "https://evil.example/\" onmouseover=\"window.pwned=1", "http://user:pass@evil.example/",
];

// The example records with a payload in every string. Ids stay the same wherever they stand.
function poisoned() {
  const lines = printed("demo", "--format", "jsonl").trim().split("\n").map((line) => JSON.parse(line));
  let turn = 0;
  const next = (list) => list[turn++ % list.length];
  const walk = (value, key) => {
    if (Array.isArray(value)) return value.map((one) => walk(one, key));
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, walk(one, name)]));
    }
    if (key === "url") return next(addresses);
    if (typeof value !== "string") return key === "byline" || key === "dateline" || key === "title" ? next(payloads) : value;
    if (key === "type" || key === "headwater") return value;
    if (/^[asco]-[0-9a-f]{16}$/.test(value)) return `${value}"><script>window.pwned=1</script>`;
    if (["date", "first", "last", "dates"].includes(key)) return turn++ % 2 ? value : next(payloads);
    if (["how", "kind", "stance", "mode", "polarity"].includes(key)) return turn++ % 2 ? value : value + next(payloads);
    return next(payloads) + value;
  };
  return lines.map((line) => (line.type === "run" ? line : walk(line)));
}

let browser;
before(async () => (browser = await launch()));
after(async () => browser?.close());

test("payloads in every field do nothing on any page", async () => {
  const records = poisoned();
  const file = join(folder, "run.jsonl");
  writeFileSync(file, records.map((record) => JSON.stringify(record)).join("\n") + "\n");
  const at = await desk(file);
  const context = await browser.newContext();
  const { page, faults } = await watched(context, at.origin);
  await page.goto(at.url);
  const path = (kind, record) => `/${kind}/${encodeURIComponent(record.id)}`;
  const stories = records.filter((record) => record.type === "story");
  const articles = records.filter((record) => record.type === "article");
  const pages = ["/", "/?sort=newest", "/upload", ...stories.map((one) => path("s", one)),
    ...stories.map((one) => `${path("s", one)}?show=all`), ...articles.map((one) => path("a", one)),
    ...payloads.slice(0, 10).map((words) => `/?words=${encodeURIComponent(words)}&outlet=${encodeURIComponent(words)}&month=${encodeURIComponent(words)}`)];
  for (const one of pages) {
    const answer = await page.goto(at.origin + one);
    assert.equal(answer.status(), 200, one);
    await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
    const state = await page.evaluate(() => ({
      pwned: window.pwned,
      tags: document.querySelectorAll("main script, main img, main iframe, main base, main link, main meta, main style, main form:not(.give)").length,
      handlers: Array.from(document.querySelectorAll("*")).filter((tag) =>
        Array.from(tag.attributes).some((attribute) => attribute.name.startsWith("on") || attribute.name === "style")).length,
      links: Array.from(document.querySelectorAll("a[href]"), (link) => link.href.baseVal ?? link.href)
        .filter((href) => !/^https?:\/\//.test(href) && !href.startsWith("/") && !href.startsWith("#")),
      outside: Array.from(document.querySelectorAll("a[target]"), (link) => link.rel)
        .filter((rel) => rel !== "noreferrer noopener nofollow"),
    }));
    assert.deepEqual(state, { pwned: undefined, tags: 0, handlers: 0, links: [], outside: [] }, one);
  }
  // What is followed from page to page leads somewhere, however odd the ids are.
  await page.goto(at.origin);
  await page.locator(".stories a").first().click();
  await page.locator("#articles h3 a").first().click();
  assert.equal(await page.locator(".text").count(), 1);
  assert.deepEqual(faults, []);
  const share = await context.request.get(`${at.origin}${path("s", stories[0])}.html`);
  const shared = await watched(await browser.newContext(), "file://");
  writeFileSync(join(folder, "share.html"), await share.text());
  await shared.page.goto(`file://${folder}/share.html`);
  assert.equal(await shared.page.evaluate(() => window.pwned), undefined);
  assert.deepEqual(shared.faults, []);
  const csv = await (await context.request.get(`${at.origin}${path("s", stories[0])}.csv`)).text();
  assert.ok(!csv.split(/\r\n/).some((line) => /(^|,)"?[=+@-]/.test(line.replace(/"[^"]*"/g, "x"))), "no cell is a formula");
  await context.close();
  assert.equal(await at.close(), 0);
});

test("hostile pages that are uploaded are words", async () => {
  const at = await desk();
  const context = await browser.newContext();
  const { page, faults } = await watched(context, at.origin);
  await page.goto(at.url);
  assert.match(await page.locator("h1").innerText(), /Nothing has been read/);
  await page.goto(`${at.origin}/upload`);
  const words = payloads[0] + " The mayor of Tollmere will resign, deputy Ina Pross said on Friday.";
  await page.locator("#files").setInputFiles([
    { name: "<img src=x onerror=window.pwned=1>.txt", mimeType: "text/plain", buffer: Buffer.from(words) },
    { name: "../../etc/passwd.html", mimeType: "text/html", buffer: Buffer.from(`<html><body><p>${words}</p></body></html>`) },
  ]);
  await page.getByRole("button", { name: "Read them" }).click();
  await page.waitForURL((url) => url.pathname !== "/upload");
  assert.equal(await page.evaluate(() => window.pwned), undefined);
  assert.deepEqual(faults, []);
  await context.close();
  await at.close();
});

test("a page of another site can neither read the desk nor write to it", async () => {
  const at = await desk("--demo");
  const context = await browser.newContext();
  const own = await context.newPage();
  await own.goto(at.url);
  const before = await own.locator(".stories > li").count();
  const attack = `<!doctype html><title>other</title><body><script>
    const at = ${JSON.stringify(at.origin)};
    const tried = {};
    const attempt = async (name, act) => { try { tried[name] = await act(); } catch (error) { tried[name] = "blocked"; } };
    const loads = (tag, url) => new Promise((done) => { const one = document.createElement(tag);
      one.onload = () => done("loaded"); one.onerror = () => done("blocked"); one.src = url; document.body.append(one); });
    window.all = (async () => {
      await attempt("fetch", async () => (await fetch(at + "/stories.json", { credentials: "include" })).text());
      await attempt("api", async () => (await fetch(at + "/api/v1/stories", { credentials: "include" })).text());
      await attempt("opaque", async () => (await (await fetch(at + "/", { mode: "no-cors", credentials: "include" })).text()) || "blocked");
      await attempt("post", async () => (await fetch(at + "/upload", { method: "POST", mode: "no-cors", credentials: "include",
        body: new URLSearchParams({ text: "planted" }) })).type === "opaque" ? "blocked" : "sent");
      await attempt("script", () => loads("script", at + "/stories.json"));
      await attempt("image", () => loads("img", at + "/static/mark.svg"));
      await attempt("socket", () => new Promise((done) => { const socket = new WebSocket(at.replace("http", "ws") + "/");
        socket.onopen = () => done("open"); socket.onerror = () => done("blocked"); }));
      return tried;
    })();
  </script><form id=f method=post enctype=multipart/form-data action="${at.origin}/upload"><textarea name=text>The planted mayor resigned, Ina Pross said on Friday.</textarea></form>`;
  const other = createServer((request, answer) => answer.writeHead(200, { "content-type": "text/html" }).end(attack));
  await new Promise((ready) => other.listen(0, "127.0.0.1", ready));
  for (const host of ["127.0.0.1", "localhost"]) {
    const page = await context.newPage();
    await page.goto(`http://${host}:${other.address().port}/`);
    const tried = await page.evaluate(() => window.all);
    assert.deepEqual([...new Set(Object.values(tried))], ["blocked"], `${host}: ${JSON.stringify(tried)}`);
    await Promise.all([page.waitForURL(/\/upload/), page.evaluate(() => document.getElementById("f").submit())]);
    assert.match(await page.locator("body").innerText(), /another site|opens with its key/i);
    const frame = await context.newPage();
    await frame.goto(`http://${host}:${other.address().port}/`);
    const framed = await frame.evaluate((url) => new Promise((done) => {
      const one = document.createElement("iframe");
      one.onload = () => { try { done(one.contentDocument?.body?.innerText ?? "blocked"); } catch { done("blocked"); } };
      one.src = url;
      document.body.append(one);
    }), at.origin);
    assert.equal(framed, "blocked");
    await page.close();
    await frame.close();
  }
  await own.goto(at.origin);
  assert.equal(await own.locator(".stories > li").count(), before, "nothing was planted");
  other.close();
  await context.close();
  await at.close();
});
