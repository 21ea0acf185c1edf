// The desk in a real browser, over the example pages.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { desk, launch, printed, sideways, watched } from "./desk.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "headwater-"));

let at, browser, context, story, records;

before(async () => {
  at = await desk("--demo");
  browser = await launch();
  context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(at.url);
  assert.equal(page.url(), `${at.origin}/`, "the key is gone from the address");
  story = await page.locator(".stories a").first().getAttribute("href");
  records = printed("demo", "--format", "jsonl").trim().split("\n").map((line) => JSON.parse(line));
  await page.close();
});

after(async () => {
  await browser?.close();
  assert.equal(await at?.close(), 0, "Ctrl-C ends it cleanly");
});

const told = () => records.filter((record) => record.type === "story").sort((a, b) => b.articles.length - a.articles.length)[0];
const pages = () => [
  "/", "/?words=harbour", "/?words=zzzz", "/upload", "/api", story, `${story}?show=all`,
  ...told().articles.map((id) => `/a/${id}`), "/s/none",
];

// axe runs beside the page's own policy, which lets no script in: in an isolated world of the browser's.
async function findings(page) {
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send("Page.getFrameTree");
  const { executionContextId: contextId } = await session.send("Page.createIsolatedWorld", { frameId: frameTree.frame.id });
  const run = async (expression) => {
    const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
      contextId, expression, awaitPromise: true, returnByValue: true,
    });
    assert.equal(exceptionDetails, undefined);
    return result.value;
  };
  await run(axe + ";0");
  const found = await run(`axe.run(document, { resultTypes: ["violations"] }).then((all) => all.violations.map((one) =>
    ({ id: one.id, impact: one.impact, nodes: one.nodes.slice(0, 3).map((node) => node.html + " " + node.failureSummary) })))`);
  await session.detach();
  return found;
}

test("every page: nothing in the console, nothing from outside, accessible in light and dark, wide and narrow", async () => {
  const { page, faults } = await watched(context, at.origin);
  for (const [colorScheme, width] of [["light", 1280], ["dark", 390]]) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    for (const path of pages().filter((path) => !path.includes("show=all"))) {
      await page.goto(at.origin + path);
      if (path === story) await page.evaluate(() => Array.from(document.querySelectorAll("details")).slice(0, 12).forEach((one) => (one.open = true)));
      assert.equal(await page.locator("h1").count(), 1, path);
      assert.ok((await sideways(page)) <= 0, `${path} scrolls sideways at ${width}`);
      const grave = (await findings(page)).filter((one) => one.impact === "serious" || one.impact === "critical");
      assert.deepEqual(grave, [], `${path} in ${colorScheme}`);
    }
  }
  const missing = faults.filter((fault) => !fault.includes("status of 404"));
  assert.deepEqual(missing, []);
  await page.close();
});

test("400 % zoom: no page scrolls sideways", async () => {
  const page = await context.newPage();
  await page.setViewportSize({ width: 320, height: 256 });
  for (const path of pages()) {
    await page.goto(at.origin + path);
    assert.ok((await sideways(page)) <= 0, path);
  }
  await page.close();
});

test("search and facets narrow the list, and the address keeps them", async () => {
  const page = await context.newPage();
  await page.goto(at.origin);
  const all = await page.locator(".stories > li").count();
  await page.getByRole("searchbox").fill("pilots fee");
  await page.getByRole("searchbox").press("Enter");
  await page.waitForURL(/words=/);
  assert.equal(await page.locator(".stories > li").count(), 1);
  assert.ok((await page.locator(".hits li").count()) > 0, "claims and articles are found too");
  await page.getByRole("link", { name: /take away/ }).click();
  assert.equal(await page.locator(".stories > li").count(), all);
  await page.getByRole("complementary").getByRole("link", { name: /Norvane/ }).click();
  assert.match(page.url(), /outlet=Norvane/);
  assert.equal(await page.locator(".stories > li").count(), 1);
  await page.goto(page.url());
  assert.equal(await page.locator(".stories > li").count(), 1);
  await page.goto(`${at.origin}/?sort=oldest`);
  assert.equal(await page.locator(".orders [aria-current]").innerText(), "oldest");
  await page.close();
});

test("a claim opens in place and shows its words in their article", async () => {
  const page = await context.newPage();
  await page.goto(at.origin + story);
  const first = page.locator("tbody.claim").first();
  assert.equal(await first.locator("blockquote").first().isVisible(), false);
  await first.locator("summary").first().click();
  assert.equal(await first.locator("blockquote").first().isVisible(), true);
  const claim = told().claims[0];
  const articles = new Map(records.filter((record) => record.type === "article").map((record) => [record.id, record]));
  const words = claim.appearances.map((at) => [...articles.get(at.article).text].slice(at.start, at.end).join(""));
  assert.deepEqual((await first.locator("blockquote b").allTextContents()).slice(0, words.length), words.slice(0, 8));
  await first.locator(".passage figcaption a").first().click();
  await page.waitForURL(/\/a\/.*#s\d+$/);
  assert.equal(await page.locator(".at:target").count(), 1);
  await page.close();
});

test("the keyboard does all of it", async () => {
  const page = await context.newPage();
  await page.goto(at.origin + story);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  for (const key of ["j", "j", "o"]) await page.keyboard.press(key);
  const second = page.locator("tbody.claim").nth(1);
  assert.equal(await second.locator("details").first().evaluate((one) => one.open), true);
  assert.equal(await second.evaluate((one) => one.contains(document.activeElement)), true);
  await page.keyboard.press("Enter");
  assert.equal(await second.locator("details").first().evaluate((one) => one.open), false);
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "words");
  await page.close();
});

test("claims are sorted and sifted, and the address keeps it", async () => {
  const page = await context.newPage();
  await page.goto(at.origin + story);
  const numbers = () => page.locator("tbody.claim:not([hidden]) tr:first-child > .no").allTextContents();
  await page.getByRole("button", { name: "Origins" }).click();
  assert.match(page.url(), /order=origins.down/);
  const most = await page.locator("tbody.claim").evaluateAll((all) => all.map((one) => Number(one.dataset.origins)));
  assert.deepEqual(most, [...most].sort((a, b) => b - a));
  await page.getByLabel("Show claims with").fill("cranes");
  const sifted = await numbers();
  assert.ok(0 < sifted.length && sifted.length < most.length);
  await page.goto(page.url());
  assert.deepEqual(await numbers(), sifted);
  await page.close();
});

test("without script: read, search, open, add", async () => {
  const plain = await browser.newContext({ javaScriptEnabled: false, storageState: await context.storageState() });
  const page = await plain.newPage();
  await page.goto(at.origin);
  await page.locator(".stories a").first().click();
  await page.locator("tbody.claim summary").first().click();
  assert.equal(await page.locator("tbody.claim blockquote").first().isVisible(), true);
  assert.equal(await page.locator(".js").first().isVisible(), false);
  await page.getByRole("searchbox").fill("harbour");
  await page.getByRole("searchbox").press("Enter");
  assert.ok((await page.locator(".stories > li").count()) > 0);
  await page.getByRole("link", { name: "Add articles" }).click();
  await page.getByLabel("Text of the article").fill(
    "The bakers of Tollmere will close on Monday, guild master Ina Pross said on Friday. “We have no flour left,” Pross told the Tollmere Gazette.",
  );
  await page.getByLabel("Outlet").fill("Quay Street Times");
  await page.getByRole("button", { name: "Read them" }).click();
  await page.waitForURL(/\/s\//);
  assert.match(await page.locator("main").innerText(), /Ina Pross/);
  await plain.close();
});

test("an empty upload says so", async () => {
  const page = await context.newPage();
  await page.goto(`${at.origin}/upload`);
  await page.getByRole("button", { name: "Read them" }).click();
  assert.match(await page.getByRole("alert").innerText(), /nothing to read/);
  await page.close();
});

test("print has every claim and every passage", async () => {
  const page = await context.newPage();
  await page.goto(`${at.origin}${story}?show=all`);
  const file = join(folder, "story.pdf");
  await page.pdf({ path: file, format: "A4" });
  const sheets = Number(/Pages:\s+(\d+)/.exec(execFileSync("pdfinfo", [file], { encoding: "utf8" }))[1]);
  const most = Math.ceil(told().claims.length / 12) + 1;
  assert.ok(sheets <= most, `${told().claims.length} claims print as ${sheets} pages`);
  const flat = (words) => words.replace(/[\s\u00ad-]+/g, "");
  const hops = await page.locator("tbody.claim .hop").allTextContents();
  const text = flat(execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" }));
  const raw = flat(execFileSync("pdftotext", ["-raw", file, "-"], { encoding: "utf8" }));
  const there = (words) => text.includes(flat(words)) || raw.includes(flat(words));
  const lost = told().claims.map((claim) => claim.text).filter((words) => !there(words));
  assert.deepEqual(lost, []);
  assert.deepEqual(hops.filter((words) => !there(words)), [], "origins and those between are there");
  const passages = await page.locator("tbody.claim blockquote b").allTextContents();
  const cut = passages.filter((words) => !there(words));
  assert.ok(cut.length <= passages.length / 50, `passages missing or broken over pages: ${JSON.stringify(cut)}`);
  await page.close();
});

test("the share file is whole and asks nobody for anything", async () => {
  const page = await context.newPage();
  const answer = await page.request.get(`${at.origin}${story}.html`);
  assert.match(answer.headers()["content-disposition"], /attachment/);
  const file = join(folder, "share.html");
  writeFileSync(file, await answer.text());
  const alone = await browser.newContext();
  const { page: shared, faults } = await watched(alone, "file://");
  await shared.goto(`file://${file}`);
  const words = await shared.locator("main").textContent();
  for (const claim of told().claims) assert.ok(words.includes(claim.text), claim.text);
  assert.equal(await shared.locator("script, link, img, iframe").count(), 0);
  assert.equal(await shared.evaluate(() => getComputedStyle(document.body).margin), "0px", "its style is in it");
  assert.deepEqual(faults, []);
  const dead = await shared.evaluate(() => Array.from(document.querySelectorAll('main a[href^="#"]'))
    .map((link) => link.getAttribute("href")).filter((hash) => !document.getElementById(decodeURIComponent(hash.slice(1)))));
  assert.deepEqual(dead, []);
  await alone.close();
  await page.close();
});

test("every page has its twins", async () => {
  const article = told().articles[0];
  for (const base of [story, `/a/${article}`, "/stories"]) {
    for (const [kind, type] of [["json", "application/json"], ["md", "text/markdown"], ["csv", "text/csv"]]) {
      const answer = await context.request.get(`${at.origin}${base}.${kind}`);
      assert.equal(answer.status(), 200, `${base}.${kind}`);
      assert.ok(answer.headers()["content-type"].startsWith(type), `${base}.${kind}`);
    }
  }
});

test("a store on disk: every page of it opens, and what is added there stays", async () => {
  const store = join(folder, "news.hw");
  const corpus = fileURLToPath(new URL("../../corpus/", import.meta.url));
  let here = await desk("--store", store, join(corpus, "harbour-talks"), join(corpus, "clinic-fire"));
  const one = await browser.newContext();
  const { page, faults } = await watched(one, here.origin);
  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto(here.url);
  const links = (selector) => page.locator(selector).evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  const stories = await links(".stories > li > a");
  assert.ok(2 <= stories.length);
  for (const path of stories) {
    await page.goto(here.origin + path);
    assert.ok((await sideways(page)) <= 0, path);
    for (const article of await links("#articles h3 a")) {
      await page.goto(here.origin + article);
      assert.equal(await page.locator(".text").count(), 1, article);
      assert.ok((await sideways(page)) <= 0, article);
    }
  }
  await page.goto(`${here.origin}/upload`);
  await page.getByLabel("Text of the article").fill("The ferry to Ashvik stops on Sunday, harbour master Orla Tench said.");
  await page.getByLabel("Address").fill("https://quay.example/ferry");
  await page.getByRole("button", { name: "Read them" }).click();
  await page.waitForURL(/\/s\//);
  const added = new URL(page.url()).pathname;
  await page.locator("tbody.claim summary").first().click();
  assert.match(await page.locator(".passage a.out").first().getAttribute("href"), /^https:\/\/quay\.example\/ferry#:~:text=/);
  assert.deepEqual(faults, []);
  await one.close();
  assert.equal(await here.close(), 0);
  here = await desk("--store", store);
  const two = await browser.newContext();
  const again = await two.newPage();
  await again.goto(here.url);
  await again.goto(here.origin + added);
  assert.match(await again.locator("main").innerText(), /Orla Tench/);
  await two.close();
  assert.equal(await here.close(), 0);
});

test("a note on a claim stands beside it, in the twins, as words, and not in the file to share", async () => {
  const store = join(folder, "noted.hw");
  const corpus = fileURLToPath(new URL("../../corpus/", import.meta.url));
  printed("read", "--quiet", "--store", store, join(corpus, "harbour-talks"));
  const note = 'I asked: it was <img src=x onerror="window.__pwned=1">=fifty';
  printed("note", "1.2", note, "--store", store);
  printed("note", "1", "The story is older.", "--store", store);
  const here = await desk("--store", store);
  const one = await browser.newContext();
  const { page, faults } = await watched(one, here.origin);
  await page.goto(here.url);
  const path = await page.locator(".stories > li > a").first().getAttribute("href");
  await page.goto(here.origin + path);
  const beside = page.locator('tbody.claim[data-number="2"] .notes');
  assert.match(await beside.innerText(), /onerror="window\.__pwned=1">=fifty\s+your note/);
  assert.equal(await page.locator(".claims .notes").count(), 1);
  assert.match(await page.locator(".lead .notes").innerText(), /The story is older\./);
  assert.equal(await page.evaluate(() => window.__pwned), undefined);
  const told = await (await page.request.get(`${here.origin}${path}.json`)).json();
  assert.deepEqual(told.notes.map((one) => [one.about === told.story.claims[1].id, one.text]), [[false, "The story is older."], [true, note]]);
  for (const kind of [".md", ".csv"]) {
    assert.match(await (await page.request.get(here.origin + path + kind)).text(), /I asked: it was/, kind);
  }
  assert.doesNotMatch(await (await page.request.get(`${here.origin}${path}.html`)).text(), /I asked: it was/);
  assert.deepEqual(faults, []);
  const third = page.locator('tbody.claim[data-number="3"]');
  await third.locator("summary").first().click();
  await third.getByText("Write a note").click();
  assert.deepEqual(await findings(page), []);
  await third.getByLabel("Your note on claim 3").fill("Asked again.");
  await third.getByRole("button", { name: "Keep it" }).click();
  await page.waitForURL(/#c-/);
  assert.match(await page.locator('tbody.claim[data-number="3"] .notes').innerText(), /^Asked again\./);
  assert.deepEqual(faults, []);
  await one.close();
  assert.equal(await here.close(), 0);
});
