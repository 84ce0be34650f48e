import { z } from "@hono/zod-openapi";
import { DEFAULT_CIRCUIT_POLICY } from "#domain/delivery/circuit-breaker";
import {
  DEFAULT_REQUEST_HEADERS,
  DEFAULT_RESPONSE_HEADERS,
  DEFAULT_TOTAL_TIMEOUT_MS,
  PROXY_METHODS,
} from "#domain/proxy/proxy-settings";

/** How an integration may be called through the gateway. What is possible is the domain's question: `checkProxy`. */

const names = z.array(z.string()).readonly();
const texts = z.record(z.string(), z.string());

const Path = z
  .strictObject({
    allow: names.default([]).openapi({
      description:
        "Paths that may be called: text, `{name}` or `*` for one segment, `**` at the end. Empty: all.",
      example: ["/v1/orders/{id}", "/v1/customers/**"],
    }),
    strip: z.string().default("").openapi({ description: "Taken from the front of the caller's path." }),
    add: z.string().default("").openapi({ description: "Put in front of it, behind the integration's URL." }),
    rewrite: z
      .array(z.strictObject({ from: z.string(), to: z.string() }))
      .readonly()
      .default([])
      .openapi({
        description: "The first one that fits replaces the whole path.",
        example: [{ from: "/clients/{id}", to: "/v2/customers/{id}" }],
      }),
  })
  .openapi("ProxyPath");

const Query = z
  .strictObject({
    allow: names.nullable().default(null).openapi({ description: "Names that go on; null: all." }),
    deny: names.default([]),
    rename: texts.default({}).openapi({ description: "The caller's name to the upstream's." }),
    set: texts.default({}).openapi({ description: "Sent with every call, whatever the caller says." }),
  })
  .openapi("ProxyQuery");

const Cache = z
  .strictObject({
    ttlSeconds: z
      .number()
      .openapi({ description: "1 to 86400; the upstream's own max-age counts if shorter." }),
    query: names.nullable().default(null).openapi({
      description: "Query parameters that tell answers apart; null: all.",
    }),
    headers: names.nullable().default(null).openapi({
      description: "Headers that do; null: every one that goes upstream.",
    }),
    overrideUpstream: z.boolean().default(false).openapi({
      description: "Keep answers for ttlSeconds even if the upstream says private, no-store or less.",
    }),
    staleIfErrorSeconds: z.number().default(0).openapi({
      description: "For this long after it ended, an answer still serves while the upstream fails.",
    }),
  })
  .openapi("ProxyCache");

const Limits = z
  .strictObject({
    rate: z.strictObject({ ratePerSecond: z.number(), burst: z.number() }).nullable().default(null),
    concurrency: z.number().nullable().default(null),
  })
  .openapi("ProxyLimits", { description: "Calls that reach the upstream, over all callers." });

const Circuit = z
  .strictObject({
    consecutiveFailures: z.number().default(DEFAULT_CIRCUIT_POLICY.consecutiveFailures),
    failureRatePercent: z.number().default(DEFAULT_CIRCUIT_POLICY.failureRatePercent),
    minimumCalls: z.number().default(DEFAULT_CIRCUIT_POLICY.minimumCalls),
    windowMs: z.number().default(DEFAULT_CIRCUIT_POLICY.windowMs),
    restMs: z.number().default(DEFAULT_CIRCUIT_POLICY.restMs),
    maxRestMs: z.number().default(DEFAULT_CIRCUIT_POLICY.maxRestMs),
    probes: z.number().default(DEFAULT_CIRCUIT_POLICY.probes),
  })
  .openapi("CircuitPolicy", { description: "When an upstream that fails is given a rest." });

const BodyTransform = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("simple"), mapping: z.unknown() }),
    z.strictObject({ kind: z.literal("script"), source: z.string() }),
  ])
  .openapi({ description: "Makes another JSON body of this one, as in an integration's `transform`." });

export const ProxySchema = z
  .strictObject({
    methods: z.array(z.enum(PROXY_METHODS)).readonly().default(["GET", "HEAD"]),
    path: Path.default({ allow: [], strip: "", add: "", rewrite: [] }),
    query: Query.default({ allow: null, deny: [], rename: {}, set: {} }),
    requestHeaders: names.default(DEFAULT_REQUEST_HEADERS).openapi({
      description: "Headers of the caller that go upstream, in lower case; `x-acme-*` for all that begin so.",
    }),
    responseHeaders: names.default(DEFAULT_RESPONSE_HEADERS).openapi({
      description: "Headers of the upstream that come back.",
    }),
    totalTimeoutMs: z.number().default(DEFAULT_TOTAL_TIMEOUT_MS).openapi({
      description: "Until the answer is through, its body included. To its headers it is `timeoutMs`.",
    }),
    hideCredential: z.boolean().default(true).openapi({
      description:
        "Mask the credential in text bodies that come back: some upstreams echo what they were sent.",
    }),
    transformRequest: BodyTransform.nullable().default(null),
    transformResponse: BodyTransform.nullable().default(null),
    cache: Cache.nullable().default(null),
    limits: Limits.default({ rate: null, concurrency: null }),
    circuit: Circuit.nullable().default({ ...DEFAULT_CIRCUIT_POLICY }),
  })
  .nullable()
  .openapi({ description: "How callers reach the target through /proxy/{id}/…; null: not at all." });
