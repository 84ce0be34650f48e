import { describe, expect, it } from "vitest";
import { type ComparedConfig, findRegionProblems } from "./region-problems.ts";
import { readRegionConfig, readRegions } from "./regions.ts";

const CONFIG = new URL("../../wrangler.toml", import.meta.url).pathname;
const regions = readRegions(CONFIG);
const top = readRegionConfig(CONFIG);
const eu = readRegionConfig(CONFIG, "eu");
const problemsOf = (change: Partial<ComparedConfig>) =>
  findRegionProblems(top, { ...eu, ...change }, "eu", regions).join("\n");

describe("the regions of wrangler.toml", () => {
  it("are the four of the plan", () => {
    expect(regions).toEqual(["us-east", "us-west", "eu", "apac"]);
  });

  it.each(regions)("have no problem: %s", (region) => {
    expect(findRegionProblems(top, readRegionConfig(CONFIG, region), region, regions)).toEqual([]);
  });

  it("keep European data in the European jurisdiction, and no other region's", () => {
    expect(regions.map((region) => readRegionConfig(CONFIG, region).vars.JURISDICTION)).toEqual([
      undefined,
      undefined,
      "eu",
      undefined,
    ]);
  });
});

describe("a region's configuration is refused", () => {
  it.each<[string, Partial<ComparedConfig>, string]>([
    ["with another region's name in its vars", { vars: { ...eu.vars, REGION: "apac" } }, "REGION is apac"],
    ["when private targets are open", { vars: { ...eu.vars, ALLOW_PRIVATE_TARGETS: "true" } }, "PRIVATE"],
    ["when a secret is not required", { secrets: { required: ["ADMIN_TOKEN"] } }, "SECRETS_KEYS"],
    [
      "with another region's database",
      { d1_databases: [{ binding: "DB", database_name: "gateway-apac" }] },
      "D1",
    ],
    [
      "with another region's bucket",
      { r2_buckets: [{ binding: "BODIES", bucket_name: "gateway-bodies" }] },
      "R2",
    ],
    [
      "when its bucket is outside the jurisdiction",
      { r2_buckets: [{ binding: "BODIES", bucket_name: "gateway-bodies-eu" }] },
      "jurisdiction",
    ],
    ["when nobody consumes a queue", { queues: { ...eu.queues, consumers: [] } }, "has no consumer"],
    [
      "when a consumer is set differently",
      {
        queues: {
          ...eu.queues,
          consumers: (eu.queues.consumers ?? []).map((consumer) => ({ ...consumer, max_retries: 1 })),
        },
      },
      "is not set as that of",
    ],
    ["when another region cannot be reached", { services: [] }, "REGION_APAC is not bound"],
    ["without the cron trigger", { triggers: { crons: [] } }, "cron"],
    ["without the Durable Object migrations", { migrations: [] }, "migrations"],
    ["without placement", { placement: undefined }, "placement"],
    ["without observability", { observability: undefined }, "observability"],
  ])("%s", (_what, change, problem) => {
    expect(problemsOf(change)).toContain(problem);
  });
});
