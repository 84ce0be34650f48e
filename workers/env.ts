import { z } from "zod";

const Vars = z.object({
  /** `local`, `us-east`, `us-west`, `eu` or `apac`: part of every key and organization id. */
  REGION: z.string().regex(/^[a-z]+(-[a-z]+)?$/),
  ALLOW_PRIVATE_TARGETS: z.enum(["true", "false"]).default("false"),
  /** Durable Object jurisdiction, where the platform has one for the region. */
  JURISDICTION: z.enum(["", "eu", "fedramp"]).default(""),
  /** Requests in flight per delivery run. Of a Worker's only six may wait for headers at once; locally there is no limit. */
  CONCURRENT_REQUESTS: z.coerce.number().int().min(1).max(100).default(6),
  /** `id:base64` of 32 bytes; several, separated by commas, the current one first. */
  SECRETS_KEYS: z.string().min(1),
  /** Opens the organization endpoints. Absent: they are closed. */
  ADMIN_TOKEN: z.string().min(32).optional(),
  /** Exact origins of other pages that may use the cookie of a signed-in browser, separated by commas. */
  ALLOWED_ORIGINS: z.string().default("").transform(readOrigins),
});

export interface Config {
  readonly region: string;
  readonly allowPrivateTargets: boolean;
  readonly jurisdiction: "" | "eu" | "fedramp";
  readonly concurrentRequests: number;
  readonly secretsKeys: string;
  readonly adminToken: string | null;
  readonly allowedOrigins: readonly string[];
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
    secretsKeys: vars.data.SECRETS_KEYS,
    adminToken: vars.data.ADMIN_TOKEN ?? null,
    allowedOrigins: vars.data.ALLOWED_ORIGINS,
  };
}

/** Refused when it is not exactly what a browser sends, a slash at the end included: it would never match. */
function readOrigins(text: string, context: z.RefinementCtx): readonly string[] {
  const origins = text
    .split(",")
    .map((origin) => origin.trim())
    .filter((origin) => origin !== "");
  for (const origin of origins) {
    if (URL.canParse(origin) && new URL(origin).origin === origin) continue;
    context.addIssue({ code: "custom", message: `${origin} is no origin` });
  }
  return origins;
}
