import type { CDPSession } from "@playwright/test";

import { expect, type Page, test } from "../fixtures";
import { addressIn, LANGUAGES, PAGES } from "../routes";

/** Bytes over the network, including response headers. */
const WITHOUT_WEBASSEMBLY = 30_000;
const EVERYTHING = 90_000;

/** An optimised WebAssembly is smaller than this. Quick builds are larger and say nothing about what is deployed. */
const LARGEST_OPTIMISED = 75_000;

test.describe("page weight", () => {
  for (const path of PAGES) {
    test(`${path} is light in every language`, async ({ page }, info) => {
      test.skip(info.project.name !== "desktop", "the same is sent to every width, and without script less");
      const session = await page.context().newCDPSession(page);
      const sent = await countBytes(session);
      // As if it were the first page a visitor opens. Clearing the cache would leave what the browser holds in memory, and
      // the style sheet of the language before would sometimes not be sent again.
      await session.send("Network.setCacheDisabled", { cacheDisabled: true });
      for (const { prefix } of LANGUAGES) {
        sent.clear();
        await page.goto(addressIn(prefix, path), { waitUntil: "networkidle" });
        await expectLight(page, sent);
      }
    });
  }

  test("unchanged files are never sent twice", async ({ page }, info) => {
    test.skip(info.project.name !== "desktop", "caches do not depend on the width");
    await page.goto("/", { waitUntil: "networkidle" });
    const again = await page.request.get("/", { headers: { "accept-encoding": "br" } });
    const tag = again.headers()["etag"] ?? "";
    expect(tag).toMatch(/^"[^"]+-br"$/);
    const third = await page.request.get("/", { headers: { "accept-encoding": "br", "if-none-match": tag } });
    expect(third.status()).toBe(304);
    const sent = await countBytes(await page.context().newCDPSession(page));
    await page.goto("/targets", { waitUntil: "networkidle" });
    expect([...sent.keys()].filter((url) => url.includes("/assets/")), "style and script come from the cache").toEqual([]);
  });
});

test.describe("while a page loads", () => {
  for (const address of ["/", "/procedures", "/procedures/child-allowance-claim", "/cards", "/targets"]) {
    test(`nothing shifts on ${address}`, async ({ page, javaScriptEnabled }) => {
      test.skip(javaScriptEnabled === false, "the browser tells of shifts by script only");
      await page.addInitScript(() => {
        const shifts: { value: number; where: string[] }[] = [];
        Object.assign(window, { shifts });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as (PerformanceEntry & { value: number; sources: { node?: Node }[] })[]) {
            const where = entry.sources.map(({ node }) => (node instanceof Element ? node.outerHTML.slice(0, 80) : ""));
            shifts.push({ value: entry.value, where });
          }
        }).observe({ type: "layout-shift", buffered: true });
      });
      // As on a slow connection, where the style sheet arrives long after the page.
      await page.route("**/*.css", async (route) => {
        await new Promise((resolve) => setTimeout(resolve, 300));
        await route.continue();
      });
      await page.goto(address, { waitUntil: "networkidle" });
      const field = page.locator("leptos-island input").first();
      if ((await field.count()) > 0) {
        // Browsers count no shifts for half a second after user input, so the script is started without input.
        await field.dispatchEvent("focusin");
        await expect(field).toHaveAttribute("role", "combobox");
      }
      await page.waitForTimeout(600);
      expect(await page.evaluate(() => (window as unknown as { shifts: unknown[] }).shifts)).toEqual([]);
    });
  }
});

async function expectLight(page: Page, sent: Map<string, number>): Promise<void> {
  const atFirst = sum(sent);
  expect(sent.size, "document and style sheet at least").toBeGreaterThan(1);
  expect([...sent.keys()].filter((url) => url.endsWith(".wasm"))).toEqual([]);
  expect(atFirst, tell(sent)).toBeLessThanOrEqual(WITHOUT_WEBASSEMBLY);

  const field = page.locator("leptos-island input").first();
  if ((await field.count()) === 0) return;
  const arrived = page.waitForResponse(/\.wasm$/);
  await field.focus();
  await (await arrived).finished();
  await expect(field).toHaveAttribute("role", "combobox");
  const browserHalf = [...sent].find(([url]) => url.endsWith(".wasm"))?.[1] ?? 0;
  expect(browserHalf).toBeGreaterThan(0);
  if (browserHalf > LARGEST_OPTIMISED) {
    const description = "this WebAssembly was built quickly, not small";
    test.info().annotations.push({ type: "not measured", description });
    return;
  }
  expect(sum(sent), tell(sent)).toBeLessThanOrEqual(EVERYTHING);
}

/** Counts the bytes of each address over the network from now on. */
async function countBytes(session: CDPSession): Promise<Map<string, number>> {
  const sent = new Map<string, number>();
  const addresses = new Map<string, string>();
  await session.send("Network.enable");
  session.on("Network.responseReceived", ({ requestId, response }) => {
    if (!response.fromDiskCache) addresses.set(requestId, response.url);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const address = addresses.get(requestId);
    if (address && encodedDataLength > 0) sent.set(address, (sent.get(address) ?? 0) + encodedDataLength);
  });
  return sent;
}

function sum(sent: Map<string, number>): number {
  return [...sent.values()].reduce((all, one) => all + one, 0);
}

function tell(sent: Map<string, number>): string {
  return [...sent].map(([url, bytes]) => `${new URL(url).pathname}: ${bytes}`).join(", ");
}
