import { bundleWorker } from "../bundle-worker.ts";
import type { Subject } from "./subject.ts";

const OBJECTS = ["BareIntakeObject"];

/** The least a durable delivery can do on this platform; the gateway is held against it. */
export const subject: Subject = {
  name: "bare-pipeline",
  async prepare({ targetUrl, counted }) {
    const entry = new URL("../workers/bare-pipeline.ts", import.meta.url).pathname;
    return {
      name: "bare-pipeline",
      modules: [
        {
          type: "ESModule",
          path: "bare-pipeline.mjs",
          contents: await bundleWorker(entry, OBJECTS, counted),
        },
      ],
      compatibilityDate: "2026-10-20",
      bindings: { TARGET: targetUrl },
      durableObjects: { INTAKE: { className: "BareIntakeObject", useSQLite: true } },
      d1Databases: { DB: "bare-pipeline" },
      r2Buckets: { BODIES: "bare-pipeline" },
      queueProducers: { EVENTS: { queueName: "bare-events" } },
      queueConsumers: { "bare-events": { maxBatchSize: 10, maxBatchTimeout: 0, maxRetries: 3 } },
    };
  },
  async seed(miniflare) {
    const database = await miniflare.getD1Database("DB", "bare-pipeline");
    // Without a rowid the primary key is the table: one row written per delivery, not two.
    await database.exec(
      "CREATE TABLE deliveries (id TEXT PRIMARY KEY, status INTEGER NOT NULL, segment TEXT NOT NULL) WITHOUT ROWID",
    );
    return {
      apiKey: "none",
      signingSecret: `whsec_${Buffer.from("bare-pipeline-secret-of-32-bytes").toString("base64")}`,
    };
  },
};
