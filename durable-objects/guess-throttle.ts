import { DurableObject } from "cloudflare:workers";
import {
  admitGuess,
  forgiveSuccess,
  forgottenAt,
  GUESS_POLICIES,
  type GuessAdmission,
  type GuessKind,
  type GuessRecord,
} from "#domain/access/guess-throttle";

const STATE = "state";

interface State {
  readonly kind: GuessKind;
  readonly record: GuessRecord;
}

/** One per account and one per address, by the hash of its name: how often somebody guessed wrong lately. */
export class GuessThrottleObject extends DurableObject<Env> {
  /** May somebody guess? An admitted guess counts as wrong until `guessed` says otherwise. */
  async guess(kind: GuessKind, now: number): Promise<GuessAdmission> {
    const { admission, record } = admitGuess(this.#load()?.record ?? null, GUESS_POLICIES[kind], now);
    if (admission.allowed) {
      this.ctx.storage.kv.put<State>(STATE, { kind, record });
      // The alarm comes at a real moment, whatever `now` a test names.
      if ((await this.ctx.storage.getAlarm()) === null) await this.#forgetLater(kind, record, now);
    }
    return admission;
  }

  /** It was right. */
  guessed(): void {
    const state = this.#load();
    if (state === undefined) return;
    const record = forgiveSuccess(state.record, GUESS_POLICIES[state.kind]);
    if (record === null) this.ctx.storage.kv.delete(STATE);
    else this.ctx.storage.kv.put<State>(STATE, { kind: state.kind, record });
  }

  /** Made-up addresses make objects too: they must not stay on disk for ever. */
  override async alarm(): Promise<void> {
    const state = this.#load();
    const now = Date.now();
    if (state !== undefined && forgottenAt(state.record, GUESS_POLICIES[state.kind]) > now) {
      return this.#forgetLater(state.kind, state.record, now);
    }
    await this.ctx.storage.deleteAll();
  }

  #load(): State | undefined {
    return this.ctx.storage.kv.get<State>(STATE);
  }

  async #forgetLater(kind: GuessKind, record: GuessRecord, now: number): Promise<void> {
    const inMs = Math.max(1_000, forgottenAt(record, GUESS_POLICIES[kind]) - now);
    await this.ctx.storage.setAlarm(Date.now() + inMs);
  }
}
