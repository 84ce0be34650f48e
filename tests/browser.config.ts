import { defineConfig } from "vitest/config";

/**
 * The dashboard in Debian's Chromium, on the built gateway. One world per file, and two files at a time, since most of a
 * file is waiting. What is waited for has as long as a slow machine needs: a time-out is there for what never comes.
 */
export default defineConfig({
  test: {
    name: "browser",
    root: import.meta.dirname,
    include: ["browser/**/*.test.ts"],
    globalSetup: ["browser/support/build-once.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
    maxWorkers: 2,
    maxConcurrency: 2,
  },
});
