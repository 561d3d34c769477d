import { expect, type Page, test } from "../fixtures";
import { addressIn, LANGUAGES, PAGES } from "../routes";

test("a procedure prints on one sheet, without controls and with the address to apply at", async ({ page }, info) => {
  test.skip(info.project.name === "phone", "paper has one width");
  const { items } = await (await page.request.get("/api/v1/procedures?availability=complete&per_page=1")).json();
  const { id, channels } = items[0];
  await page.goto(`/procedures/${id}`);
  await page.emulateMedia({ media: "print" });
  for (const operated of ["nav", "form", "button"]) {
    for (const one of await page.locator(operated).all()) await expect(one).toBeHidden();
  }
  await expect(page.locator("h1")).toBeVisible();
  await expect(page.locator(".answer-panel svg.chart-wide")).toBeVisible();
  await expect(page.locator(".data-date p").first()).toBeVisible();
  const address = await page
    .locator("main a.button")
    .first()
    .evaluate((link) => getComputedStyle(link, "::after").content);
  expect(address).toContain(channels[0].url);
  expect(await sheetsOfPaper(page)).toBe(1);
});

for (const { prefix } of LANGUAGES) {
  test(`the indicator sheet under ${prefix || "/"} fits on one sheet of paper`, async ({ page }, info) => {
    test.skip(info.project.name === "phone", "paper has one width");
    await page.goto(addressIn(prefix, "/targets"));
    await page.emulateMedia({ media: "print" });
    // Published values are shown next to computed ones, without controls.
    await expect(page.locator("table.sheet")).toHaveCount(2);
    await expect(page.locator("main a.button, nav, form").filter({ visible: true })).toHaveCount(0);
    expect(await sheetsOfPaper(page)).toBe(1);
  });
}

/** The width of A4 between the margins, in pixels of the style sheet. */
const PAPER = 695;

for (const path of PAGES) {
  test(`${path} is printed without controls, and nothing is cut at the edge`, async ({ page }, info) => {
    test.skip(info.project.name !== "desktop", "paper has one width");
    await page.goto(path);
    await page.setViewportSize({ width: PAPER, height: 1000 });
    await page.emulateMedia({ media: "print" });
    const operated = "nav, form, button, input, select, .facets, .orders, .pagination, .take-away, .to-filters";
    await expect(page.locator(operated).filter({ visible: true })).toHaveCount(0);
    const cut = await page.evaluate((paper) => {
      const all = [...document.querySelectorAll<HTMLElement>("main *:not(svg *)")];
      const seen = all.filter((element) => element.getClientRects().length > 0 && !element.closest(".visually-hidden"));
      return seen.filter((element) => element.getBoundingClientRect().right > paper + 1).map((one) => one.outerHTML.slice(0, 120));
    }, PAPER);
    expect(cut).toEqual([]);
    const heads = await page
      .locator("main thead")
      .evaluateAll((all) => all.filter((head) => getComputedStyle(head).display !== "table-header-group").length);
    expect(heads, "heads of tables that are not repeated on each sheet").toBe(0);
  });
}

test("signs of steps are printed without their ground", async ({ page }, info) => {
  test.skip(info.project.name === "phone", "paper has one width");
  await page.goto("/procedures?event=moving");
  await page.emulateMedia({ media: "print" });
  const signs = page.locator(".ladder-strip .online .icon");
  expect(await signs.count()).toBeGreaterThan(0);
  const white = await signs.evaluateAll((all) => all.filter((sign) => getComputedStyle(sign).stroke === "rgb(255, 255, 255)").length);
  expect(white, "white signs on what printers leave white").toBe(0);
});

test("what is ticked in a guide is printed ticked", async ({ page }, info) => {
  test.skip(info.project.name !== "desktop", "ticks need script, and paper has one width");
  await page.goto("/guides/moving?q.from=here&q.to=here");
  await page.locator(".guide-tick input").first().check();
  await page.emulateMedia({ media: "print" });
  const sign = (place: number) =>
    page.locator(".guide-item[data-tick]").nth(place).evaluate((item) => getComputedStyle(item, "::before").content);
  expect(await sign(0)).toContain("✓");
  expect(await sign(1)).not.toContain("✓");
});

/** The number of A4 sheets the page needs. */
async function sheetsOfPaper(page: Page): Promise<number> {
  const sheets = (await page.pdf({ format: "A4", preferCSSPageSize: true })).toString("latin1");
  return sheets.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}
