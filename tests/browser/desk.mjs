// Starts the real program, opens a real browser, and looks over its shoulder.

import { spawn, execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = fileURLToPath(new URL("../../", import.meta.url));
const target = process.env.CARGO_TARGET_DIR ?? `${root}target`;
export const program = process.env.HEADWATER ?? `${target}/debug/headwater`;
const browserPath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);

// What the program prints for these arguments.
export const printed = (...args) =>
  execFileSync(program, args, { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "ignore"] });

// A desk of its own; `url` has the key that works once.
export async function desk(...args) {
  const child = spawn(program, ["serve", "--quiet", ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const told = await new Promise((ready, failed) => {
    let words = "";
    child.stdout.on("data", (chunk) => {
      words += chunk;
      if (words.includes("\n")) ready(words);
    });
    child.on("exit", () => failed(new Error(`no desk: ${words}`)));
  });
  process.on("exit", () => child.kill("SIGKILL"));
  const url = told.trim();
  if (!url.startsWith("http://127.0.0.1:")) throw new Error(`no desk: ${told}`);
  return {
    url,
    origin: new URL(url).origin,
    async close() {
      child.kill("SIGINT");
      const [code] = await once(child, "exit");
      return code;
    },
  };
}

export const launch = () =>
  chromium.launch({
    executablePath: browserPath,
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ],
  });

// A page that notes everything that must not happen.
export async function watched(context, origin) {
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && url.protocol !== "data:" && url.protocol !== "file:") faults.push(`request: ${url}`);
  });
  return { page, faults };
}

// How far the page can be scrolled sideways.
export const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
