/**
 * Holds Miniflare, which holds workerd: a process of its own, so that workerd's CPU is workerd's and the Node host's
 * is seen apart. Requests reach the Worker through a direct socket of workerd, past Miniflare's entry Worker.
 */
import { answerQuestions } from "./child.ts";
import { findWorkerd } from "./process-stats.ts";
import type { Started, Subject, SubjectContext } from "./subjects/subject.ts";

export interface StartSubject extends SubjectContext {
  /** File name in `subjects/`, without the extension. */
  readonly subject: string;
}

export interface RunningSubject extends Omit<Started, "stop"> {
  readonly workerdPids: readonly number[];
}

export type SubjectQuestions = { start: readonly [StartSubject, RunningSubject] };

let started: Started | undefined;

async function start(options: StartSubject): Promise<RunningSubject> {
  const module = (await import(`./subjects/${options.subject}.ts`)) as { readonly subject: Subject };
  started = await module.subject.start(options);
  const { stop: _, ...rest } = started;
  return { ...rest, workerdPids: findWorkerd(process.pid) };
}

answerQuestions<SubjectQuestions>({ start }, async () => {
  await started?.stop();
});
