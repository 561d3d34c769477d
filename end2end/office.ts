import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, type Page } from "./fixtures";
import { addStaff, end, freePort, untilReady } from "./start-server";

export const PASSWORD = process.env.TETSUZUKI_STAFF_PASSWORD ?? "";

/** The address of this worker's demonstration. */
export let origin = "";

/**
 * Each worker has its own demonstration, so that what these tests publish does not change the figures that others
 * are reading.
 */
export const test = base.extend<object, { office: string }>({
  office: [
    async ({}, use) => {
      const binary = process.env.TETSUZUKI_BIN ?? "";
      const folder = await mkdtemp(join(tmpdir(), "tetsuzuki-editing-"));
      const listen = `127.0.0.1:${await freePort()}`;
      const database = `sqlite://${join(folder, "tetsuzuki.db")}`;
      const server = spawn(binary, ["serve", "--demo", "--listen", listen, "--database", database], { stdio: "ignore" });
      try {
        await untilReady(server, `http://${listen}`);
        addStaff(binary, database, ["--email", "first@city.example.jp", "--name", "管理 花子", "--administrator"]);
        const of = (name: string, department: string, ...more: string[]) =>
          addStaff(binary, database, ["--email", `${name}@city.example.jp`, "--name", name, "--department", department, ...more]);
        of("one", "taxation");
        of("two", "taxation");
        of("checker", "taxation", "--approver");
        origin = `http://${listen}`;
        await use(origin);
      } finally {
        await end(server);
        await rm(folder, { recursive: true, force: true });
      }
    },
    { scope: "worker", timeout: 120_000 },
  ],
  baseURL: async ({ office }, use) => use(office),
});

/** A browser window of a user who is logged in. */
export async function windowOf(page: Page, account: string, password = PASSWORD): Promise<Page> {
  const { javaScriptEnabled, viewport } = test.info().project.use;
  const context = await page.context().browser()!.newContext({
    javaScriptEnabled,
    viewport,
    locale: "ja-JP",
    timezoneId: "Asia/Tokyo",
    baseURL: test.info().project.use.baseURL ?? undefined,
  });
  const opened = await context.newPage();
  await logIn(opened, account, password);
  return opened;
}

export async function logIn(page: Page, account: string, password = PASSWORD): Promise<void> {
  await page.goto(`${origin}/staff/login`);
  await page.getByLabel("メールアドレス").fill(account.includes("@") ? account : `${account}@city.example.jp`);
  await page.getByLabel("パスワード").fill(password);
  await page.getByRole("main").getByRole("button", { name: "ログイン" }).click();
}
