import { answer, api } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";

type Schemas = components["schemas"];
export type Job = Schemas["Job"];
export type BulkCount = Schemas["BulkCount"];

type Filter<R extends { filter: object }> = Partial<R["filter"]>;

/** What is to be done to many deliveries at once. `kind` is that of the job that comes of it. */
export type BulkWish =
  | { readonly kind: "retry_dead_letters"; readonly filter: Filter<Schemas["BulkRequest"]> }
  | { readonly kind: "discard_dead_letters"; readonly filter: Filter<Schemas["BulkRequest"]> }
  /** Asks for `from` or `ids`: an empty filter would send the whole log again. */
  | { readonly kind: "replay_deliveries"; readonly filter: Filter<Schemas["ReplayRequest"]> }
  | { readonly kind: "cancel_waiting"; readonly filter: Filter<Schemas["CancelRequest"]> }
  | {
      readonly kind: "recover_failed";
      readonly integrationId: string;
      readonly range: Omit<Schemas["RecoverRequest"], "dryRun" | "perMinute">;
    }
  | {
      readonly kind: "deliver_missed";
      readonly integrationId: string;
      readonly range: Omit<Schemas["BackfillRequest"], "dryRun" | "perMinute">;
    };

export type BulkKind = BulkWish["kind"];

/** Discarding and calling off send nothing, so they have no pace. */
export function hasPace(kind: BulkKind): boolean {
  return kind !== "discard_dead_letters" && kind !== "cancel_waiting";
}

/** The dry run: how many it would be. Changes nothing. */
export async function countBulk(wish: BulkWish, signal: AbortSignal): Promise<BulkCount> {
  return (await ask(wish, { dryRun: true, perMinute: null }, signal)) as BulkCount;
}

/** @throws ApiProblem 409 when ten run already */
export async function startBulk(wish: BulkWish, perMinute: number | null): Promise<Job> {
  return (await ask(wish, { dryRun: false, perMinute }, null)) as Job;
}

interface Manner {
  readonly dryRun: boolean;
  readonly perMinute: number | null;
}

function ask(wish: BulkWish, manner: Manner, signal: AbortSignal | null): Promise<BulkCount | Job> {
  switch (wish.kind) {
    case "retry_dead_letters":
      return answer(
        api.POST("/api/v1/dead-letters/retry", { body: { filter: wish.filter, ...manner }, signal }),
      );
    case "discard_dead_letters":
      return answer(
        api.POST("/api/v1/dead-letters/discard", { body: { filter: wish.filter, ...manner }, signal }),
      );
    case "replay_deliveries": {
      const filter = { status: [...EVERY_REPLAYABLE], ...wish.filter };
      return answer(api.POST("/api/v1/deliveries/replay", { body: { filter, ...manner }, signal }));
    }
    case "cancel_waiting": {
      const filter = { status: [...EVERY_WAITING], ...wish.filter };
      const body = { filter, dryRun: manner.dryRun };
      return answer(api.POST("/api/v1/deliveries/cancel", { body, signal }));
    }
    case "recover_failed": {
      const params = { path: { id: wish.integrationId } };
      const body = { ...wish.range, ...manner };
      return answer(api.POST("/api/v1/integrations/{id}/recover", { params, body, signal }));
    }
    case "deliver_missed": {
      const params = { path: { id: wish.integrationId } };
      const body = { ...wish.range, ...manner };
      return answer(api.POST("/api/v1/integrations/{id}/backfill", { params, body, signal }));
    }
  }
}

const EVERY_REPLAYABLE = ["delivered", "dead_lettered", "cancelled", "duplicate"] as const;
const EVERY_WAITING = ["held", "retrying"] as const;
