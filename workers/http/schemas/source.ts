import { z } from "@hono/zod-openapi";
import { MAX_RECENT_EVENTS } from "#domain/ingress/recent-events";
import { MAX_OVERLAP_SECONDS, VERIFICATION_MODES } from "#domain/ingress/source";
import { Deduplicate } from "./flow.ts";

/** The form of a source. Whether it would work is the domain's own question: `findSourceProblems`. */

const Time = z.iso.datetime();
const name = z.string().trim().min(1).max(200);

const settings = z.record(z.string().max(100), z.string().max(10_000)).openapi({
  description:
    "The fields of the provider's manifest, all as text. Secret ones are shown as a mask; sending the mask back keeps the value.",
  example: { header: "X-Signature", prefix: "sha256=" },
});

const secret = z.string().max(10_000).openapi({
  format: "password",
  description: "What the provider signs with, or its public key. Write-only: only its end is shown.",
});

const toleranceSeconds = z.int().nullable().openapi({
  description: "How far a signed timestamp may be from now, 1 to 3600; null: as the manifest says.",
});

const response = z
  .strictObject({
    status: z.int().default(200),
    headers: z.record(z.string().max(100), z.string()).default({}),
    body: z.string().max(20_000).default(""),
  })
  .nullable()
  .openapi({ description: 'What the provider is answered; null: 200 and {"received":true}.' });

const eventType = z
  .discriminatedUnion("mode", [
    z.strictObject({ mode: z.literal("prefix"), prefix: z.string().max(200) }),
    z.strictObject({ mode: z.literal("template"), template: z.string().max(200) }),
    z.strictObject({ mode: z.literal("fixed"), type: z.string().max(200) }),
  ])
  .nullable()
  .openapi({
    description:
      "How the event's type is made of the provider's word: a prefix, a template with `{type}` and `{provider}`, or always the same. Null: the manifest's prefix.",
    example: { mode: "prefix", prefix: "payments." },
  });

const headers = z
  .array(z.string().max(100))
  .max(50)
  .readonly()
  .openapi({
    description: "Request headers that go along as labels `header:<name>`, at most 8.",
    example: ["x-github-event"],
  });

const labels = z
  .record(z.string(), z.string())
  .openapi({ description: "Labels of every event of this source, at most 10.", example: { shop: "eu" } });

const verification = z.enum(VERIFICATION_MODES).openapi({
  description:
    "`none` takes everything that reaches the address. It must be sent together with `acceptUnverified: true`.",
});

const deduplicate = Deduplicate.nullable().openapi({
  description:
    "Beside the provider's own event ids: what is the same within the window makes no second event. Null: only the same id is the same.",
});

const optional = {
  enabled: z.boolean().optional(),
  verification: verification.optional(),
  acceptUnverified: z.boolean().optional().openapi({
    description: "That you know what `verification: none` means. Only looked at with it.",
  }),
  settings: settings.optional(),
  toleranceSeconds: toleranceSeconds.optional(),
  response: response.optional(),
  eventType: eventType.optional(),
  headers: headers.optional(),
  labels: labels.optional(),
  deduplicate: deduplicate.optional(),
};

export const SourceCreate = z
  .strictObject({
    ...optional,
    name,
    provider: z.string().max(100).openapi({ example: "github" }),
    secret: secret.optional().openapi({
      description:
        "May follow later, where the provider shows it only once it has the address. Until then nothing is taken.",
    }),
  })
  .openapi("SourceCreate");

export const SourcePatch = z.strictObject({ ...optional, name: name.optional() }).openapi("SourcePatch");

const SourceSecretSchema = z
  .object({
    id: z.string(),
    hint: z.string().openapi({ example: "••••abcd" }),
    status: z.enum(["current", "expiring", "expired"]),
    createdAt: Time,
    expiresAt: Time.nullable(),
  })
  .openapi("SourceSecret");

const SourceAddress = z
  .object({
    hint: z.string().openapi({ example: "in_eu_…abcd" }),
    status: z.enum(["current", "expiring", "expired"]),
    createdAt: Time,
    expiresAt: Time.nullable(),
  })
  .openapi("SourceAddress");

export const Source = z
  .object({
    id: z.string().openapi({ example: "src_01k9zs4q8r0123456789abcdef" }),
    name: z.string(),
    provider: z.string(),
    enabled: z.boolean(),
    verified: z.boolean().openapi({ description: "False: anybody who knows the address is believed." }),
    ready: z.boolean().openapi({ description: "False: it has no secret yet, and refuses everything." }),
    verification,
    settings,
    toleranceSeconds,
    response: z
      .object({ status: z.int(), headers: z.record(z.string(), z.string()), body: z.string() })
      .nullable(),
    eventType,
    headers,
    deduplicate,
    labels,
    methods: z.array(z.string()).openapi({ description: "What the address takes; anything else is 405." }),
    secrets: z.array(SourceSecretSchema).openapi({ description: "Newest first; all that live verify." }),
    addresses: z.array(SourceAddress).openapi({ description: "Newest first; all that live lead here." }),
    createdAt: Time,
    updatedAt: Time,
  })
  .openapi("Source");

const count = z.int().min(0);

const ACTIVITY = "Days are UTC. Up to 15 seconds late, and approximate: the log is exact.";

const activity = z.object({
  firstEventAt: Time.nullable(),
  lastEventAt: Time.nullable(),
  acceptedToday: count,
  duplicatesToday: count.openapi({ description: "Sent again by the provider; each became one event." }),
  rejectedToday: count,
  acceptedTotal: count,
  rejectedTotal: count,
});

export const ListedSource = Source.extend({
  activity: activity.openapi({ description: ACTIVITY }),
}).openapi("ListedSource");

const recentEvents = z
  .array(z.object({ id: z.string(), type: z.string(), acceptedAt: Time }))
  .max(MAX_RECENT_EVENTS)
  .openapi({ description: "The newest events that it made, newest first, as long as events are kept." });

export const SourceDetail = Source.extend({
  activity: activity.extend({ recentEvents }).openapi({ description: ACTIVITY }),
}).openapi("SourceDetail");

const url = z.string().openapi({
  description: "Give it to the provider. Shown this once; whoever knows it can send to it.",
  example: "https://gateway.example.com/in/in_eu_…",
});

export const CreatedSourceSchema = Source.extend({ url }).openapi("CreatedSource");

const overlapSeconds = z.int().min(0).max(MAX_OVERLAP_SECONDS).default(86_400);

export const TokenRotation = z
  .strictObject({
    overlapSeconds: overlapSeconds.openapi({
      description: "How long the addresses before this one work on; 0 ends them now. A day when left out.",
    }),
  })
  .openapi("SourceTokenRotation");

export const SecretAddition = z
  .strictObject({
    secret,
    overlapSeconds: overlapSeconds.openapi({
      description: "How long the secrets before this one verify on; 0 ends them now. A day when left out.",
    }),
  })
  .openapi("SourceSecretAddition");

export const AddedSecret = SourceSecretSchema.openapi("AddedSourceSecret");
