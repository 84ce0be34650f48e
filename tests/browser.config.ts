import { defineConfig } from "vitest/config";

/** The dashboard in Debian's Chromium, on the built gateway. One world per file, and one file at a time: two cores. */
export default defineConfig({
  test: {
    name: "browser",
    root: import.meta.dirname,
    include: ["browser/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
