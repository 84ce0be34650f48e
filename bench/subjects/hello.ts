import { bundleWorker } from "../bundle-worker.ts";
import type { Subject } from "./subject.ts";

/** Bare workerd: one Worker that answers "hello". */
export const subject: Subject = {
  name: "hello",
  async prepare() {
    const entry = new URL("../workers/hello.ts", import.meta.url).pathname;
    return {
      name: "hello",
      modules: [{ type: "ESModule", path: "hello.mjs", contents: await bundleWorker(entry, [], false) }],
      compatibilityDate: "2026-10-20",
    };
  },
  seed: async () => ({ apiKey: "", signingSecret: "" }),
};
