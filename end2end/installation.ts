import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Page, test as base } from "./fixtures";
import { addStaff, freePort, serverBinary, type Started, startAt } from "./start-server";

const PASSWORD = process.env.TETSUZUKI_STAFF_PASSWORD ?? "";

/** The folder for screenshots of each step, for inspection; none are taken without it. */
const SHOTS = process.env.TETSUZUKI_SHOTS;

/** Logs an account in; without one the administrator. */
export type LogIn = (page: Page, account?: string, password?: string) => Promise<void>;

type Installation = {
  empty: Started;
  logIn: LogIn;
  shot: (page: Page, name: string) => Promise<void>;
};

/** Each test has an installation of its own, in which nothing was done but adding an administrator. */
export function installation(administrator: string) {
  return base.extend<Installation>({
    empty: async ({}, use) => {
      const empty = await startAt(await freePort(), []);
      addStaff(serverBinary(), empty.database, ["--email", administrator, "--name", "管理 花子", "--administrator"]);
      await use(empty);
      await empty.stop();
    },
    baseURL: async ({ empty }, use) => {
      await use(empty.address);
    },
    logIn: async ({ empty }, use) => {
      await use(async (page, account = administrator, password = PASSWORD) => {
        await page.goto(`${empty.address}/staff/login`);
        await page.getByLabel("メールアドレス").fill(account);
        await page.getByLabel("パスワード").fill(password);
        await page.getByRole("main").getByRole("button", { name: "ログイン" }).click();
      });
    },
    shot: async ({}, use, info) => {
      let number = 0;
      await use(async (page, name) => {
        if (!SHOTS) return;
        number += 1;
        const folder = join(SHOTS, info.title.replaceAll(" ", "-"));
        mkdirSync(folder, { recursive: true });
        await page.screenshot({ path: join(folder, `${String(number).padStart(3, "0")}-${name}.png`), fullPage: true });
      });
    },
  });
}
