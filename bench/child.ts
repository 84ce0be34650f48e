/**
 * The benchmark's parts live in processes of their own, so that the CPU one of them uses is never
 * mistaken for another's. They talk by question and answer over Node's IPC channel.
 */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

type Envelope = { readonly call: number; readonly question: unknown };
type Answer = { readonly call: number; readonly answer?: unknown; readonly error?: string };

/** A child process that answers questions of the shape `Questions`: name -> [argument, answer]. */
export interface Child<Questions extends Record<string, readonly [unknown, unknown]>> {
  readonly pid: number;
  ask<Name extends keyof Questions & string>(
    name: Name,
    argument: Questions[Name][0],
    timeoutMs?: number,
  ): Promise<Questions[Name][1]>;
  stop(): Promise<void>;
}

/**
 * Start `script` (a URL beside the caller). Rejects a question whose answer takes longer than its timeout,
 * or whose process has died: a benchmark that hangs tells nobody anything.
 */
export function startChild<Questions extends Record<string, readonly [unknown, unknown]>>(
  script: URL,
): Child<Questions> {
  const child: ChildProcess = fork(fileURLToPath(script), [], { serialization: "advanced" });
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let calls = 0;
  let exited = false;
  child.on("message", (message: Answer) => {
    const call = waiting.get(message.call);
    waiting.delete(message.call);
    if (message.error === undefined) call?.resolve(message.answer);
    else call?.reject(new Error(message.error));
  });
  child.on("exit", (code, signal) => {
    exited = true;
    for (const call of waiting.values()) {
      call.reject(new Error(`${script.pathname} ended early (${signal ?? code})`));
    }
    waiting.clear();
  });
  return {
    pid: child.pid ?? 0,
    ask(name, argument, timeoutMs = 60_000) {
      const call = ++calls;
      return new Promise<never>((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(call);
          reject(new Error(`"${name}" got no answer within ${timeoutMs} ms`));
        }, timeoutMs);
        waiting.set(call, {
          resolve: (value) => {
            clearTimeout(timer);
            resolve(value as never);
          },
          reject: (error) => {
            clearTimeout(timer);
            reject(error);
          },
        });
        if (exited) {
          clearTimeout(timer);
          waiting.delete(call);
          reject(new Error(`${script.pathname} has ended`));
          return;
        }
        child.send({ call, question: { name, argument } } satisfies Envelope);
      });
    },
    async stop() {
      if (exited) return;
      const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      child.disconnect();
      const timer = setTimeout(() => child.kill("SIGKILL"), 5_000);
      await gone;
      clearTimeout(timer);
    },
  };
}

type Answers<Questions extends Record<string, readonly [unknown, unknown]>> = {
  readonly [Name in keyof Questions]: (
    argument: Questions[Name][0],
  ) => Questions[Name][1] | Promise<Questions[Name][1]>;
};

/** The child's half: answer every question by name, and end when the parent lets go of the channel. */
export function answerQuestions<Questions extends Record<string, readonly [unknown, unknown]>>(
  answers: Answers<Questions>,
  beforeExit: () => Promise<void> = async () => {},
): void {
  process.on("message", async (envelope: Envelope) => {
    const { name, argument } = envelope.question as { name: string; argument: never };
    try {
      const answer = answers[name];
      if (answer === undefined) throw new Error(`no such question: ${name}`);
      process.send?.({ call: envelope.call, answer: await answer(argument) } satisfies Answer);
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.send?.({ call: envelope.call, error: text } satisfies Answer);
    }
  });
  process.once("disconnect", () => {
    beforeExit().finally(() => process.exit(0));
  });
}
