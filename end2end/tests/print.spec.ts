import { expect, type Page, test } from "../fixtures";
import { addressIn, LANGUAGES } from "../routes";

test("a procedure on paper is what is read, on one sheet, with the address of where to apply", async ({ page }, info) => {
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
  test(`the indicator sheet under ${prefix || "/"} fits one sheet of paper`, async ({ page }, info) => {
    test.skip(info.project.name === "phone", "paper has one width");
    await page.goto(addressIn(prefix, "/targets"));
    await page.emulateMedia({ media: "print" });
    // What was published stands beside what the site computes, and nothing that is operated.
    await expect(page.locator("table.sheet")).toHaveCount(2);
    await expect(page.locator("main a.button, nav, form").filter({ visible: true })).toHaveCount(0);
    expect(await sheetsOfPaper(page)).toBe(1);
  });
}

/** How many sheets of A4 the page takes. */
async function sheetsOfPaper(page: Page): Promise<number> {
  const sheets = (await page.pdf({ format: "A4", preferCSSPageSize: true })).toString("latin1");
  return sheets.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}
