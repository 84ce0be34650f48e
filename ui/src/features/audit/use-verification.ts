import { createSignal, onCleanup } from "solid-js";
import { answer, api } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { asProblem, type ProblemDocument } from "~/api/problem.ts";

type Verification = components["schemas"]["AuditVerification"];

export interface ChainCheck {
  /** The number behind which it began; what was removed by retention lies before it. */
  readonly from: number;
  readonly step: Verification;
}

/** Follows the chain step by step, as many as it takes; stops when nobody waits any more. */
export function useVerification() {
  const [check, setCheck] = createSignal<ChainCheck | null>(null);
  const [problem, setProblem] = createSignal<ProblemDocument | null>(null);
  const [isRunning, setRunning] = createSignal(false);
  let current: AbortController | null = null;

  const stop = () => {
    current?.abort();
    current = null;
    setRunning(false);
  };
  const run = async () => {
    stop();
    const own = new AbortController();
    current = own;
    setCheck(null);
    setProblem(null);
    setRunning(true);
    try {
      let cursor: string | null = null;
      let from: number | null = null;
      do {
        const step: Verification = await ask(cursor, own.signal);
        from ??= step.from.seq;
        if (own.signal.aborted) return;
        setCheck({ from, step });
        cursor = step.nextCursor;
      } while (cursor !== null);
    } catch (error) {
      if (!own.signal.aborted) setProblem(asProblem(error));
    } finally {
      if (current === own) stop();
    }
  };
  onCleanup(stop);
  return { check, problem, isRunning, run, stop };
}

function ask(cursor: string | null, signal: AbortSignal): Promise<Verification> {
  const query = cursor === null ? {} : { cursor };
  return answer(api.GET("/api/v1/audit/verification", { params: { query }, signal }));
}
