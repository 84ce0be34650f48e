import { z } from "zod";

const Vars = z.object({
  /** `local`, `us-east`, `us-west`, `eu` or `apac`: part of every key and organization id. */
  REGION: z.string().regex(/^[a-z]+(-[a-z]+)?$/),
  ALLOW_PRIVATE_TARGETS: z.enum(["true", "false"]).default("false"),
  /** Are targets' names looked up before anything is sent? `auto`: unless private targets are allowed. */
  DNS_CHECK: z.enum(["auto", "on", "off"]).default("auto"),
  /** A resolver that speaks DNS over HTTPS (RFC 8484). */
  DNS_RESOLVER_URL: z.url({ protocol: /^https?$/ }).default("https://cloudflare-dns.com/dns-query"),
  /** Exact origins of other pages that may call this API from a browser, with its cookie too, separated by commas. */
  ALLOWED_ORIGINS: z
    .string()
    .default("")
    .transform(splitList)
    .pipe(z.array(z.string().refine(isOrigin))),
  /** Durable Object jurisdiction, where the platform has one for the region. */
  JURISDICTION: z.enum(["", "eu", "fedramp"]).default(""),
  /** Requests in flight per delivery run. Of a Worker's only six may wait for headers at once; locally there is no limit. */
  CONCURRENT_REQUESTS: z.coerce.number().int().min(1).max(100).default(6),
  /** The gateway's origin as browsers reach it (`https://gateway.example.com`): where OAuth providers send them back to. */
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((text) => new URL(text).origin)
    .optional(),
  /** `id:base64` of 32 bytes; several, separated by commas, the current one first. Or a Secrets Store binding to that. */
  SECRETS_KEYS: z.union([z.string().min(1), z.custom<SecretsStoreBinding>(isSecretsStoreBinding)]),
  /** Opens the organization endpoints. Absent: they are closed. */
  ADMIN_TOKEN: z.string().min(32).optional(),
});

/** As `secrets_store_secrets` in wrangler.toml binds it. */
interface SecretsStoreBinding {
  get(): Promise<string>;
}

function isSecretsStoreBinding(value: unknown): boolean {
  return typeof value === "object" && value !== null && "get" in value && typeof value.get === "function";
}

export interface Config {
  readonly region: string;
  readonly allowPrivateTargets: boolean;
  /** Null: names of targets are not looked up. */
  readonly dnsResolverUrl: string | null;
  readonly allowedOrigins: ReadonlySet<string>;
  readonly jurisdiction: "" | "eu" | "fedramp";
  readonly concurrentRequests: number;
  readonly publicUrl: string | null;
  readonly secretsKeys: string | SecretsStoreBinding;
  readonly adminToken: string | null;
}

/** Refuses to start on a missing or malformed setting: a gateway that cannot open its secrets must not take events. */
export function readConfig(env: Env): Config {
  const vars = Vars.safeParse(env);
  if (!vars.success) {
    const names = vars.error.issues.map((issue) => issue.path.join("."));
    throw new Error(`Settings are missing or malformed: ${names.join(", ")}. See docs/deploy.md.`);
  }
  const { ALLOW_PRIVATE_TARGETS, DNS_CHECK, DNS_RESOLVER_URL } = vars.data;
  const checksDns = DNS_CHECK === "auto" ? ALLOW_PRIVATE_TARGETS === "false" : DNS_CHECK === "on";
  return {
    region: vars.data.REGION,
    allowPrivateTargets: ALLOW_PRIVATE_TARGETS === "true",
    dnsResolverUrl: checksDns ? DNS_RESOLVER_URL : null,
    allowedOrigins: new Set(vars.data.ALLOWED_ORIGINS),
    jurisdiction: vars.data.JURISDICTION,
    concurrentRequests: vars.data.CONCURRENT_REQUESTS,
    publicUrl: vars.data.PUBLIC_URL ?? null,
    secretsKeys: vars.data.SECRETS_KEYS,
    adminToken: vars.data.ADMIN_TOKEN ?? null,
  };
}

function splitList(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** Exactly what a browser sends in `Origin`: no path, no default port, lower case. A pattern or `null` is none. */
function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && !text.includes("*") && URL.canParse(text) && new URL(text).origin === text;
}
