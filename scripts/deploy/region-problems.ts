import type { RegionConfig } from "./regions.ts";

/** The parts of a wrangler configuration that are compared. */
export type ComparedConfig = Pick<
  RegionConfig,
  | "name"
  | "vars"
  | "secrets"
  | "d1_databases"
  | "r2_buckets"
  | "queues"
  | "services"
  | "triggers"
  | "migrations"
  | "observability"
  | "placement"
>;

/**
 * What is wrong with a region's configuration beside the top level's. wrangler itself accepts all of it: a forgotten
 * consumer or another region's bucket would be noticed only by the events that are not delivered.
 */
export function findRegionProblems(
  top: ComparedConfig,
  config: ComparedConfig,
  region: string,
  regions: readonly string[],
): string[] {
  const problems: string[] = [];
  const expect = (ok: boolean, problem: string): void => {
    if (!ok) problems.push(`${region}: ${problem}`);
  };
  const owned = (name: string | undefined): boolean => name?.endsWith(`-${region}`) === true;

  expect(owned(config.name), `the Worker's name ${config.name} does not end in -${region}`);
  expect(config.vars.REGION === region, `REGION is ${String(config.vars.REGION)}`);
  expect(config.vars.ALLOW_PRIVATE_TARGETS === "false", "ALLOW_PRIVATE_TARGETS is not false");
  for (const name of ["SECRETS_KEYS", "ADMIN_TOKEN"]) {
    expect(config.secrets?.required?.includes(name) === true, `the secret ${name} is not required`);
  }
  for (const { database_name: name } of config.d1_databases) expect(owned(name), `D1 database ${name}`);
  for (const { bucket_name: name, jurisdiction } of config.r2_buckets) {
    expect(owned(String(name)), `R2 bucket ${String(name)} is another region's`);
    expect((jurisdiction ?? "") === (config.vars.JURISDICTION ?? ""), `the jurisdiction of ${String(name)}`);
  }
  const consumers = new Map((config.queues.consumers ?? []).map((consumer) => [consumer.queue, consumer]));
  for (const { queue } of config.queues.producers ?? []) {
    expect(owned(queue), `queue ${queue} is another region's`);
    expect(consumers.has(queue ?? ""), `queue ${queue} has no consumer`);
  }
  for (const { queue, ...settings } of top.queues.consumers ?? []) {
    const { queue: _queue, ...own } = consumers.get(`${queue}-${region}`) ?? { queue: "" };
    expect(isSame(own, settings), `the consumer of ${queue}-${region} is not set as that of ${queue}`);
  }
  for (const other of regions.filter((name) => name !== region)) {
    const binding = `REGION_${other.toUpperCase().replaceAll("-", "_")}`;
    const service = (config.services ?? []).find((bound) => bound.binding === binding)?.service;
    expect(service?.endsWith(`-${other}`) === true, `${binding} is not bound to ${other}`);
  }
  expect(isSame(config.triggers, top.triggers), "the cron triggers are not the top level's");
  expect(isSame(config.migrations, top.migrations), "the Durable Object migrations are not the top level's");
  expect(config.observability?.enabled === true, "observability is off");
  expect(config.placement !== undefined, "no placement: Durable Objects would follow the callers");
  return problems;
}

/** The same members with the same values, in whatever order they were written. */
function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left, sorted) === JSON.stringify(right, sorted);
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
