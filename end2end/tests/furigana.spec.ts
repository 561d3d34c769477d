import { expect, expectAccessible, test } from "../fixtures";

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("readings are switched on, kept by links and forms, and switched off", async ({ page }) => {
    await page.goto("/procedures");
    await expect(page.locator("rt")).toHaveCount(0);
    await page.locator(".furigana-switch a").click();
    await expect(page).toHaveURL(/furigana=on/);
    expect(await page.locator("rt").count()).toBeGreaterThan(20);

    await page.locator("main a[href^='/procedures/']").first().click();
    await expect(page).toHaveURL(/\/procedures\/.*furigana=on/);
    expect(await page.locator("rt").count()).toBeGreaterThan(5);

    await page.locator(".furigana-switch a").click();
    await expect(page.locator("rt")).toHaveCount(0);
    await page.locator("a.brand").click();
    await expect(page).not.toHaveURL(/furigana/);
  });
});

test("easy pages show readings by themselves, and stay accessible and within a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const address of ["/easy", "/easy/procedures", "/easy/budget", "/easy/offices"]) {
    await page.goto(address);
    expect(await page.locator("ruby > rt").count(), address).toBeGreaterThan(0);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, address).toBeLessThanOrEqual(390);
    await expectAccessible(page);
  }
});

test("words of easy Japanese stay on one line", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/easy");
  const broken = await page.evaluate(() => {
    const found: string[] = [];
    const texts = document.createTreeWalker(document.querySelector("main")!, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const parent = node.parentElement!;
      if (parent.closest("rt, rp, svg, option, [lang]:not([lang=ja])")) continue;
      for (const word of node.textContent!.matchAll(/[^\s、。（）「」・：]+/gu)) {
        const range = document.createRange();
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        const lines = new Set([...range.getClientRects()].filter((box) => box.width > 0).map((box) => Math.round(box.top)));
        // A word that is longer than half of a phone's line may break.
        if (lines.size > 1 && word[0].length < 9) found.push(word[0]);
      }
    }
    return found;
  });
  expect(broken).toEqual([]);
});
