import { expect, expectAccessible, expectNoSidewaysScrolling, test } from "../fixtures";

/** Tasks of council members and officials. */

test("a council member asks how far Minami ward is behind, and how many cards that is", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("navigation", { name: "主なメニュー" }).getByRole("link", { name: "カード" }).click();
  const distance = page.getByRole("table", { name: /までの差と/ });
  const row = distance.getByRole("row", { name: /南区/ });
  const { items } = await (await page.request.get("/api/v1/cards?area=271454&measure=issued&as_of=2022-12-31")).json();
  const missing = (items[0].population - items[0].cards).toLocaleString("ja-JP");
  await expect(row).toContainText(missing);
  // The figure links to what it was computed from.
  await row.getByRole("link", { name: missing, exact: true }).click();
  await expect(page).toHaveURL(/\/figures\/card-cards-behind\?area=271454/);
  await expect(page.locator("h1")).toContainText("南区");
  await expect(page.locator("main")).toContainText(items[0].population.toLocaleString("ja-JP"));
  await expectNoSidewaysScrolling(page);
  await expectAccessible(page);
});

test("another target and another date change the answer and the address", async ({ page }) => {
  await page.goto("/cards?measure=issued");
  await page.getByLabel("目標（%）").fill("80");
  await page.getByLabel("期限").fill("2028-03-31");
  await page.locator("form", { has: page.getByLabel("期限") }).getByRole("button").click();
  await expect(page).toHaveURL(/target=80/);
  await expect(page.locator("main")).toContainText("80%まで、あと");
});

test("an official asks which procedures close half the gap, and what happens if they are completed", async ({ page }) => {
  await page.goto("/targets/online_rate");
  await page.getByRole("link", { name: "100%への道すじを見る" }).click();
  await expect(page.locator("h1")).toContainText("100%への道すじ");
  await page.getByRole("link", { name: /^来庁不要（件数）/ }).click();
  await expect(page).toHaveURL(/count=strict-volume/);
  const sentence = await page.locator("main .lead.wording").innerText();
  const half = Number(/はじめの(\d+)手続/.exec(sentence)?.[1]);
  expect(half).toBeGreaterThan(0);
  // With as many completed as the sentence says, the rate closes at least half of the gap.
  const now = Number((await page.locator("main .headline-value").first().innerText()).replace("%", ""));
  await page.getByLabel("はじめから何手続").fill(String(half));
  await page.getByRole("button", { name: "計算する" }).click();
  await expect(page).toHaveURL(new RegExp(`first=${half}`));
  const then = Number((await page.locator("#what-if ~ .headline-value").innerText()).replace("%", ""));
  expect(then - now).toBeGreaterThanOrEqual((100 - now) / 2 - 0.1);
  await page.getByRole("link", { name: "計算に加える" }).first().click();
  await expect(page).toHaveURL(/done=/);
  await expectNoSidewaysScrolling(page);
});

test("every percentage on the sheet links to its details, which link back", async ({ page }) => {
  await page.goto("/targets");
  await page.getByRole("link", { name: "113%" }).click();
  await expect(page.locator("h1")).toContainText("達成率");
  await expect(page.locator("main")).toContainText("96.0%");
  await page.getByRole("navigation", { name: /現在/ }).getByRole("link", { name: "数値の定義" }).click();
  await expect(page.locator("h1")).toContainText("数値の定義");
});

test("an official asks whether the statutory date was kept, which milestone is late, and who is trained", async ({ page }) => {
  await page.goto("/budget");
  const heading = page.getByRole("heading", { name: "地方公共団体情報システム標準化業務" });
  const initiative = page.locator("article", { has: heading });
  await expect(initiative).toContainText("2026年3月31日");
  await expect(initiative).toContainText("完了の記録はありません");
  await expect(initiative.getByRole("listitem").filter({ hasText: "標準準拠システムへの移行" })).toContainText("遅れ");
  // The sheet does not say which course a mark belongs to, so the marks are counted.
  const marks = page.getByRole("table", { name: /職責ごとの印の数/ });
  await expect(marks.getByRole("row", { name: /^局長級/ })).toContainText("6");
  const progress = page.getByRole("table", { name: "職責ごとの修了の状況" });
  await progress.getByRole("row", { name: /^DX PRO/ }).getByRole("link").first().click();
  await expect(page).toHaveURL(/\/figures\/training-share\?/);
  await expect(page.locator("main")).toContainText("24");
  await expectNoSidewaysScrolling(page);
  await expectAccessible(page);
});

test("the tables of a page download as a workbook and a chart as an image", async ({ page }) => {
  await page.goto("/budget");
  const [workbook] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: /XLSX/ }).click(),
  ]);
  expect(workbook.suggestedFilename()).toMatch(/^budget-\d{4}-\d\d-\d\d\.xlsx$/);
  const details = page.locator("details.take-away").first();
  await details.locator("summary").click();
  const [picture] = await Promise.all([
    page.waitForEvent("download"),
    details.getByRole("link", { name: "PNG" }).click(),
  ]);
  expect(picture.suggestedFilename()).toMatch(/\.png$/);
  await details.getByRole("link", { name: "埋め込み用のページ" }).click();
  await expect(page.locator("svg:visible")).toHaveCount(1);
  await expect(page.locator("main")).toContainText("出典");
});

test("a measure without counts is no choice, and says so", async ({ page }) => {
  await page.goto("/cards");
  const choices = page.locator(".measure-switch a");
  await expect(choices).toHaveCount(1);
  await expect(choices.first()).toHaveAttribute("aria-current", "true");
  await expect(page.locator(".measure-switch li").nth(1)).toContainText("まだ登録されていません");
  await expect(page.locator("#wards")).toBeVisible();
  // The indicator of that measure leads to a page with figures.
  await page.goto("/targets/card_holding_rate");
  await page.locator("main a[href^='/cards']").first().click();
  await expect(page.locator("#wards")).toBeVisible();
});

for (const address of ["/cards", "/budget"]) {
  test(`the contents of ${address} lead to its sections`, async ({ page }) => {
    await page.goto(address);
    const links = page.locator(".page-contents a");
    expect(await links.count()).toBeGreaterThan(4);
    for (const link of await links.all()) {
      const href = (await link.getAttribute("href")) ?? "";
      await expect(page.locator(`h2${href}`)).toHaveText(await link.innerText());
    }
    await links.last().click();
    await expect(page.locator(`h2${(await links.last().getAttribute("href")) ?? ""}`)).toBeInViewport();
  });
}

test("the ends of years stand under their points, the last one too", async ({ page }) => {
  await page.goto("/targets/online_rate");
  const chart = page.locator("#drawing-computed-series svg:visible");
  const years = await chart.locator("text.label").filter({ hasText: "年度末" }).allTextContents();
  const rows = page.getByRole("table", { name: /各年度末/ }).locator("tbody th");
  const last = /(\d{4})年度/.exec(await rows.first().innerText())?.[1];
  expect(years.at(-1)).toBe(`${last}年度末`);
  const off = await chart.evaluate((svg) => {
    const dots = [...svg.querySelectorAll("circle.dot.emphasis")].map((dot) => dot.getBoundingClientRect());
    const names = [...svg.querySelectorAll("text.label")].filter((text) => text.textContent?.endsWith("年度末"));
    const middle = (box: DOMRect) => box.left + box.width / 2;
    const distance = (name: Element) =>
      Math.min(...dots.map((dot) => Math.abs(middle(dot) - middle(name.getBoundingClientRect()))));
    return names.map(distance);
  });
  expect(Math.max(...off)).toBeLessThan(12);
});

test("a workbook is offered only where there is one", async ({ page }) => {
  for (const address of ["/procedures/independence-medical/history", "/procedures/child-allowance-claim/history"]) {
    await page.goto(address);
    const offered = await page.locator("main a[href$='.xlsx']").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    for (const href of offered) expect((await page.request.get(href ?? "")).status(), address).toBe(200);
  }
});
