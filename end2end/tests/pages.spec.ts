import { expect, expectAccessible, expectNoSidewaysScrolling, test } from "../fixtures";
import { addressIn, LANGUAGES, PAGES } from "../routes";

for (const { prefix, lang, sample } of LANGUAGES) {
  for (const page_ of PAGES) {
    const address = addressIn(prefix, page_);
    test(`${address} can be read by everybody`, async ({ page }) => {
      const complaints: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error" || /content security policy/i.test(message.text())) {
          complaints.push(message.text());
        }
      });
      const response = await page.goto(address);
      expect(response?.status()).toBe(200);
      await expect(page.locator("html")).toHaveAttribute("lang", lang);
      await expect(page.locator("h1")).toHaveCount(1);
      await expect(page.locator("main")).toBeVisible();
      expect(await page.title()).toMatch(/堺市|Sakai/);
      await expect(page.locator("body")).toContainText(new RegExp(sample, "i"));
      await expectNoSidewaysScrolling(page);
      await expectAccessible(page);
      expect(complaints, "complaints of the browser").toEqual([]);
    });
  }
}

test("no text of the interface is missing in any language", async ({ page }) => {
  for (const { prefix } of LANGUAGES) {
    for (const page_ of PAGES) {
      await page.goto(addressIn(prefix, page_));
      const text = await page.locator("body").innerText();
      expect(text).not.toMatch(/Unknown localization|\{\s*\$/);
    }
  }
});

test("the language switch stays on the page, with its question", async ({ page }) => {
  await page.goto("/procedures?q=転出");
  await page.getByRole("link", { name: "English" }).first().click();
  await expect(page).toHaveURL(/\/en\/procedures\?q=/);
  await expect(page.locator("input[name=q]").first()).toHaveValue("転出");
  await page.getByRole("link", { name: /やさしい/ }).first().click();
  await expect(page).toHaveURL(/\/easy\/procedures\?q=/);
});

test("the first stop of the keyboard leads past the header", async ({ page, browserName }, info) => {
  test.skip(info.project.name === "phone", "phones have no Tab key");
  expect(browserName).toBe("chromium");
  await page.goto("/");
  await page.keyboard.press("Tab");
  await expect(page.locator(":focus")).toHaveAttribute("href", /#main/);
});

test("a page that only reads never loads the WebAssembly", async ({ page }) => {
  const loaded: string[] = [];
  page.on("request", (request) => loaded.push(request.url()));
  await page.goto("/targets", { waitUntil: "networkidle" });
  expect(loaded.filter((url) => url.endsWith(".wasm"))).toEqual([]);
});
