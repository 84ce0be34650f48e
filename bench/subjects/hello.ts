import { bundleWorker } from "../bundle-worker.ts";
import { type Subject, startWorker } from "./subject.ts";

/** Bare workerd: one Worker that answers "hello". */
export const subject: Subject = {
  async start(context) {
    const entry = new URL("../workers/hello.ts", import.meta.url).pathname;
    const { miniflare, url, inspected } = await startWorker(
      {
        name: "hello",
        modules: [{ type: "ESModule", path: "hello.mjs", contents: await bundleWorker(entry, [], false) }],
        compatibilityDate: "2026-10-20",
      },
      context,
    );
    return { url, apiKey: "", signingSecret: "", inspected, stop: () => miniflare.dispose() };
  },
};
