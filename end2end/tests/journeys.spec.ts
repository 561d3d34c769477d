import { expect, expectAccessible, expectNoSidewaysScrolling, test } from "../fixtures";

/** Citizens' tasks, from the home page to the button that starts the procedure. */

const LANGUAGES = [
  { prefix: "", event: "引っ越し", title: "引っ越し" },
  { prefix: "/easy", event: "ひっこし", title: "ひっこし" },
  { prefix: "/en", event: "Moving", title: "Moving" },
];

for (const { prefix, event, title } of LANGUAGES) {
  test(`moving house, from ${prefix || "/"}`, async ({ page }) => {
    await page.goto(prefix || "/");
    // The guide of the same name comes first; the list of procedures is for who knows what they need.
    const events = page.locator("section[aria-labelledby=events]");
    await events.getByRole("link", { name: event }).first().click();
    await expect(page).toHaveURL(new RegExp(`${prefix}/procedures\\?event=moving$`));
    await expect(page.locator("h1")).toContainText(title);
    await expectNoSidewaysScrolling(page);
    await expectAccessible(page);
    // In order: steps before the move are listed before steps after it.
    const order = await page
      .locator(".procedure-list h3 a")
      .evaluateAll((all) => all.map((link) => link.getAttribute("href")?.split("/").pop()));
    expect(order.indexOf("moving-out")).toBeLessThan(order.indexOf("moving-in"));
    expect(order.indexOf("moving-out")).toBeGreaterThanOrEqual(0);
    // The numbering continues through all parts without gaps.
    const places = await page.locator(".place").allInnerTexts();
    expect(places).toEqual(places.map((_, at) => String(at + 1)));
    await page.locator(".procedure-list h3 a[href$='/moving-out']").click();
    await expect(page).toHaveURL(new RegExp(`${prefix}/procedures/moving-out$`));
    const begin = page.locator("main a[href^='https://']").first();
    await expect(begin).toBeVisible();
  });
}

test("having a baby: what to do first, and how much of it from home", async ({ page }) => {
  await page.goto("/procedures?event=birth");
  const { items } = await (await page.request.get("/api/v1/procedures?event=birth&per_page=200")).json();
  await expect(page.locator(".procedure-list .procedure-item")).toHaveCount(items.length);
  const fromHome = items.filter((item: { availability: string }) => item.availability === "complete").length;
  if (fromHome > 0) {
    await expect(page.locator(".from-home .complete b")).toHaveText(String(fromHome));
  } else {
    await expect(page.locator(".from-home .complete")).toHaveCount(0);
  }
  await expect(page.locator(".catalogue h2").first()).toBeVisible();
  await page.locator(".procedure-list h3 a[href$='/birth-registration']").click();
  await expect(page.locator("h1")).toContainText("出生届");
});

for (const typed of ["ｾﾞｲ ｼｮｳﾒｲ", "ぜいしょうめい", "税 証明", "税証明", "所得証明"]) {
  test(`is the tax certificate online? typed as ${typed}`, async ({ page }) => {
    await page.goto("/");
    const field = page.locator("main input[name=q]").first();
    await field.fill(typed);
    await page.locator("main form[role=search] button").first().click();
    const certificate = page.locator(".procedure-list h3 a[href='/procedures/tax-certificate']");
    await expect(certificate).toBeVisible();
    await certificate.click();
    await expect(page.locator("h1")).toContainText("課税証明書");
    await expect(page.locator(".answer-panel h2")).not.toBeEmpty();
  });
}

test("a search that matches nothing as typed shows what was meant, and says so", async ({ page }) => {
  await page.goto("/procedures?q=転出屈");
  await expect(page.locator(".understood")).toContainText("見つかりません");
  await expectAccessible(page);
  await expect(page.locator(".procedure-list h3 a").first()).toBeVisible();
  await expect(page.locator(".procedure-list")).toContainText("転出届");
});

test("a search with too many filters offers to drop them", async ({ page }) => {
  await page.goto("/procedures?q=転出&department=no-such-department");
  await page.locator("main p a[href^='/procedures?q=']").first().click();
  await expect(page.locator(".procedure-list")).toContainText("転出届");
});

test("a search for an everyday word says which terms it was matched to", async ({ page }) => {
  await page.goto("/procedures?q=ひっこし");
  await expect(page.locator(".meanings")).toContainText("転入届");
  await expect(page.locator("mark").first()).toBeVisible();
});
