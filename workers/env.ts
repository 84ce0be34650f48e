import { z } from "zod";

const Vars = z.object({
  /** `local`, `us-east`, `us-west`, `eu` or `apac`: part of every key and organization id. */
  REGION: z.string().regex(/^[a-z]+(-[a-z]+)?$/),
  ALLOW_PRIVATE_TARGETS: z.enum(["true", "false"]).default("false"),
  /** Durable Object jurisdiction, where the platform has one for the region. */
  JURISDICTION: z.enum(["", "eu", "fedramp"]).default(""),
  /** Requests in flight per delivery run. Of a Worker's only six may wait for headers at once; locally there is no limit. */
  CONCURRENT_REQUESTS: z.coerce.number().int().min(1).max(100).default(6),
  /** The gateway's origin as browsers reach it (`https://gateway.example.com`): where OAuth providers send them back to. */
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((text) => new URL(text).origin)
    .optional(),
  /** `id:base64` of 32 bytes; several, separated by commas, the current one first. */
  SECRETS_KEYS: z.string().min(1),
  /** Opens the organization endpoints. Absent: they are closed. */
  ADMIN_TOKEN: z.string().min(32).optional(),
});

export interface Config {
  readonly region: string;
  readonly allowPrivateTargets: boolean;
  readonly jurisdiction: "" | "eu" | "fedramp";
  readonly concurrentRequests: number;
  readonly publicUrl: string | null;
  readonly secretsKeys: string;
  readonly adminToken: string | null;
}

/** Refuses to start on a missing or malformed setting: a gateway that cannot open its secrets must not take events. */
export function readConfig(env: Env): Config {
  const vars = Vars.safeParse(env);
  if (!vars.success) {
    const names = vars.error.issues.map((issue) => issue.path.join("."));
    throw new Error(`Settings are missing or malformed: ${names.join(", ")}. See docs/deploy.md.`);
  }
  return {
    region: vars.data.REGION,
    allowPrivateTargets: vars.data.ALLOW_PRIVATE_TARGETS === "true",
    jurisdiction: vars.data.JURISDICTION,
    concurrentRequests: vars.data.CONCURRENT_REQUESTS,
    publicUrl: vars.data.PUBLIC_URL ?? null,
    secretsKeys: vars.data.SECRETS_KEYS,
    adminToken: vars.data.ADMIN_TOKEN ?? null,
  };
}
