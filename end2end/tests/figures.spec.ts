import { expect, test } from "../fixtures";

test("a ward's page shows the same figures as the API", async ({ page }) => {
  const { items } = await (await page.request.get("/api/v1/cards?area=271411&measure=issued&per_page=200")).json();
  const last = items.at(-1).as_of > items[0].as_of ? items.at(-1) : items[0];
  expect(last.sample).toBe(true);
  await page.goto("/cards/271411?measure=issued");
  await expect(page.locator("main")).toContainText(last.cards.toLocaleString("ja-JP"));
  await expect(page.locator("main")).toContainText(`${last.rate.toFixed(1)}%`);
  await expect(page.locator("main")).toContainText("サンプル");
});

test("the map of wards links each area to its page", async ({ page }) => {
  await page.goto("/cards?measure=issued");
  await expect(page.locator("main svg.chart-map:visible").first()).toBeVisible();
  const wards = page.locator("main a[href*='/cards/2714']");
  expect(await wards.count()).toBeGreaterThan(6);
  await page.locator("main table a[href*='/cards/271420']").first().click();
  await expect(page.locator("h1")).toContainText("中区");
});

test("cards held are not invented when only cards issued are known", async ({ page }) => {
  await page.goto("/cards?measure=held");
  await expect(page.locator("main")).toContainText("まだ登録されていません");
});

test("every chart has a name and a table of its values", async ({ page }) => {
  for (const address of ["/cards?measure=issued", "/targets/online_rate"]) {
    await page.goto(address);
    const drawings = page.locator("main figure svg");
    expect(await drawings.count()).toBeGreaterThan(0);
    for (const drawing of await drawings.all()) {
      expect(await drawing.getAttribute("aria-labelledby")).toBeTruthy();
    }
    expect(await page.locator("main table").count()).toBeGreaterThan(0);
  }
});

test("the indicator sheet shows the achievement figures of the budget sheet", async ({ page }) => {
  await page.goto("/targets");
  for (const figure of ["58.1", "113", "69", "未設定"]) {
    await expect(page.locator("main")).toContainText(figure);
  }
});

test("after the target year, there is no verdict without a result", async ({ page }) => {
  await page.goto("/targets/online_rate");
  await expect(page.locator("main")).toContainText("実績値がまだ登録されていません");
});
