import { globSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { bundleAjv } from "./scripts/bundle-ajv.ts";

bundleAjv();

const TIMEOUTS = { testTimeout: 60_000, hookTimeout: 60_000 };
const WRANGLER = { configPath: "./wrangler.toml" };

const ON_WORKERD = globSync(["workers/**/*.test.ts", "durable-objects/**/*.test.ts"], {
  cwd: import.meta.dirname,
  exclude: ["workers/domain/**", "workers/connectors/**"],
});
/** Neither a binding nor a helper that has one: nothing that they do stays for the next file. */
const KEEPS_NOTHING = ON_WORKERD.filter(
  (file) => !/"cloudflare:|testing\//.test(readFileSync(resolve(import.meta.dirname, file), "utf8")),
);

/**
 * Decisions run in plain Node in milliseconds; what leans on the platform runs in workerd. `isolate: false` is for what
 * keeps nothing between two tests: a runtime of its own costs a file two seconds of every run. Not for what has bindings:
 * in one runtime they all pass, and now and then the plugin waits for ever after the last of them. Time-outs are there for
 * what hangs; a slow machine must not decide a test.
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
          name: "workerd, without bindings",
          ...TIMEOUTS,
          include: ["workers/connectors/**/*.test.ts", ...KEEPS_NOTHING],
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
          include: ON_WORKERD.filter((file) => !KEEPS_NOTHING.includes(file)),
          setupFiles: ["workers/testing/apply-migrations.ts"],
        },
      },
    ],
  },
});
