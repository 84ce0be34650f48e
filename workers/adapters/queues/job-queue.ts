import type { JobQueue } from "#domain/ports";

export function createJobQueue(queue: Queue): JobQueue {
  return {
    async wake({ orgId, jobId }) {
      await queue.send(JSON.stringify({ orgId, jobId }), { contentType: "text" });
    },
  };
}
