import { defineConfig, devices } from "@playwright/test";

/** The file from which xtask reads the counts of the run. */
const report = process.env.TETSUZUKI_REPORT ?? "../target/end2end/report.json";

export default defineConfig({
  testDir: "tests",
  outputDir: "../target/end2end/results",
  globalSetup: "./start-server.ts",
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  // Far more than any test needs: a slow or busy machine is not the site's fault.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [["line"], ["json", { outputFile: report }]],
  use: {
    // An element that is not there is named long before the test ends.
    actionTimeout: 20_000,
    locale: "ja-JP",
    timezoneId: "Asia/Tokyo",
    screenshot: "only-on-failure",
    // Recording takes a seventh of the time. `--trace on` records a test for inspection.
    trace: "off",
    launchOptions: {
      executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
      args: [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    {
      name: "desktop",
      use: { ...devices["Desktop Chrome"], viewport: { width: 1280, height: 800 } },
    },
    {
      name: "phone",
      use: {
        ...devices["Desktop Chrome"],
        viewport: { width: 390, height: 844 },
        deviceScaleFactor: 2,
        isMobile: true,
        hasTouch: true,
      },
    },
    {
      name: "without-script",
      use: {
        ...devices["Desktop Chrome"],
        viewport: { width: 1280, height: 800 },
        javaScriptEnabled: false,
      },
    },
  ],
});
