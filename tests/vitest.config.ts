import { defineConfig } from "vitest/config";

/** End-to-end: the built Worker on its runtime, driven over HTTP. One gateway for all files, so they share no tenants. */
export default defineConfig({
  test: {
    name: "e2e",
    root: import.meta.dirname,
    include: ["e2e/**/*.test.ts"],
    globalSetup: ["support/global-gateway.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
