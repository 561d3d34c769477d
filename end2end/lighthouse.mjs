// Measures pages with Lighthouse on a simulated slow phone and reports those below the required score.
//
//   node lighthouse.mjs http://127.0.0.1:3000 [page …]
//
// `cargo xtask lighthouse` builds a release, serves the demonstration city and calls this. Each page is measured
// RUNS times; the run with the median speed counts, so that a busy moment of the machine does not.

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import { computeMedianRun } from "lighthouse/core/lib/median-run.js";

const RUNS = 5;

/** The minimum score for each category, out of 100. */
const LEAST = 98;

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];

const FIGURES = [
  ["first-contentful-paint", "first paint"],
  ["largest-contentful-paint", "largest paint"],
  ["total-blocking-time", "blocked"],
  ["cumulative-layout-shift", "shift"],
  ["total-byte-weight", "bytes"],
];

const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const [site, ...chosen] = process.argv.slice(2);
if (!site) {
  console.error("which site? run: node lighthouse.mjs http://127.0.0.1:3000");
  process.exit(2);
}
const pages = chosen.length > 0 ? chosen : ["/", "/procedures", await anyProcedure(), "/cards", "/targets"];
const chrome = await launch({ chromePath: process.env.CHROMIUM || "/usr/bin/chromium", chromeFlags: FLAGS });
try {
  const measured = [];
  for (const page of pages) measured.push(await measure(page));
  report(measured);
  process.exitCode = measured.every(({ scores }) => scores.every((score) => score >= LEAST)) ? 0 : 1;
} finally {
  chrome.kill();
}

/** The most wanted procedure among those that partly need the counter: its page shows the most. */
async function anyProcedure() {
  const answer = await fetch(`${site}/api/v1/procedures?availability=partial&sort=volume&per_page=1`);
  const { items } = await answer.json();
  if (!items?.length) throw new Error("the site has no procedure that is partly online to measure");
  return `/procedures/${items[0].id}`;
}

async function measure(page) {
  const runs = [];
  let failed = 0;
  while (runs.length < RUNS) {
    // Lighthouse's default is its slow phone: four times slower, 1.6 Mbit/s, 150 ms round trip.
    const result = await lighthouse(`${site}${page}`, { port: chrome.port, onlyCategories: CATEGORIES, logLevel: "silent" });
    const error = result ? result.lhr.runtimeError : { message: "no result" };
    if (error) {
      // On a busy machine the browser now and then loses the start of its own recording; that is not the page's fault.
      failed += 1;
      if (failed > RUNS) throw new Error(`${page}: ${error.message}`);
      continue;
    }
    runs.push(result.lhr);
    console.error(`${page} ${runs.length}/${RUNS}: ${scoresOf(result.lhr).join(" ")}`);
  }
  const median = computeMedianRun(runs);
  return { page, scores: scoresOf(median), figures: FIGURES.map(([audit]) => median.audits[audit]?.displayValue ?? ""), lost: lostPoints(median) };
}

function scoresOf(lhr) {
  // Rounded down: 97.6 is not 98.
  return CATEGORIES.map((category) => Math.floor((lhr.categories[category].score ?? 0) * 100 + 1e-9));
}

/** Why a page below the minimum lost points. */
function lostPoints(lhr) {
  return CATEGORIES.flatMap((category) => {
    if ((lhr.categories[category].score ?? 0) * 100 >= LEAST) return [];
    return lhr.categories[category].auditRefs
      .filter(({ id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 0.9)
      .map(({ id }) => `${category}: ${lhr.audits[id].title} ${lhr.audits[id].displayValue ?? ""}`.trim());
  });
}

function report(measured) {
  const table = [
    ["page", ...CATEGORIES, ...FIGURES.map(([, name]) => name)],
    ...measured.map(({ page, scores, figures }) => [page, ...scores.map(String), ...figures.map((text) => text.replaceAll("\u00a0", " "))]),
  ];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  for (const row of table) {
    console.log(row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join("  "));
  }
  for (const { page, lost } of measured) {
    for (const reason of lost) console.log(`! ${page}: ${reason}`);
  }
}
