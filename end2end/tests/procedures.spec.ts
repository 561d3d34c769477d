import { expect, expectAccessible, test } from "../fixtures";
import { addressIn, LANGUAGES } from "../routes";

test("a search on the home page finds a procedure and links to it", async ({ page }) => {
  await page.goto("/");
  const field = page.locator("main input[name=q]").first();
  await field.fill("転出");
  await field.press("Enter");
  await expect(page).toHaveURL(/\/procedures\?.*q=%E8%BB%A2%E5%87%BA/);
  await expect(page.locator("mark").first()).toHaveText("転出");
  await page.locator("main").getByRole("link", { name: /転出届/ }).first().click();
  await expect(page).toHaveURL(/\/procedures\/[\w-]+$/);
  await expect(page.locator("h1")).toContainText("転出届");
});

test("width, kana and spaces make no difference to a search", async ({ page }) => {
  for (const words of ["ｅｌｔａｘ", "てんしゅつ", "届　転出"]) {
    await page.goto(`/procedures?q=${encodeURIComponent(words)}`);
    await expect(page.locator("main").locator("a[href^='/procedures/']").first(), words).toBeVisible();
  }
});

test("a filter narrows the list to the number it showed and has its own address", async ({ page }) => {
  await page.goto("/procedures");
  const choice = page.locator(".facets a[href*='availability=counter']");
  const promised = await choice.locator(".facet-count").innerText();
  await choice.click();
  await expect(page).toHaveURL(/availability=counter/);
  const { total } = await (await page.request.get("/api/v1/procedures?availability=counter")).json();
  expect(String(total)).toBe(promised);
  await expect(page.locator("main h2").first()).toContainText(promised);
  await expect(page.locator(".facets a[aria-current]")).toHaveCount(1);
  await page.locator(".facets a[aria-current]").click();
  await expect(page).toHaveURL(/\/procedures$/);
});

test("the order stays the same while the list is filtered", async ({ page }) => {
  await page.goto("/procedures");
  await page.locator(".orders a").filter({ hasText: "五十音" }).click();
  await expect(page).toHaveURL(/sort=name/);
  await page.locator(".facets a[href*='availability=complete']").click();
  await expect(page).toHaveURL(/availability=complete.*sort=name/);
  const { items } = await (await page.request.get("/api/v1/procedures?availability=complete&sort=name")).json();
  await expect(page.locator(".procedure-list h3 a").first()).toHaveAttribute("href", `/procedures/${items[0].id}`);
});

test("the pages of the list are numbered and lose no procedure", async ({ page }) => {
  const { total } = await (await page.request.get("/api/v1/procedures")).json();
  const seen = new Set<string>();
  for (let number = 1; number <= Math.ceil(total / 20); number += 1) {
    await page.goto(`/procedures?page=${number}`);
    const links = await page
      .locator("main a[href^='/procedures/']")
      .evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
    links.forEach((link) => seen.add(link));
  }
  expect(seen.size).toBe(total);
});

test("a search that finds nothing offers other ways", async ({ page }) => {
  const response = await page.goto("/procedures?q=zzzzqqqq");
  expect(response?.status()).toBe(200);
  await expect(page.locator("main").locator("a[href*='event=']").first()).toBeVisible();
});

test("a procedure says which steps can be done from home", async ({ page }) => {
  const { items } = await (await page.request.get("/api/v1/procedures?availability=complete&per_page=1")).json();
  await page.goto(`/procedures/${items[0].id}`);
  await expect(page.locator("main")).toContainText("自宅で完結できます");
  for (const step of ["申請", "本人確認", "添付", "手数料", "結果受領"]) {
    await expect(page.locator("main")).toContainText(step);
  }
});

test("suggestions follow what is typed and work with mouse and keyboard", async ({ page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "without script the form alone works");
  await page.goto("/procedures");
  const field = page.locator("main input[name=q]").first();
  await field.click();
  await field.pressSequentially("届", { delay: 30 });
  const options = page.locator("[role=option]");
  await expect(options.first()).toBeVisible();
  await expect(field).toHaveAttribute("aria-expanded", "true");
  await field.press("Escape");
  await expect(options.first()).toBeHidden();
  await expect(field).toHaveValue("届");
  await field.press("ArrowDown");
  await expect(options.nth(0)).toHaveAttribute("aria-selected", "true");
  await field.press("ArrowDown");
  await expect(options.nth(1)).toHaveAttribute("aria-selected", "true");
  await expect(page.locator("[aria-selected=true]")).toHaveCount(1);
  await field.press("Enter");
  await expect(page).toHaveURL(/\/procedures\/[\w-]+$/);
});

test("text typed before the WebAssembly arrives is kept", async ({ page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "without script nothing arrives");
  await page.route("**/*.wasm", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 800));
    await route.continue();
  });
  await page.goto("/procedures");
  const field = page.locator("main input[name=q]").first();
  await field.click();
  await field.pressSequentially("児童");
  await expect(page.locator("[role=option]").first()).toBeVisible();
  await expect(field).toHaveValue("児童");
});

for (const { prefix } of LANGUAGES) {
  test(`a phone shows the answer, the way to start, what to bring and the office first under ${prefix || "/"}`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(addressIn(prefix, "/procedures/moving-in"));
    const top = async (selector: string) => (await page.locator(selector).first().boundingBox())?.y ?? Number.NaN;
    const order = [];
    for (const selector of ["#answer", ".answer-panel .start", "#needed", "#offices", "#terms", "#steps", "#usage", "#history", "aside .source-note"]) {
      order.push(await top(selector));
    }
    expect(order).toEqual([...order].sort((one, other) => one - other));
    // What to bring begins on the second screen at the latest, and the office with its hours before the fourth.
    expect(order[2]).toBeLessThan(2 * 844);
    expect(order[3]).toBeLessThan(4 * 844);
    await expectAccessible(page);
  });
}

test("the contents of a procedure lead to its sections, and are left out on paper", async ({ page }) => {
  await page.goto("/procedures/moving-in");
  const contents = page.locator("nav.closed-contents");
  await contents.locator("summary").click();
  await expectAccessible(page);
  const links = contents.getByRole("link");
  const count = await links.count();
  expect(count).toBeGreaterThanOrEqual(5);
  for (let number = 0; number < count; number += 1) {
    const target = await links.nth(number).getAttribute("href");
    await expect(page.locator(`main h2${target}`)).toHaveCount(1);
    expect((await links.nth(number).boundingBox())?.height).toBeGreaterThanOrEqual(24);
  }
  await links.last().click();
  await expect(page).toHaveURL(/#history$/);
  await page.emulateMedia({ media: "print" });
  await expect(contents).toBeHidden();
});

for (const procedure of ["moving-in", "resident-record-copy"]) {
  test(`${procedure} prints on one sheet, without figures and history`, async ({ page }, info) => {
    test.skip(info.project.name === "phone", "paper has one width");
    await page.goto(`/procedures/${procedure}`);
    await page.emulateMedia({ media: "print" });
    await expect(page.locator(".papers").first()).toBeVisible();
    await expect(page.locator("#usage")).toBeHidden();
    await expect(page.locator("#history")).toBeHidden();
    const sheets = (await page.pdf({ format: "A4", preferCSSPageSize: true })).toString("latin1");
    expect(sheets.match(/\/Type\s*\/Page\b(?!s)/g)?.length).toBe(1);
  });
}

test("an English page has papers in English, with what to say at the counter", async ({ page }) => {
  await page.goto("/en/procedures/moving-in");
  const papers = page.locator(".papers").first().locator("> li");
  await expect(papers.first()).toContainText("Identification");
  await expect(papers.first().locator("[lang=ja]")).toHaveText("本人確認書類");
  await expect(papers.first().locator("[lang=ja-Latn]")).toHaveText("honninkakuninshorui");
  await expect(page.locator(".official-name [lang=ja-Latn]")).toHaveCount(1);
});
