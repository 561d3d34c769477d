import { expect, test } from "../fixtures";

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
  const sheets = (await page.pdf({ format: "A4", preferCSSPageSize: true })).toString("latin1");
  expect(sheets.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1);
});
