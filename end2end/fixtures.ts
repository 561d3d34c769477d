import AxeBuilder from "@axe-core/playwright";
import { expect, test as base, type Page } from "@playwright/test";

export { expect };
export type { Page };

/**
 * What every journey begins with: addresses like `/procedures` lead to the server that start-server.ts
 * started, and a script error or an answer from the server's inside (500 and above) fails the journey.
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

/** Waits until every chart that can be read off has its reader, where script runs. */
export async function expectReaders(page: Page): Promise<void> {
  if (test.info().project.use.javaScriptEnabled === false) return;
  await expect(page.locator("[role=slider]")).toHaveCount(await page.locator("[data-places]").count());
}

/** Fails where the page breaks a rule of WCAG 2.2 A or AA that a program can find. */
export async function expectAccessible(page: Page): Promise<void> {
  const scripted = test.info().project.use.javaScriptEnabled !== false;
  const examined = scripted ? page : await copyWithoutItsScripts(page);
  const { violations } = await new AxeBuilder({ page: examined })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  if (examined !== page) await examined.context().close();
  const told = violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => node.html) }));
  expect(told, "barriers that axe found").toEqual([]);
}

/**
 * axe is a script itself and never ends where scripts are switched off. It examines the same address in a
 * window that runs axe, and none of the page's own scripts. What was typed into the page is not copied.
 */
async function copyWithoutItsScripts(page: Page): Promise<Page> {
  const browser = page.context().browser();
  if (!browser) throw new Error("the page belongs to no browser");
  const context = await browser.newContext({
    javaScriptEnabled: true,
    viewport: page.viewportSize(),
    locale: "ja-JP",
    timezoneId: "Asia/Tokyo",
    storageState: await page.context().storageState(),
  });
  await context.route("**/*", async (route) => {
    if (route.request().resourceType() !== "document") return route.continue();
    const response = await route.fetch();
    const headers = { ...response.headers(), "content-security-policy": "script-src 'none'" };
    return route.fulfill({ response, headers });
  });
  const copy = await context.newPage();
  await copy.goto(page.url());
  return copy;
}

/** Fails where the page is wider than the window: nobody should have to scroll sideways to read. */
export async function expectNoSidewaysScrolling(page: Page): Promise<void> {
  const [content, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(content, "width of the page").toBeLessThanOrEqual(window);
}
