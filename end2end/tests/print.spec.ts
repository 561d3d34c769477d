import { expect, type Page, test } from "../fixtures";
import { addressIn, LANGUAGES } from "../routes";

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

/** The number of A4 sheets the page needs. */
async function sheetsOfPaper(page: Page): Promise<number> {
  const sheets = (await page.pdf({ format: "A4", preferCSSPageSize: true })).toString("latin1");
  return sheets.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}
