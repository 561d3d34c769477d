import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Time limit for the first start, which fills an empty database, in milliseconds. */
const PATIENCE = 120_000;

/** A running server, and a function to stop it. */
export type Started = { address: string; database: string; stop: () => Promise<void> };

/** Number of log lines kept in case the server fails. */
const KEPT_LINES = 40;

/**
 * Starts the demonstration on a free port with its own database, shared by all tests, and
 * passes its address to the tests in TETSUZUKI_URL. The function it returns stops the server.
 */
export default async function startServer(): Promise<() => Promise<void>> {
  // The staff tests log in with passwords of their own; the demonstration comes without accounts.
  process.env.TETSUZUKI_STAFF_PASSWORD ??= randomBytes(16).toString("hex");
  const { address, database, stop } = await startAt(await freePort(), ["--demo"]);
  try {
    for (const project of STAFF_PROJECTS) {
      for (const account of staffOf(project)) addStaff(serverBinary(), database, account);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  process.env.TETSUZUKI_URL = address;
  return stop;
}

/** The server under test. */
export function serverBinary(): string {
  const binary = process.env.TETSUZUKI_BIN;
  if (!binary) {
    throw new Error("TETSUZUKI_BIN names no server; run the tests by: cargo xtask test --only browser");
  }
  return binary;
}

/** Starts a server on a port with its own database. */
export async function startAt(port: number, settings: string[]): Promise<Started> {
  const folder = await mkdtemp(join(tmpdir(), "tetsuzuki-end2end-"));
  const listen = `127.0.0.1:${port}`;
  const database = `sqlite://${join(folder, "tetsuzuki.db")}`;
  const server = spawn(serverBinary(), ["serve", "--listen", listen, "--database", database, ...settings], {
    stdio: ["ignore", "pipe", "pipe"],
  });

  const words: string[] = [];
  for (const stream of [server.stdout, server.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      words.push(...text.split("\n").filter(Boolean));
      words.splice(0, words.length - KEPT_LINES);
    });
  }
  // The last resort: an interrupted run skips its tear-down.
  const kill = () => void server.kill("SIGKILL");
  process.on("exit", kill);

  const stop = async () => {
    await end(server);
    process.off("exit", kill);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilReady(server, `http://${listen}`);
  } catch (error) {
    await stop();
    throw new Error(`${String(error)}\n${words.join("\n")}`);
  }
  return { address: `http://${listen}`, database, stop };
}

/** Each test project has its own accounts, because tests run in parallel and change them. */
const STAFF_PROJECTS = ["desktop", "phone", "without-script"];

/** Two administrators, an editor, and an account whose password a test changes. */
function staffOf(project: string): string[][] {
  return [
    ["--email", `office-${project}@city.example.jp`, "--name", "管理 花子", "--administrator"],
    ["--email", `looks-${project}@city.example.jp`, "--name", "確認 四郎", "--administrator", "--approver", "--department", "resident-records"],
    ["--email", `editor-${project}@city.example.jp`, "--name", "編集 次郎", "--department", "resident-records"],
    ["--email", `changes-${project}@city.example.jp`, "--name", "変更 三郎"],
  ];
}

/** Adds an account the way an operator does. */
export function addStaff(
  binary: string,
  database: string,
  account: string[],
  password = "--password-stdin",
): void {
  execFileSync(binary, ["staff", "add", ...account, password, "--database", database], {
    input: `${process.env.TETSUZUKI_STAFF_PASSWORD}\n`,
    stdio: ["pipe", "ignore", "inherit"],
  });
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => {
        if (address && typeof address === "object") resolve(address.port);
        else reject(new Error("the system gave no free port"));
      });
    });
  });
}

export async function untilReady(server: ChildProcess, address: string): Promise<void> {
  let failure: Error | undefined;
  server.once("error", (error) => (failure = error));
  const until = Date.now() + PATIENCE;
  while (Date.now() < until) {
    if (failure) throw failure;
    if (hasEnded(server)) throw new Error(`the server ended with ${server.exitCode ?? server.signalCode}`);
    const ready = await fetch(`${address}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the server was not ready within ${PATIENCE / 1000} s`);
}

export async function end(server: ChildProcess): Promise<void> {
  if (server.pid === undefined || hasEnded(server)) return;
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  const force = setTimeout(() => server.kill("SIGKILL"), 10_000);
  await ended;
  clearTimeout(force);
}

function hasEnded(server: ChildProcess): boolean {
  return server.exitCode !== null || server.signalCode !== null;
}
