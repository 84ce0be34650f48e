import type { DeliveriesMessage, EventsMessage, JobsMessage, PurgeMessage } from "#domain/messages";
import type { Services } from "#services/composition";
import { deliverDue } from "#services/deliver-due";
import { deliverEvents } from "#services/deliver-events";
import { purgeOrganization } from "#services/purge-organization";
import { isExportId, runAuditExport } from "#services/run-audit-export";
import { runJob } from "#services/run-job";
import { runKeyRotation } from "#services/run-key-rotation";

/** Soon, but not at once: what made the run fail (D1, R2) usually needs a moment. */
const RETRY_SECONDS = 5;

/**
 * One batch of one queue. When a run fails as a whole its messages come again; and if they are lost on the way, the
 * durable owner (intake, IntegrationObject, job row) hands the work out again by itself.
 */
export async function consume(batch: MessageBatch<unknown>, services: Services): Promise<void> {
  try {
    await run(batch, services);
    batch.ackAll();
  } catch (error) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    console.error(
      JSON.stringify({
        event: "queue.run_failed",
        queue: batch.queue,
        messages: batch.messages.length,
        error: detail,
      }),
    );
    batch.retryAll({ delaySeconds: RETRY_SECONDS });
  }
}

async function run(batch: MessageBatch<unknown>, services: Services): Promise<void> {
  const queue = kindOf(batch.queue);
  switch (queue) {
    case "events":
      return deliverEvents(services, batch.messages.map(readEvents));
    case "deliveries":
    case "slow":
      return deliverDue(services, readAll<DeliveriesMessage>(batch));
    case "jobs":
      for (const message of readAll<JobsMessage | PurgeMessage>(batch)) {
        if ("purge" in message) await purgeOrganization(services, message.orgId);
        else if ("rotationId" in message) await runKeyRotation(services, message);
        else if (isExportId(message.jobId)) await runAuditExport(services, message.orgId, message.jobId);
        else await runJob(services, message);
      }
  }
}

type QueueKind = "events" | "deliveries" | "slow" | "jobs";

/** Queues are named `gateway-<kind>` and, in a region, `gateway-<kind>-<region>`. */
function kindOf(name: string): QueueKind {
  const kind = /^gateway-(events|deliveries|slow|jobs)\b/.exec(name)?.[1];
  if (kind === undefined) throw new Error(`No consumer for the queue ${name}.`);
  return kind as QueueKind;
}

/** A message that comes again was handed out before, whatever it says itself: its run may have sent and then failed. */
function readEvents({ body, attempts }: Message<unknown>): EventsMessage {
  const message = JSON.parse(String(body)) as EventsMessage;
  if (attempts <= 1) return message;
  return { ...message, chunks: message.chunks.map((chunk) => ({ ...chunk, maybeSeen: true })) };
}

/** Our own producers wrote these as JSON text; nobody else can write to the queues. */
function readAll<T>(batch: MessageBatch<unknown>): T[] {
  return batch.messages.map(({ body }) => JSON.parse(String(body)) as T);
}
