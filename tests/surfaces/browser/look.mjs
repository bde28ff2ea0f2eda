// Opens pages in headless Chromium and prints, as JSON, what axe-core finds wrong, whether the page
// is wider than a narrow screen, and every request that left the page.
// Usage: node look.mjs URL...
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const NARROW = 320;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
    "--disable-component-update", "--no-first-run"],
});
const found = [];
for (const url of process.argv.slice(2)) {
  const page = await browser.newPage({ viewport: { width: 1024, height: 1400 } });
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(url);
  await page.addScriptTag({ path: require.resolve("axe-core/axe.min.js") });
  const axe = await page.evaluate(
    (rules) => window.axe.run(document, { runOnly: { type: "tag", values: rules } }), RULES);
  await page.setViewportSize({ width: NARROW, height: 900 });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  found.push({
    url,
    violations: axe.violations.map((v) => `${v.id}: ${v.nodes[0].target} ${v.help}`),
    passes: axe.passes.length,
    fitsNarrowScreen: width <= NARROW,
    otherRequests: requests.filter((each) => each !== url),
  });
  await page.close();
}
await browser.close();
console.log(JSON.stringify(found));
