/** What the benchmark needs to know of a thing it measures. */
import { convertV4MiniflareOptions, Miniflare, type V4WorkerOptions } from "miniflare";

/** One instance measures one thing: counting and looking into the heap both cost time. */
export type Mode = "speed" | "counted" | "inspected";

export interface SubjectContext {
  /** Where deliveries go: the receiver. */
  readonly targetUrl: string;
  /** A folder for storage and build output; it is removed afterwards. */
  readonly folder: string;
  readonly mode: Mode;
}

export interface Inspected {
  readonly url: string;
  readonly worker: string;
}

/** A started Worker with its tables, tenant and target in place. */
export interface Started {
  /** A direct socket of workerd. */
  readonly url: string;
  readonly apiKey: string;
  /** What deliveries are signed with: `whsec_` and base64, empty if nothing is. */
  readonly signingSecret: string;
  /** workerd's inspector and the Worker's name in it, when the mode is `inspected`. */
  readonly inspected: Inspected | null;
  stop(): Promise<void>;
}

export interface Subject {
  start(context: SubjectContext): Promise<Started>;
}

/** Run one Worker on workerd, reachable past Miniflare's entry Worker. */
export async function startWorker(
  worker: V4WorkerOptions,
  { folder, mode }: SubjectContext,
): Promise<{ readonly miniflare: Miniflare; readonly url: string; readonly inspected: Inspected | null }> {
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      resourcePersistencePath: folder,
      // Otherwise Miniflare asks the network for a sample `request.cf` at every start.
      cf: false,
      telemetry: { enabled: false },
      ...(mode === "inspected" ? { inspectorPort: 0 } : {}),
      workers: [{ ...worker, unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }] }],
    }),
  );
  await miniflare.ready;
  const url = (await miniflare.unsafeGetDirectURL(worker.name)).origin;
  return { miniflare, url, inspected: await inspectedBy(miniflare, worker.name ?? "", mode) };
}

export async function inspectedBy(
  miniflare: Miniflare,
  worker: string,
  mode: Mode,
): Promise<Inspected | null> {
  return mode === "inspected" ? { url: (await miniflare.getInspectorURL()).href, worker } : null;
}
