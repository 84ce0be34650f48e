import { type Accessor, createSignal } from "solid-js";
import { isRefusedProof } from "~/api/is-refused-proof.ts";
import { asProblem, type ProblemDocument } from "~/api/problem.ts";
import { focusFirstWrong } from "./focus-wrong.ts";

interface Action<A extends readonly unknown[]> {
  /** True when it worked. What went wrong is in `problem`. */
  readonly run: (...args: A) => Promise<boolean>;
  readonly busy: Accessor<boolean>;
  readonly problem: Accessor<ProblemDocument | null>;
  /** What is wrong with one field of a form: problems whose pointer is this one or lies below it. */
  readonly fieldError: (pointer: string) => string | undefined;
  readonly clear: () => void;
}

/** Something that a button or a form asks the gateway for: once at a time, with what it answered. */
export function useAction<A extends readonly unknown[]>(work: (...args: A) => Promise<unknown>): Action<A> {
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<ProblemDocument | null>(null);
  const run = async (...args: A): Promise<boolean> => {
    if (busy()) return false;
    setBusy(true);
    setProblem(null);
    try {
      await work(...args);
      return true;
    } catch (error) {
      const refused = asProblem(error);
      setProblem(refused);
      if (refused.errors.length > 0 || isRefusedProof(refused)) focusFirstWrong();
      return false;
    } finally {
      setBusy(false);
    }
  };
  const fieldError = (pointer: string) =>
    problem()?.errors.find((error) => error.pointer === pointer || error.pointer?.startsWith(`${pointer}/`))
      ?.message;
  return { run, busy, problem, fieldError, clear: () => setProblem(null) };
}
