import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, expectAccessible, test } from "../fixtures";
import { addressIn, LANGUAGES } from "../routes";
import { freePort, serverBinary, startAt, type Started } from "../start-server";

/**
 * A city whose offices are in the same state at every time of every day, so that the journeys need no clock: one never
 * closes, one is closed for a hundred years, and of one nobody knows.
 */
const FILES: Record<string, string> = {
  "areas.csv": "code,name,kind,parent\n271403,堺市,city,270008\n271411,堺区,ward,271403\n271420,中区,ward,271403\n",
  "sources.csv": "id,title\ntest,試験\n",
  "procedures.csv": "id,name,source\nmoving-in,転入届,test\n",
  "channels.csv": "procedure_id,position,kind\nmoving-in,1,phone\n",
  "offices.csv":
    "id,name,name_en,kind,area,address,telephone,latitude,longitude,does_every_procedure,is_open_on_holidays,source\n" +
    "always,堺区役所,Sakai Ward Office,ward,271411,堺市堺区見本町1番,072-000-0001,34.573,135.483,yes,yes,test\n" +
    "never,中区役所,Naka Ward Office,ward,271420,堺市中区見本町2番,072-000-0002,34.531,135.501,,,test\n" +
    "silent,相談室,Advice room,other,,,,,,,,test\n",
  "office-hours.csv": "office,days,opens,closes\nalways,mon-sun,0:00,24:00\nnever,mon-sun,9:00,17:30\n",
  "office-exceptions.csv": "office,first_day,last_day,reason,reason_en\nnever,2026-01-01,2125-12-31,改修工事,Rebuilding\n",
  "postcodes.csv": "postcode,area,source\n590-0001,271420,test\n",
};

let started: Started;

test.beforeAll(async () => {
  started = await startAt(await freePort(), []);
  const folder = await mkdtemp(join(tmpdir(), "tetsuzuki-offices-"));
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(folder, name), text);
  execFileSync(serverBinary(), ["import", "city", folder, "--database", started.database], { stdio: "pipe" });
  await rm(folder, { recursive: true });
  // The server asks for a new revision once a second.
  await expect(async () => expect((await fetch(`${started.address}/offices/always`)).status).toBe(200)).toPass();
});

test.afterAll(async () => {
  await started?.stop();
});

const SENTENCES: Record<string, { open: RegExp; closed: RegExp; unknown: RegExp }> = {
  "": { open: /24時まで開いています/, closed: /今は閉まっています/, unknown: /開庁時間は登録されていません/ },
  "/easy": { open: /24時まで　あいて　います/, closed: /いまは　しまって　います/, unknown: /時間は　わかりません/ },
  "/en": { open: /Open until 24:00/, closed: /Closed now/, unknown: /hours are not known/ },
};

for (const { prefix, name } of LANGUAGES) {
  test(`is it open now? in ${name}`, async ({ page }) => {
    await page.goto(`${started.address}${addressIn(prefix, "/offices")}`);
    const { open, closed, unknown } = SENTENCES[prefix];
    const office = (id: string) => page.locator(".office").filter({ has: page.locator(`a[href$="/offices/${id}"]`) });
    await expect(office("always").locator(".opening")).toHaveText(open);
    await expect(office("never").locator(".opening")).toHaveText(closed);
    await expect(office("silent").locator(".opening")).toHaveText(unknown);
    await expect(office("always").locator("a.tel")).toHaveAttribute("href", "tel:0720000001");
    await expectAccessible(page);

    await office("never").locator("h3 a").click();
    await expect(page.locator("header .opening-note")).toContainText(prefix === "/en" ? "Rebuilding" : "改修");
    await expect(page.locator("table.office-hours")).toHaveCount(2);
    await expectAccessible(page);
  });
}

test("a postcode puts the nearest office first, and a wrong one stays in its field", async ({ page }) => {
  await page.goto(`${started.address}/offices`);
  await expect(page.locator(".office h3 a").first()).toHaveText("堺区役所");
  await page.locator("#postcode").fill("5900001");
  await page.locator(".office-form button").click();
  await expect(page.locator(".office h3 a").first()).toHaveText("中区役所");
  await page.locator("#postcode").fill("590");
  await page.locator(".office-form button").click();
  await expect(page.locator("#postcode")).toHaveValue("590");
  await expect(page.locator("#postcode-mistake")).toContainText("590-0000");
  await expect(page.locator(".office")).toHaveCount(3);
  await expectAccessible(page);
});

test("a procedure names its office above its statistics, with a number to call", async ({ page }) => {
  await page.goto(`${started.address}/procedures/moving-in`);
  await expect(page.locator(".ways a.tel")).toHaveAttribute("href", "tel:0720000001");
  const offices = await page.locator("#offices").boundingBox();
  const history = await page.locator("h2").filter({ hasText: "件数" }).first().boundingBox();
  expect(offices && history && offices.y < history.y).toBe(true);
  await page.locator(".office h3 a").click();
  await expect(page).toHaveURL(/\/offices\/always$/);
});

test("offices are sorted by the reader's position, on the device and only when asked", async ({ page, context }, info) => {
  await context.grantPermissions(["geolocation"], { origin: started.address });
  await context.setGeolocation({ latitude: 34.53, longitude: 135.5 });
  const response = await page.goto(`${started.address}/offices`);
  expect(response?.headers()["permissions-policy"]).toContain("geolocation=(self)");
  const names = page.locator(".office h3 a");
  await expect(names.first()).toHaveText("堺区役所");
  const button = page.getByRole("button", { name: "現在地に近い順" });
  if (info.project.use.javaScriptEnabled === false) {
    await expect(button).toHaveCount(0);
    return;
  }
  const sent: string[] = [];
  page.on("request", (request) => sent.push(request.url()));
  await button.click();
  await expect(page.getByRole("status").filter({ hasText: "近い順に並べました" })).toBeVisible();
  await expect(names).toHaveText(["中区役所", "堺区役所", "相談室"]);
  await expect(page.locator(".office").first()).toContainText(/約0\.\dkm/);
  expect(sent, "nothing is sent").toEqual([]);
  await expectAccessible(page);
  // Other pages may not ask.
  const other = await page.request.get(`${started.address}/`);
  expect(other.headers()["permissions-policy"]).toContain("geolocation=()");
});

test("the front page names the offices that are open", async ({ page }) => {
  await page.goto(`${started.address}/`);
  const open = page.locator(".open-offices li");
  await expect(open).toHaveCount(1);
  await expect(open).toContainText("堺区役所");
  await expect(open).toContainText("24時まで開いています");
});
