const TABLES = ["seen_even", "seen_odd"] as const;
const STATE = "duplicateWindow";

interface WindowState {
  /** Which of the tables is written now. */
  readonly current: 0 | 1;
  /** Since when, epoch milliseconds. */
  readonly since: number;
}

/**
 * What was seen within a window, by its hash. One row a key, and none to forget it: keys go into one of two tables, and
 * when the current one has been written for a whole window, everything in the other is too old and it is dropped. An index
 * by time would be a second row for every key, and deleting them one by one a third.
 */
export class DuplicateWindow {
  readonly #storage: DurableObjectStorage;
  #state: WindowState | null = null;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /**
   * The id under which this key was seen within the window; null when it is new, and then it is remembered. Asking again
   * with the same id is no duplicate: a run that died asks twice.
   */
  admit(key: string, id: string, windowMs: number, now: number): string | null {
    const state = this.#turn(windowMs, now);
    const seen = this.#find(state.current, key) ?? this.#find(other(state.current), key);
    if (seen !== null && seen.at > now - windowMs) return seen.id === id ? null : seen.id;
    this.#storage.sql.exec(`INSERT OR REPLACE INTO ${TABLES[state.current]} VALUES (?, ?, ?)`, key, id, now);
    return null;
  }

  forget(): void {
    this.#state = null;
  }

  /** The state for `now`: the tables are there, and the current one is younger than a window. */
  #turn(windowMs: number, now: number): WindowState {
    this.#state ??= this.#storage.kv.get<WindowState>(STATE) ?? null;
    const state = this.#state;
    if (state !== null && now - state.since < windowMs) return state;
    const next: WindowState = { current: state === null ? 0 : other(state.current), since: now };
    const { sql } = this.#storage;
    sql.exec(`DROP TABLE IF EXISTS ${TABLES[next.current]}`);
    for (const table of TABLES) {
      sql.exec(
        `CREATE TABLE IF NOT EXISTS ${table} (key TEXT PRIMARY KEY, id TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID`,
      );
    }
    this.#storage.kv.put(STATE, next);
    this.#state = next;
    return next;
  }

  #find(table: 0 | 1, key: string): { readonly id: string; readonly at: number } | null {
    const found = this.#storage.sql
      .exec<{ id: string; at: number }>(`SELECT id, at FROM ${TABLES[table]} WHERE key = ?`, key)
      .next();
    return found.done === true ? null : found.value;
  }
}

function other(table: 0 | 1): 0 | 1 {
  return table === 0 ? 1 : 0;
}
