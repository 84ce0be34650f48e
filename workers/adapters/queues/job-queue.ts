import type { PurgeMessage } from "#domain/messages";
import type { JobQueue } from "#domain/ports";

export function createJobQueue(queue: Queue): JobQueue {
  return {
    async wake(message, delayMs = 0) {
      await queue.send(JSON.stringify(message), {
        contentType: "text",
        delaySeconds: Math.ceil(delayMs / 1_000),
      });
    },
    async purge(orgId) {
      const message: PurgeMessage = { orgId, purge: true };
      await queue.send(JSON.stringify(message), { contentType: "text" });
    },
  };
}
