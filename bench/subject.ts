/**
 * Holds Miniflare, which holds workerd: a process of its own, so that workerd's CPU is workerd's and the Node host's
 * is seen apart. Requests reach the Worker through a direct socket of workerd, past Miniflare's entry Worker.
 */
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { answerQuestions } from "./child.ts";
import { findWorkerd } from "./process-stats.ts";
import type { Subject, SubjectContext } from "./subjects/subject.ts";

export interface StartSubject extends SubjectContext {
  /** File name in `subjects/`, without the extension. */
  readonly subject: string;
  /** A folder for what D1, R2 and Durable Objects keep. */
  readonly storageDir: string;
}

export interface RunningSubject {
  readonly url: string;
  readonly apiKey: string;
  readonly signingSecret: string;
  readonly workerdPids: readonly number[];
}

export type SubjectQuestions = { start: readonly [StartSubject, RunningSubject] };

let miniflare: Miniflare | undefined;

async function start(options: StartSubject): Promise<RunningSubject> {
  const module = (await import(`./subjects/${options.subject}.ts`)) as { readonly subject: Subject };
  const worker = await module.subject.prepare(options);
  const running = new Miniflare(
    convertV4MiniflareOptions({
      resourcePersistencePath: options.storageDir,
      workers: [{ ...worker, unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }] }],
    }),
  );
  miniflare = running;
  await running.ready;
  const seeded = await module.subject.seed(running, options);
  const url = await running.unsafeGetDirectURL(worker.name);
  return { url: url.href, ...seeded, workerdPids: findWorkerd(process.pid) };
}

answerQuestions<SubjectQuestions>({ start }, async () => {
  await miniflare?.dispose();
});
