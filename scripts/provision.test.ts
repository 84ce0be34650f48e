import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findDatabaseId, writeDatabaseId } from "./deploy/database-id.ts";
import { NOTHING, planProvision, readNeeds } from "./deploy/plan-provision.ts";
import { printPlan } from "./deploy/print-plan.ts";
import { type ProvisionTools, provisionRegion } from "./deploy/provision-region.ts";
import { readRegionConfig, readRegions } from "./deploy/regions.ts";

const CONFIG = new URL("../wrangler.toml", import.meta.url).pathname;
const TOML = readFileSync(CONFIG, "utf8");
const needsOf = (region: string) => readNeeds(readRegionConfig(CONFIG, region), region);
const eu = needsOf("eu");

/** Answers as wrangler does, from an account that exists only here. */
function createAccount() {
  const databases = new Map<string, string>();
  const made = new Set<string>();
  const secrets = new Map<string, string>();
  const calls: string[] = [];
  const recorded: string[] = [];
  let failing: string | null = null;
  const answer = (exitCode: number, stdout = "", stderr = "") => ({ exitCode, stdout, stderr });
  const run = (command: string, input: string) => {
    if (failing !== null && command.startsWith(failing)) return answer(1, "", "A request to the API failed.");
    const [, , third = "", fourth = ""] = command.split(" ");
    if (command === "d1 list --json") {
      return answer(0, JSON.stringify([...databases].map(([name, uuid]) => ({ name, uuid }))));
    }
    if (command.startsWith("d1 create")) databases.set(third, `uuid-${databases.size + 1}`);
    else if (command.startsWith("queues create")) made.add(third);
    else if (command.startsWith("queues info")) return answer(made.has(third) ? 0 : 1);
    else if (command.startsWith("r2 bucket create")) made.add(fourth);
    else if (command.startsWith("r2 bucket info")) return answer(made.has(fourth) ? 0 : 1);
    else if (command.startsWith("secret put")) secrets.set(third, input);
    else if (command.startsWith("secret list")) {
      return secrets.size === 0
        ? answer(1, "", 'Worker "integration-gateway-eu" (env: eu) not found.')
        : answer(0, JSON.stringify([...secrets.keys()].map((name) => ({ name }))));
    }
    return answer(0);
  };
  const tools: ProvisionTools = {
    wrangler: async (args, input = "") => {
      calls.push(args.join(" "));
      return run(args.join(" "), input);
    },
    recordDatabase: (id) => void recorded.push(id),
    secretValue: (name) => `value of ${name}`,
    say: () => {},
  };
  const changes = () => calls.filter((call) => / (create|put) /.test(` ${call} `));
  return { tools, calls, changes, recorded, secrets, fail: (prefix: string | null) => (failing = prefix) };
}

describe("provisioning a region", () => {
  it("makes everything the region is bound to, the database before its migrations", async () => {
    const account = createAccount();
    await provisionRegion(eu, account.tools);
    expect(account.changes()).toEqual([
      "d1 create gateway-eu --jurisdiction eu",
      "r2 bucket create gateway-bodies-eu --jurisdiction eu",
      "queues create gateway-events-eu --jurisdiction eu",
      "queues create gateway-deliveries-eu --jurisdiction eu",
      "queues create gateway-slow-eu --jurisdiction eu",
      "queues create gateway-jobs-eu --jurisdiction eu",
      "secret put SECRETS_KEYS --env eu",
      "secret put ADMIN_TOKEN --env eu",
    ]);
    expect(account.recorded).toEqual(["uuid-1"]);
    expect(account.calls).toContain("d1 migrations apply DB --env eu --remote");
    expect(account.secrets.get("SECRETS_KEYS")).toBe("value of SECRETS_KEYS");
  });

  it("makes nothing twice and changes no secret when run again", async () => {
    const account = createAccount();
    await provisionRegion(eu, account.tools);
    const before = account.changes().length;
    await provisionRegion(eu, account.tools);
    expect(account.changes().length).toBe(before);
    expect(account.recorded).toEqual(["uuid-1", "uuid-1"]);
  });

  it("goes on where a failed run stopped", async () => {
    const account = createAccount();
    account.fail("queues create gateway-jobs");
    await expect(provisionRegion(eu, account.tools)).rejects.toThrow("queues create gateway-jobs-eu");
    account.fail(null);
    const before = account.changes().length;
    await provisionRegion(eu, account.tools);
    expect(account.changes().slice(before)).toEqual([
      "queues create gateway-jobs-eu --jurisdiction eu",
      "secret put SECRETS_KEYS --env eu",
      "secret put ADMIN_TOKEN --env eu",
    ]);
  });

  it("sets no secret when it cannot see which are set", async () => {
    const account = createAccount();
    await provisionRegion(eu, account.tools);
    account.fail("secret list");
    const before = account.changes().length;
    await expect(provisionRegion(eu, account.tools)).rejects.toThrow("cannot be listed");
    expect(account.changes().length).toBe(before);
  });
});

describe("the printed plan", () => {
  it.each(readRegions(CONFIG))("of %s names the region's own resources and no other's", (region) => {
    const lines = printPlan(planProvision(needsOf(region), NOTHING), region);
    const commands = lines.filter((line) => line.startsWith("npx wrangler"));
    expect(commands.length).toBe(10);
    for (const command of commands) expect(command, command).toMatch(new RegExp(`${region}|d1 list`));
  });

  it("puts data of a jurisdiction there, and other data near", () => {
    const create = (region: string) => printPlan(planProvision(needsOf(region), NOTHING), region).join("\n");
    expect(create("eu")).toContain("r2 bucket create gateway-bodies-eu --jurisdiction eu");
    expect(create("us-west")).toContain("d1 create gateway-us-west --location wnam");
    expect(create("us-west")).not.toContain("--jurisdiction");
  });

  it("contains no secret, only how to make one", () => {
    const text = printPlan(planProvision(eu, NOTHING), "eu").join("\n");
    expect(text).toContain("openssl rand");
    expect(text).not.toMatch(/[A-Za-z0-9+/_-]{40,}/);
  });
});

describe("the database id in wrangler.toml", () => {
  it("is written for its region and nowhere else", () => {
    const written = writeDatabaseId(TOML, "us-west", "11111111-2222-3333-4444-555555555555");
    const changed = written.split("\n").filter((line, index) => line !== TOML.split("\n")[index]);
    expect(changed).toEqual(['database_id = "11111111-2222-3333-4444-555555555555"']);
    expect(written.indexOf("11111111")).toBeGreaterThan(written.indexOf("[[env.us-west.d1_databases]]"));
    expect(written.indexOf("11111111")).toBeLessThan(written.indexOf("[[env.us-west.r2_buckets]]"));
  });

  it("is refused for a region without a database", () => {
    expect(() => writeDatabaseId(TOML, "moon", "id")).toThrow("[[env.moon.d1_databases]]");
  });

  it("is found by the database's whole name", () => {
    const list = '[{"name":"gateway-eu-old","uuid":"a"},{"name":"gateway-eu","uuid":"b"}]';
    expect(findDatabaseId(list, "gateway-eu")).toBe("b");
    expect(findDatabaseId(list, "gateway")).toBeNull();
  });
});
