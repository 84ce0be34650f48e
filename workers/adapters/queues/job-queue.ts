import type { PurgeMessage } from "#domain/messages";
import type { JobQueue } from "#domain/ports";

export function createJobQueue(queue: Queue): JobQueue {
  return {
    async wake({ orgId, jobId }) {
      await queue.send(JSON.stringify({ orgId, jobId }), { contentType: "text" });
    },
    async purge(orgId) {
      const message: PurgeMessage = { orgId, purge: true };
      await queue.send(JSON.stringify(message), { contentType: "text" });
    },
  };
}
