import { bundleWorker } from "../bundle-worker.ts";
import { type Subject, startWorker } from "./subject.ts";

const NAME = "bare-pipeline";
const OBJECTS = ["BareIntakeObject"];
/** The Worker's own constant, as the verifier wants it. */
const SIGNING_SECRET = `whsec_${Buffer.from("bare-pipeline-secret-of-32-bytes").toString("base64")}`;

/** The least a durable delivery can do on this platform; the gateway is held against it. */
export const subject: Subject = {
  async start(context) {
    const entry = new URL("../workers/bare-pipeline.ts", import.meta.url).pathname;
    const contents = await bundleWorker(entry, OBJECTS, context.mode === "counted");
    const { miniflare, url, inspected } = await startWorker(
      {
        name: NAME,
        modules: [{ type: "ESModule", path: "bare-pipeline.mjs", contents }],
        compatibilityDate: "2026-10-20",
        bindings: { TARGET: context.targetUrl },
        durableObjects: { INTAKE: { className: "BareIntakeObject", useSQLite: true } },
        d1Databases: { DB: NAME },
        r2Buckets: { BODIES: NAME },
        queueProducers: { EVENTS: { queueName: "bare-events" } },
        queueConsumers: { "bare-events": { maxBatchSize: 10, maxBatchTimeout: 0, maxRetries: 3 } },
      },
      context,
    );
    const database = await miniflare.getD1Database("DB", NAME);
    // Without a rowid the primary key is the table: one row written per delivery, not two.
    await database.exec(
      "CREATE TABLE deliveries (id TEXT PRIMARY KEY, status INTEGER NOT NULL, segment TEXT NOT NULL) WITHOUT ROWID",
    );
    return { url, apiKey: "none", signingSecret: SIGNING_SECRET, inspected, stop: () => miniflare.dispose() };
  },
};
