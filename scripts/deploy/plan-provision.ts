import type { RegionConfig } from "./regions.ts";

/** What a region needs, read from its environment in wrangler.toml. */
export interface RegionNeeds {
  readonly region: string;
  readonly database: string;
  readonly bucket: string;
  readonly queues: readonly string[];
  readonly secrets: readonly string[];
  readonly jurisdiction: string | null;
}

/** What is there already. */
export interface Existing {
  readonly databaseId: string | null;
  readonly bucket: boolean;
  readonly queues: ReadonlySet<string>;
  readonly secrets: ReadonlySet<string>;
}

export const NOTHING: Existing = {
  databaseId: null,
  bucket: false,
  queues: new Set(),
  secrets: new Set(),
};

export type Step =
  | { readonly kind: "run"; readonly title: string; readonly args: readonly string[] }
  | { readonly kind: "present"; readonly title: string }
  /** Look the database's id up and write it into wrangler.toml. The migrations behind it need it there. */
  | { readonly kind: "record-database"; readonly title: string; readonly database: string }
  /** Make a value, keep it in a file for the operator, and give it to the Worker. */
  | {
      readonly kind: "secret";
      readonly title: string;
      readonly secret: string;
      readonly args: readonly string[];
    };

/** Where D1 and R2 put their data when no jurisdiction says it. */
const LOCATIONS: Readonly<Record<string, string>> = { "us-east": "enam", "us-west": "wnam", apac: "apac" };

/** @throws Error when the environment lacks a database or a bucket: there would be nothing to make. */
export function readNeeds(config: RegionConfig, region: string): RegionNeeds {
  const database = config.d1_databases[0]?.database_name;
  const bucket = config.r2_buckets[0]?.bucket_name;
  if (database === undefined || typeof bucket !== "string") {
    throw new Error(`wrangler.toml binds no database or no bucket for ${region}. See docs/deploy.md.`);
  }
  return {
    region,
    database,
    bucket,
    queues: (config.queues.producers ?? []).flatMap(({ queue }) => queue ?? []),
    secrets: config.secrets?.required ?? [],
    jurisdiction: typeof config.vars.JURISDICTION === "string" ? config.vars.JURISDICTION : null,
  };
}

/** The steps from what is there to what is needed, in the order in which they must happen. */
export function planProvision(needs: RegionNeeds, existing: Existing): Step[] {
  const { region, database, bucket } = needs;
  const place = placeArguments(needs);
  const create = (present: boolean, title: string, args: readonly string[]): Step =>
    present ? { kind: "present", title } : { kind: "run", title, args };
  return [
    create(existing.databaseId !== null, `D1 database ${database}`, ["d1", "create", database, ...place]),
    { kind: "record-database", title: `id of ${database} in wrangler.toml`, database },
    create(existing.bucket, `R2 bucket ${bucket}`, ["r2", "bucket", "create", bucket, ...place]),
    ...needs.queues.map((queue) =>
      create(existing.queues.has(queue), `queue ${queue}`, [
        "queues",
        "create",
        queue,
        // Queues know jurisdictions, and no other places.
        ...(needs.jurisdiction === null ? [] : ["--jurisdiction", needs.jurisdiction]),
      ]),
    ),
    {
      kind: "run",
      title: "D1 migrations",
      args: ["d1", "migrations", "apply", "DB", "--env", region, "--remote"],
    },
    // A secret that is set stays: with another SECRETS_KEYS nothing that was sealed would open again.
    ...needs.secrets.map(
      (secret): Step =>
        existing.secrets.has(secret)
          ? { kind: "present", title: `secret ${secret}` }
          : {
              kind: "secret",
              title: `secret ${secret}`,
              secret,
              args: ["secret", "put", secret, "--env", region],
            },
    ),
  ];
}

function placeArguments({ region, jurisdiction }: RegionNeeds): string[] {
  if (jurisdiction !== null) return ["--jurisdiction", jurisdiction];
  const location = LOCATIONS[region];
  return location === undefined ? [] : ["--location", location];
}
