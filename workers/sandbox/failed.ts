import type { CageFailure } from "#domain/sandbox/cage";
import { MESSAGE_CHARS } from "#domain/sandbox/limits";

/** A failure of what runs inside, on its way to a result. Never leaves the sandbox. */
export class Failed extends Error {
  readonly reason: CageFailure;
  readonly line: number | null;

  constructor(reason: CageFailure, message: string, line: number | null = null) {
    super(message.slice(0, MESSAGE_CHARS + 80));
    this.reason = reason;
    this.line = line;
  }

  /** `text` is what the prelude wrote of an error; null when not even that was possible. */
  static fromDescription(text: string | null): Failed {
    const thrown = readThrown(text);
    if (thrown === null) return new Failed("threw", "The script threw something that cannot be shown.");
    const { name, message } = thrown;
    const line = lineOf(thrown.stack);
    if (name === "InternalError" && message === "out of memory") {
      return new Failed("memory", "The script ran out of memory.", line);
    }
    if (name === "InternalError" && message === "stack overflow") {
      return new Failed("stack", "The script nests calls or values too deep.", line);
    }
    if (name === "SyntaxError" && !thrown.stack.includes("(")) return new Failed("syntax", message, line);
    return new Failed("threw", name === "" || name === "Error" ? message : `${name}: ${message}`, line);
  }
}

interface Thrown {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/** A tenant may have written it: believe nothing of its form. */
function readThrown(text: string | null): Thrown | null {
  try {
    const { name, message, stack } = JSON.parse(text ?? "") as Record<string, unknown>;
    return { name: textOf(name), message: textOf(message), stack: textOf(stack) };
  } catch {
    return null;
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function lineOf(stack: string): number | null {
  const found = /script\.js:(\d{1,6})/.exec(stack);
  return found === null ? null : Number(found[1]);
}
