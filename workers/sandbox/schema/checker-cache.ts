import { longestUnusedOfMost } from "../longest-unused.ts";
import type { Session } from "../session.ts";

interface Opened {
  readonly session: Session;
  readonly code: string;
}

interface Entry {
  readonly name: string;
  readonly orgId: string;
  readonly session: Promise<Session>;
  /** Until when others wait for it: one whose request was cancelled while it was opened is never there. */
  readonly openingUntil: number;
  codeLength: number;
}

const OPENING_MS = 30_000;

const MAX_CHECKERS = 200;
/** In characters, of all of them together: a session keeps its code so that it can be evaluated again. */
const MAX_CODE_LENGTH = 12_000_000;

/** The validators of an isolate, ready to be called. Bounded in number and size, so that no tenant can grow it. */
export class CheckerCache {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** `open` is called once, however many ask at the same time; what it rejects with is not kept. */
  async get(orgId: string, key: string, open: () => Promise<Opened>): Promise<Session> {
    const name = `${orgId} ${key}`;
    const known = this.#entries.get(name);
    if (known !== undefined && (known.codeLength > 0 || this.#now() < known.openingUntil)) {
      this.#entries.delete(name);
      this.#entries.set(name, known);
      return known.session;
    }
    const opening = open();
    const entry: Entry = {
      name,
      orgId,
      session: opening.then(({ session }) => session),
      openingUntil: this.#now() + OPENING_MS,
      codeLength: 0,
    };
    this.#entries.set(name, entry);
    // Whoever asked gets the failure from `opening`.
    entry.session.catch(() => {});
    try {
      entry.codeLength = (await opening).code.length;
    } catch (error) {
      if (this.#entries.get(name) === entry) this.#entries.delete(name);
      throw error;
    }
    this.#makeRoom(entry);
    return entry.session;
  }

  #makeRoom(keep: Entry): void {
    let length = 0;
    for (const { codeLength } of this.#entries.values()) length += codeLength;
    while (this.#entries.size > MAX_CHECKERS || length > MAX_CODE_LENGTH) {
      // One that is still being opened has no length yet, and somebody waits for it.
      const closable = [...this.#entries.values()].filter((entry) => entry !== keep && entry.codeLength > 0);
      const gone = longestUnusedOfMost(closable, ({ orgId }) => orgId);
      if (gone === undefined) return;
      this.#entries.delete(gone.name);
      length -= gone.codeLength;
      gone.session.then(
        (session) => session.dispose(),
        () => {},
      );
    }
  }
}
