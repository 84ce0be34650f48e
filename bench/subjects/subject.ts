/** What the benchmark needs to know of a thing it measures. */
import { convertV4MiniflareOptions, Miniflare, type V4WorkerOptions } from "miniflare";

export interface SubjectContext {
  /** Where deliveries go: the receiver. */
  readonly targetUrl: string;
  /** A folder for storage and build output; it is removed afterwards. */
  readonly folder: string;
  /** Count operations instead of measuring speed. */
  readonly counted: boolean;
}

/** A started Worker with its tables, tenant and target in place. */
export interface Started {
  /** A direct socket of workerd. */
  readonly url: string;
  readonly apiKey: string;
  /** What deliveries are signed with: `whsec_` and base64, empty if nothing is. */
  readonly signingSecret: string;
  stop(): Promise<void>;
}

export interface Subject {
  start(context: SubjectContext): Promise<Started>;
}

/** Run one Worker on workerd, reachable past Miniflare's entry Worker. */
export async function startWorker(
  worker: V4WorkerOptions,
  folder: string,
): Promise<{ readonly miniflare: Miniflare; readonly url: string }> {
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      resourcePersistencePath: folder,
      // Otherwise Miniflare asks the network for a sample `request.cf` at every start.
      cf: false,
      telemetry: { enabled: false },
      workers: [{ ...worker, unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }] }],
    }),
  );
  await miniflare.ready;
  return { miniflare, url: (await miniflare.unsafeGetDirectURL(worker.name)).origin };
}
