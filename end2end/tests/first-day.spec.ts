/** From an empty installation, over the choice of the city, to the list of what is missing; also without script. */
import {
  collectComplaints,
  expect,
  expectAccessible,
  expectNoSidewaysScrolling,
  expectReadableInTheDark,
  type Page,
} from "../fixtures";
import { installation } from "../installation";
import { LANGUAGES } from "../routes";

const test = installation("office@city.example.jp");

async function looksRight(page: Page): Promise<void> {
  await expect(page.locator("h1")).toHaveCount(1);
  await expectNoSidewaysScrolling(page);
  await expectAccessible(page);
  expect(await page.locator("body").innerText()).not.toMatch(/Unknown localization|\{\s*\$/);
  await expectReadableInTheDark(page);
}

test("the first day: an empty site, the choice of the city, and the list", async ({ page, logIn }) => {
  test.setTimeout(240_000);
  const complaints = collectComplaints(page);
  for (const { prefix } of LANGUAGES) {
    const response = await page.goto(prefix || "/");
    expect(response?.status()).toBe(200);
    await looksRight(page);
  }
  await logIn(page);
  await looksRight(page);
  await page.getByRole("link", { name: "はじめの準備をする" }).click();
  await page.getByLabel("市区町村の名前").fill("とよなか");
  await page.getByRole("main").getByRole("button", { name: "探す" }).click();
  await looksRight(page);
  await page.getByRole("link", { name: "大阪府豊中市" }).click();
  await expect(page.getByRole("main")).toContainText("区はありません");
  await looksRight(page);
  await page.getByRole("button", { name: "豊中市にする" }).click();
  await expect(page.getByRole("status")).toContainText("豊中市にしました");
  await looksRight(page);
  await expect(page.getByRole("link", { name: /次は「.+」を埋めてください/ })).toBeVisible();
  await expect(page.locator("#table-departments")).toContainText("担当：");
  await page.locator("#table-funding").getByRole("button").click();
  await expect(page.locator("#table-funding .badge")).toContainText("あとで");
  for (const { prefix } of LANGUAGES) {
    await page.goto(`${prefix}/staff/first-day`);
    await looksRight(page);
    await page.goto(`${prefix}/staff/first-day?area=221309&todo=change`);
    await expect(page.getByRole("main")).toContainText("浜松市");
    await looksRight(page);
    await page.goto(`${prefix}/cards`);
    await expect(page.getByRole("main")).toContainText("豊中市");
    await looksRight(page);
    await page.goto(prefix || "/");
    await looksRight(page);
  }
  expect(complaints, "complaints of the browser").toEqual([]);
});
