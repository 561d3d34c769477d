import { expect, expectAccessible, expectNoSidewaysScrolling, type Page, test } from "../fixtures";
import { addressIn, LANGUAGES } from "../routes";

const WARD_TO_WARD =
  "/guides/moving?q.from=here&q.to=here&q.with.child=yes&q.insurance=work&q.own.dog=yes&q.own.car=yes" +
  "&q.nationality=japanese&q.card=yes&day=2026-12-25";

async function answer(page: Page, name: string, value: string): Promise<void> {
  await page.locator(`input[name="${name}"][value="${value}"]`).check();
}

test("a family moves from ward to ward: questions lead to a list, one after the other", async ({ page }) => {
  await page.goto("/");
  await page.locator("main a[href='/guides/moving']").first().click();
  await answer(page, "q.from", "here");
  await answer(page, "q.with.child", "yes");
  await answer(page, "q.own.dog", "yes");
  await answer(page, "q.own.car", "yes");
  await page.locator("#guide-day").fill("2026-12-25");
  await page.locator(".guide-form button").click();
  await expect(page).toHaveURL(/q\.from=here/);
  // Where to is asked only now, and until then the notification is perhaps needed.
  await expect(page.locator("section[aria-labelledby='guide-perhaps']")).toContainText("転居届");
  await answer(page, "q.to", "here");
  await answer(page, "q.insurance", "work");
  await answer(page, "q.nationality", "japanese");
  await answer(page, "q.card", "yes");
  await page.locator(".guide-form button").click();
  await expect(page.locator("section[aria-labelledby='guide-perhaps']")).toHaveCount(0);
  await expect(page.locator("[data-tick='moving-within']")).toContainText("2027年1月8日");
  await expect(page.locator("[data-tick='dog']")).toContainText("2027年1月24日");
  await expect(page.locator("[data-tick='moving-in']")).toHaveCount(0);
  // The answers are still there, and the address alone gives the same list.
  await expect(page.locator("input[name='q.own.dog']")).toBeChecked();
  const summary = await page.locator("#summary").innerText();
  await page.goto(page.url());
  await expect(page.locator("#summary")).toHaveText(summary);
});

test("ticks are kept on the device, where script runs", async ({ page }, info) => {
  await page.goto(WARD_TO_WARD);
  const boxes = page.locator(".guide-tick input");
  if (info.project.use.javaScriptEnabled === false) {
    await expect(boxes).toHaveCount(0);
    return;
  }
  await expect(boxes).toHaveCount(await page.locator("[data-tick]").count());
  await boxes.first().check();
  await page.reload();
  await expect(page.locator(".guide-tick input").first()).toBeChecked();
  await expect(page.locator(".guide-tick input").nth(1)).not.toBeChecked();
  await expectAccessible(page);
});

test("deadlines are saved as a calendar", async ({ page }) => {
  await page.goto(WARD_TO_WARD);
  const href = await page.locator("a[href*='/guides/moving.ics']").getAttribute("href");
  const response = await page.request.get(href ?? "");
  expect(response.headers()["content-type"]).toContain("text/calendar");
  const events = (await response.text()).match(/BEGIN:VEVENT/g)?.length;
  expect(events).toBe(await page.locator(".guide-item[data-tick] .guide-due").count());
});

const STATES = [
  "/guides",
  "/guides/moving",
  WARD_TO_WARD,
  "/guides/moving?q.from=abroad&q.with.none=yes&q.own.none=yes&q.nationality=foreign&q.card=no&day=2026-12-01",
  "/guides/birth?q.stage=born&q.first=first&day=2026-11-10",
  "/guides/death?q.pension=yes&q.had.unknown=yes",
];

for (const path of STATES) {
  test(`${path} can be read by everybody`, async ({ page }) => {
    for (const { prefix, lang } of LANGUAGES) {
      await page.goto(addressIn(prefix, path));
      await expect(page.locator("html")).toHaveAttribute("lang", lang);
      for (const group of await page.locator("fieldset.guide-question").all()) {
        await expect(group.locator("> legend")).not.toBeEmpty();
      }
      await expectNoSidewaysScrolling(page);
      await expectAccessible(page);
    }
  });
}

test("a list prints on one sheet", async ({ page }, info) => {
  test.skip(info.project.name === "phone", "paper has one width");
  await page.goto(WARD_TO_WARD);
  await page.emulateMedia({ media: "print" });
  await expect(page.locator(".guide-form")).toBeHidden();
  await expect(page.locator(".guide-said")).toBeVisible();
  const sheets = (await page.pdf({ format: "A4", preferCSSPageSize: true })).toString("latin1");
  expect(sheets.match(/\/Type\s*\/Page\b(?!s)/g)?.length).toBe(1);
});

test("a mistyped address says what is wrong", async ({ page }) => {
  const response = await page.goto("/guides/moving?q.from=moon");
  expect(response?.status()).toBe(400);
  await expect(page.getByRole("alert")).toContainText("q.from");
});
