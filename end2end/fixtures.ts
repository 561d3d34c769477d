import { expect, test as base, type Page } from "@playwright/test";
import axe from "axe-core";

export { expect };
export type { Page };

/**
 * The fixtures of every test: addresses like `/procedures` go to the server that start-server.ts
 * started, and a script error or a server error (500 and above) fails the test.
 */
export const test = base.extend<{ noErrors: void }>({
  baseURL: async ({}, use) => {
    await use(process.env.TETSUZUKI_URL);
  },
  noErrors: [
    async ({ page }, use) => {
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(String(error)));
      page.on("response", (response) => {
        if (response.status() >= 500) errors.push(`${response.status()} ${response.url()}`);
      });
      await use();
      expect(errors, "errors while the journey ran").toEqual([]);
    },
    { auto: true },
  ],
});

/** The errors that the browser logs to its console from now on, and violations of the security policy. */
export function collectComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || /content security policy/i.test(message.text())) complaints.push(message.text());
  });
  return complaints;
}

/** Waits until every chart with readable values has its reader, if JavaScript is on. */
export async function expectReaders(page: Page): Promise<void> {
  if (test.info().project.use.javaScriptEnabled === false) return;
  await expect(page.locator("[role=slider]")).toHaveCount(await page.locator("[data-places]").count());
}

/** The WCAG levels that are checked. */
const LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Rules outside these levels that the pages keep as well. */
const FURTHER_RULES = ["landmark-unique", "empty-table-header", "page-has-heading-one"];

/**
 * Fails if the page breaks a rule of WCAG 2.2 A or AA that can be checked automatically. axe runs in the current page, with
 * everything typed, whether or not the page itself may run scripts. It sees only what is shown, so everything that can be
 * unfolded is open meanwhile.
 */
export async function expectAccessible(page: Page): Promise<void> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const barriers = await page.evaluate(
    async ({ levels, further, scripted }) => {
      const { axe } = window as unknown as { axe: typeof import("axe-core") };
      // Timers never fire when scripts are switched off; axe uses them only to yield to the browser.
      if (!scripted) Object.assign(window, { setTimeout: (call: () => void) => void Promise.resolve().then(call) });
      const runOnly = { type: "tag" as const, values: levels };
      const rules = Object.fromEntries(further.map((id) => [id, { enabled: true }]));
      const folded = [...document.querySelectorAll<HTMLDetailsElement>("details:not([open])")];
      for (const one of folded) one.open = true;
      const { violations } = await axe.run(document, { runOnly, rules, resultTypes: ["violations"] });
      for (const one of folded) one.open = false;
      return violations.map(({ id, help, nodes }) => ({ id, help, elements: nodes.map((node) => node.html) }));
    },
    { levels: LEVELS, further: FURTHER_RULES, scripted: test.info().project.use.javaScriptEnabled !== false },
  );
  expect(barriers, "barriers found by axe").toEqual([]);
}

/** `expectAccessible` in dark colours. Without motion, so that no colour is checked in the middle of a transition. */
export async function expectReadableInTheDark(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(brightness(ground), `the ground ${ground} is dark`).toBeLessThan(0.2);
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

/** The brightness of a colour as the browser computes it, from 0 to 1. */
function brightness(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}

/** Fails if the page is wider than the window: no reader should have to scroll sideways. */
export async function expectNoSidewaysScrolling(page: Page): Promise<void> {
  const [content, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(content, "width of the page").toBeLessThanOrEqual(window);
}
