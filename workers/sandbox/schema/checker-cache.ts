import type { Session } from "../session.ts";

/** A validator that is ready to be called. */
interface Checker {
  readonly session: Session;
  /** How many checks in a row were stopped. */
  stops: number;
  restsUntil: number;
}

interface Opened {
  readonly session: Session;
  readonly code: string;
}

interface Entry {
  readonly checker: Promise<Checker>;
  codeLength: number;
}

const MAX_CHECKERS = 200;
/** In characters, of all of them together: a session keeps its code so that it can be evaluated again. */
const MAX_CODE_LENGTH = 12_000_000;

/** The validators of an isolate. Bounded in number and size, so that no tenant can grow it; the longest unused goes first. */
export class CheckerCache {
  readonly #entries = new Map<string, Entry>();

  /** `open` is called once, however many ask at the same time; what it rejects with is not kept. */
  async get(key: string, open: () => Promise<Opened>): Promise<Checker> {
    const known = this.#entries.get(key);
    if (known !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known.checker;
    }
    const opening = open();
    const entry: Entry = {
      checker: opening.then(({ session }) => ({ session, stops: 0, restsUntil: 0 })),
      codeLength: 0,
    };
    this.#entries.set(key, entry);
    // Whoever asked gets the failure from `opening`.
    entry.checker.catch(() => {});
    try {
      entry.codeLength = (await opening).code.length;
    } catch (error) {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
      throw error;
    }
    this.#makeRoom(key);
    return entry.checker;
  }

  #makeRoom(keep: string): void {
    let length = 0;
    for (const { codeLength } of this.#entries.values()) length += codeLength;
    for (const [key, entry] of this.#entries) {
      if (this.#entries.size <= MAX_CHECKERS && length <= MAX_CODE_LENGTH) return;
      // One that is still being opened has no length yet, and somebody waits for it.
      if (key === keep || entry.codeLength === 0) continue;
      this.#entries.delete(key);
      length -= entry.codeLength;
      entry.checker.then(
        ({ session }) => session.dispose(),
        () => {},
      );
    }
  }
}
