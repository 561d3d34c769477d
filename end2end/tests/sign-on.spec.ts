import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  expect,
  expectAccessible,
  expectNoSidewaysScrolling,
  expectReadableInTheDark,
  type Page,
  test as base,
} from "../fixtures";
import { LANGUAGES } from "../routes";
import { startProvider } from "../provider";
import { addStaff, freePort, serverBinary, type Started, startAt } from "../start-server";

const PASSWORD = process.env.TETSUZUKI_STAFF_PASSWORD ?? "";

/** Starts an installation that uses a single sign-on provider. */
async function startWith(port: number, issuer: string, clientId: string, secret: string): Promise<Started> {
  const folder = await mkdtemp(join(tmpdir(), "tetsuzuki-secret-"));
  const file = join(folder, "secret");
  await writeFile(file, `${secret}\n`, { mode: 0o600 });
  const settings = ["--public-url", `http://127.0.0.1:${port}`, "--oidc-issuer", issuer];
  const started = await startAt(port, [...settings, "--oidc-client-id", clientId, "--oidc-client-secret-file", file]);
  await rm(folder, { recursive: true });
  return started;
}

/** Tests with their own server and a certified provider. */
const test = base.extend<object, { office: Started }>({
  office: [
    async ({}, use) => {
      const port = await freePort();
      const provider = await startProvider(await freePort(), `http://127.0.0.1:${port}`);
      const office = await startWith(port, provider.issuer, provider.clientId, provider.clientSecret);
      const person = (name: string, e_mail: string) => ["--email", `${e_mail}@city.example.jp`, "--name", name];
      addStaff(serverBinary(), office.database, person("管理 花子", "office").concat("--administrator"));
      addStaff(serverBinary(), office.database, person("新任 太郎", "new"), "--single-sign-on");
      addStaff(serverBinary(), office.database, person("一度 次郎", "once"), "--single-sign-on");
      addStaff(serverBinary(), office.database, person("未確 三郎", "unverified"), "--single-sign-on");
      await use(office);
      await office.stop();
      await provider.stop();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ office }, use) => {
    await use(office.address);
  },
});

/** Logs in at the provider, which asks for the user's name and consent. */
async function logInThere(page: Page, e_mail: string): Promise<void> {
  await expect(page).toHaveURL(/^http:\/\/localhost:/);
  await page.locator("input[name=login]").fill(e_mail);
  await page.locator("input[name=password]").fill("any");
  await page.locator("button[type=submit]").click();
  await page.locator("button[type=submit]").filter({ hasText: "Continue" }).click();
}

const signOn = (page: Page) => page.getByRole("main").getByRole("link", { name: "シングルサインオンでログイン" });

test("a member of staff logs in with single sign-on, logs out, and logs in again without a password", async ({ page }) => {
  await page.goto("/staff/account");
  await expect(page).toHaveURL(/\/staff\/login\?next=/);
  await signOn(page).click();
  await logInThere(page, "new@city.example.jp");
  await expect(page).toHaveURL(/\/staff\/account$/);
  await expect(page.getByRole("main")).toContainText("新任 太郎");
  await expect(page.getByRole("main")).toContainText("変更するパスワードはありません");
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  const cookies = await page.context().cookies("http://127.0.0.1");
  expect(cookies.map((cookie) => cookie.name).sort()).toEqual(["__Host-browser", "__Host-session"]);

  await page.getByRole("button", { name: "ログアウト" }).click();
  await expect(page.getByRole("status")).toContainText("庁内のログインは続いていることがあります");
  await expect(page.getByRole("link", { name: "庁内のログインからもログアウトする" })).toHaveAttribute("href", /\/session\/end/);
  await expectAccessible(page);
  // The provider still knows the browser, and asks nothing.
  await signOn(page).click();
  await expect(page).toHaveURL(/\/staff$/);
  await expect(page.getByRole("main")).toContainText("新任 太郎");

  // After logging out of both, the provider asks again.
  await page.getByRole("button", { name: "ログアウト" }).click();
  await page.getByRole("link", { name: "庁内のログインからもログアウトする" }).click();
  await page.locator("button[value=yes]").click();
  await page.goto("/staff/login");
  await signOn(page).click();
  await expect(page.locator("input[name=login]")).toBeVisible();
});

test("a callback URL does not work a second time", async ({ page }) => {
  const back = page.waitForRequest((request) => request.url().includes("/staff/login/return?"));
  await page.goto("/en/staff/login");
  await page.getByRole("main").getByRole("link", { name: "Log in with single sign-on" }).click();
  await logInThere(page, "once@city.example.jp");
  await expect(page).toHaveURL(/\/en\/staff$/);
  const address = (await back).url();
  await page.getByRole("button", { name: "Log out" }).click();
  await page.goto(address);
  await expect(page.getByRole("alert")).toContainText("has already been used");
  await page.goto("/en/staff");
  await expect(page).toHaveURL(/\/en\/staff\/login/);
});

test("people without an account or a verified address see what to do", async ({ page }) => {
  for (const e_mail of ["stranger@city.example.jp", "unverified@city.example.jp"]) {
    await page.context().clearCookies();
    await page.goto("/staff/login");
    await signOn(page).click();
    await logInThere(page, e_mail);
    await expect(page).toHaveURL(/\/staff\/login\?sign_on=no_account$/);
    await expect(page.getByRole("alert")).toContainText("管理者に連絡してください");
    await expectAccessible(page);
    await expectNoSidewaysScrolling(page);
  }
});

test("an administrator creates an account that uses only single sign-on", async ({ page }, info) => {
  await page.goto("/staff/login");
  await page.getByLabel("メールアドレス").fill("office@city.example.jp");
  await page.getByLabel("パスワード", { exact: true }).fill(PASSWORD);
  await page.getByRole("main").getByRole("button", { name: "ログイン" }).click();
  await page.goto("/staff/people");
  const e_mail = `made-${info.project.name}-${info.retry}@city.example.jp`;
  await page.getByLabel("メールアドレス").fill(e_mail);
  await page.getByLabel("氏名").fill("追加 五郎");
  await page.getByLabel("シングルサインオンのみ").check();
  await expectAccessible(page);
  await page.getByRole("button", { name: "作成する" }).click();
  await expect(page.getByRole("main")).toContainText("シングルサインオン（未使用）");
  await expect(page.locator(".one-time")).toHaveCount(0);
  await page.getByRole("button", { name: "ログアウト" }).click();
  await signOn(page).click();
  await logInThere(page, e_mail);
  await expect(page.getByRole("main")).toContainText("追加 五郎");
});

test("the login page is accessible in every language, light and dark", async ({ page }) => {
  for (const { prefix, lang } of LANGUAGES) {
    await page.goto(`${prefix}/staff/login?sign_on=other_login`);
    await expect(page.locator("html")).toHaveAttribute("lang", lang);
    await expect(page.getByRole("alert")).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScrolling(page);
    await expectReadableInTheDark(page);
    expect(await page.locator("body").innerText()).not.toMatch(/Unknown localization|\{\s*\$/);
  }
});

test("when the provider is down, the page says so and passwords still work", async ({ page }) => {
  const port = await freePort();
  const alone = await startWith(port, `http://localhost:${await freePort()}`, "tetsuzuki", "secret");
  try {
    addStaff(serverBinary(), alone.database, ["--email", "office@city.example.jp", "--name", "管理 花子", "--administrator"]);
    await page.goto(`${alone.address}/staff/login`);
    await signOn(page).click();
    await expect(page.getByRole("alert")).toContainText("シングルサインオンにつながりません");
    await expectAccessible(page);
    await page.getByLabel("メールアドレス").fill("office@city.example.jp");
    await page.getByLabel("パスワード", { exact: true }).fill(PASSWORD);
    await page.getByRole("main").getByRole("button", { name: "ログイン" }).click();
    await expect(page).toHaveURL(/\/staff$/);
  } finally {
    await alone.stop();
  }
});
