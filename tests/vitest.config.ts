import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** They start gateways of their own, so two at a time disturb nobody. */
const OWN_GATEWAY = [
  "alerts-cron",
  "api-limits",
  "audit",
  "credential-custody",
  "deletion",
  "egress",
  "encryption",
  "proxy-streams",
  "restart",
  "secrets-canary",
  "start",
  "transformation-custody",
].map((name) => `e2e/${name}.test.ts`);

const COMMON = {
  root: import.meta.dirname,
  globalSetup: [join(import.meta.dirname, "support", "global-gateway.ts")],
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

/**
 * End-to-end: the built Worker on its runtime, driven over HTTP. One gateway for all other files, which share no tenants
 * and run one after another: what one of them orders of the whole gateway, a tick of its cron for one, the rest would see.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...COMMON,
          name: "e2e",
          include: ["e2e/**/*.test.ts"],
          exclude: OWN_GATEWAY,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...COMMON,
          name: "e2e with gateways of their own",
          include: OWN_GATEWAY,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
