import { z } from "@hono/zod-openapi";
import { type BlockedLane, readLaneKey } from "#domain/flow/blocked-lane";
import { toIsoOrNull } from "../moment.ts";

export const BlockedLaneSchema = z
  .object({
    lane: z.string().openapi({ description: "Its name in the gateway.", example: "=cus_1" }),
    key: z
      .discriminatedUnion("kind", [
        z.object({ kind: z.literal("whole") }),
        z.object({ kind: z.literal("missing") }),
        z.object({ kind: z.literal("value"), value: z.string() }),
        z.object({ kind: z.literal("hashed") }),
      ])
      .openapi({
        description:
          "What stands at `flow.order.key` in its events: a value; nothing (`missing`); a value too long to be kept (`hashed`). `whole`: the order has no key.",
      }),
    deliveryId: z
      .string()
      .openapi({ description: "The first dead letter that stops it: retry it, or discard it." }),
    since: z.iso.datetime().nullable(),
    deadLetters: z.int().openapi({ description: "How many stop it, one behind the other." }),
    waiting: z.int().openapi({ description: "How many wait behind, counted up to 1,000." }),
    waitingExact: z.boolean(),
  })
  .openapi("BlockedLane");

export function presentBlockedLane(blocked: BlockedLane): z.infer<typeof BlockedLaneSchema> {
  return { ...blocked, key: readLaneKey(blocked.lane), since: toIsoOrNull(blocked.since) };
}
