import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { bundleAjv } from "./scripts/bundle-ajv.ts";

bundleAjv();

const TIMEOUTS = { testTimeout: 60_000, hookTimeout: 60_000 };
const WRANGLER = { configPath: "./wrangler.toml" };

/**
 * Decisions run in plain Node in milliseconds; what leans on the platform runs in workerd. `isolate: false` is for what
 * keeps nothing between two tests: a runtime for each of a hundred such files would be minutes of every run. Time-outs are
 * there for what hangs; a slow machine must not decide a test.
 */
export default defineConfig({
  test: {
    // Vitest leaves one core to itself, and of two that is half of the machine.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: "domain",
          ...TIMEOUTS,
          include: ["workers/domain/**/*.test.ts", "scripts/**/*.test.ts"],
          environment: "node",
          isolate: false,
        },
      },
      {
        test: {
          name: "ui",
          ...TIMEOUTS,
          include: ["ui/**/*.test.ts"],
          environment: "node",
          isolate: false,
        },
        resolve: { alias: { "~": resolve(import.meta.dirname, "ui", "src") } },
      },
      {
        plugins: [cloudflareTest({ wrangler: WRANGLER })],
        test: {
          name: "connectors",
          ...TIMEOUTS,
          include: ["workers/connectors/**/*.test.ts"],
          isolate: false,
        },
      },
      {
        plugins: [
          cloudflareTest(async () => ({
            wrangler: WRANGLER,
            miniflare: {
              bindings: {
                TEST_MIGRATIONS: await readD1Migrations("migrations"),
                SECRETS_KEYS: `test-1:${Buffer.alloc(32, 7).toString("base64")}`,
                ADMIN_TOKEN: "test-admin-token-0123456789abcdefghijkl",
              },
            },
          })),
        ],
        test: {
          name: "workerd",
          ...TIMEOUTS,
          include: ["workers/**/*.test.ts", "durable-objects/**/*.test.ts"],
          exclude: ["workers/domain/**", "workers/connectors/**"],
          setupFiles: ["workers/testing/apply-migrations.ts"],
        },
      },
    ],
  },
});
