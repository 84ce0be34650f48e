/**
 * The gateway's way of an event with everything left out that is a feature: no authentication, no validation, no
 * deduplication, no matching, no retries. What stays is what durability costs: append to SQLite before the answer,
 * queue, sign, fetch, one D1 row, one R2 segment per batch, let go.
 */
import { DurableObject } from "cloudflare:workers";

interface Event {
  readonly id: string;
  readonly seq: number;
  readonly payload: string;
}

interface Env {
  readonly INTAKE: {
    getByName(name: string): {
      append(payloads: readonly string[]): Promise<readonly string[]>;
      confirm(ranges: readonly SeqRange[]): Promise<void>;
    };
  };
  readonly EVENTS: { send(events: readonly Event[], options: { contentType: "v8" }): Promise<unknown> };
  readonly DB: { prepare(sql: string): { bind(value: string): { run(): Promise<unknown> } } };
  readonly BODIES: { put(key: string, value: string): Promise<unknown> };
  readonly TARGET: string;
}

type SeqRange = readonly [first: number, last: number];

/** Fifty 1 KB events stay below the 64 KB that a queue operation is billed by. */
const EVENTS_PER_MESSAGE = 50;
/** Waiting a little before sending fills messages, at the price of that much latency. */
const SEND_DELAY_MS = 10;
const SENDS_AT_ONCE = 50;
const SECRET = new TextEncoder().encode("bare-pipeline-secret-of-32-bytes");

interface Append {
  readonly payloads: readonly string[];
  readonly ids: string[];
}

export class BareIntakeObject extends DurableObject<Env> {
  #seq = 0;
  #waiting: Append[] = [];
  #commit: Promise<void> | undefined;
  #unsent: Event[] = [];
  #sending = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec(
      "CREATE TABLE IF NOT EXISTS events (seq INTEGER PRIMARY KEY, payload TEXT NOT NULL)",
    );
  }

  /** Durable when it resolves. Appends that arrive together are written, and synced to disk, together. */
  async append(payloads: readonly string[]): Promise<readonly string[]> {
    const append: Append = { payloads, ids: [] };
    this.#waiting.push(append);
    this.#commit ??= scheduler.wait(0).then(() => this.#write());
    await this.#commit;
    return append.ids;
  }

  /** Their deliveries are recorded elsewhere: let go. */
  confirm(ranges: readonly SeqRange[]): void {
    for (const [first, last] of ranges) {
      this.ctx.storage.sql.exec("DELETE FROM events WHERE seq BETWEEN ? AND ?", first, last);
    }
  }

  #write(): void {
    const group = this.#waiting;
    this.#waiting = [];
    this.#commit = undefined;
    const first = this.#seq + 1;
    const payloads: string[] = [];
    for (const append of group) {
      for (const payload of append.payloads) {
        const seq = ++this.#seq;
        const id = `evt_${seq}`;
        append.ids.push(id);
        payloads.push(payload);
        this.#unsent.push({ id, seq, payload });
      }
    }
    this.ctx.storage.sql.exec(
      "INSERT INTO events (seq, payload) SELECT ? + key, value FROM json_each(?)",
      first,
      JSON.stringify(payloads),
    );
    if (!this.#sending) this.ctx.waitUntil(this.#send());
  }

  async #send(): Promise<void> {
    this.#sending = true;
    await scheduler.wait(SEND_DELAY_MS);
    while (this.#unsent.length > 0) {
      await this.env.EVENTS.send(this.#unsent.splice(0, EVENTS_PER_MESSAGE), { contentType: "v8" });
    }
    this.#sending = false;
  }
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const intake = env.INTAKE.getByName("intake");
    const input = (await request.json()) as
      | { payload: unknown }
      | { events: readonly { payload: unknown }[] };
    const events = "events" in input ? input.events : [input];
    const ids = await intake.append(events.map((event) => JSON.stringify(event.payload)));
    const results = ids.map((id) => ({ id, duplicate: false }));
    return Response.json("events" in input ? { results } : results[0], { status: 202 });
  },

  async queue(
    batch: { readonly messages: readonly { readonly body: readonly Event[] }[] },
    env: Env,
  ): Promise<void> {
    const messages = batch.messages.map((message) => message.body);
    const segment = `segments/${crypto.randomUUID()}`;
    const rows = await deliver(messages.flat(), segment, env.TARGET);
    await Promise.all([
      env.BODIES.put(segment, messages.flatMap((events) => events.map((event) => event.payload)).join("\n")),
      env.DB.prepare(
        "INSERT INTO deliveries (id, status, segment) SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?)",
      )
        .bind(JSON.stringify(rows))
        .run(),
    ]);
    await env.INTAKE.getByName("intake").confirm(messages.map(seqRange));
  },
};

type DeliveryRow = readonly [id: string, status: number, segment: string];

async function deliver(
  events: readonly Event[],
  segment: string,
  target: string,
): Promise<readonly DeliveryRow[]> {
  const rows: DeliveryRow[] = [];
  const timestamp = Math.floor(Date.now() / 1000);
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let event = events[next++]; event !== undefined; event = events[next++]) {
      const response = await fetch(target, {
        method: "POST",
        redirect: "manual",
        body: event.payload,
        headers: {
          "content-type": "application/json",
          "webhook-id": event.id,
          "webhook-timestamp": String(timestamp),
          "webhook-signature": `v1,${await sign(`${event.id}.${timestamp}.${event.payload}`)}`,
        },
      });
      await response.text();
      rows.push([event.id, response.status, segment]);
    }
  };
  await Promise.all(Array.from({ length: SENDS_AT_ONCE }, lane));
  return rows;
}

let signingKey: Promise<CryptoKey> | undefined;

async function sign(content: string): Promise<string> {
  signingKey ??= crypto.subtle.importKey("raw", SECRET, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const signature = await crypto.subtle.sign("HMAC", await signingKey, new TextEncoder().encode(content));
  return new Uint8Array(signature).toBase64();
}

function seqRange(events: readonly Event[]): SeqRange {
  return [events[0]?.seq ?? 0, events.at(-1)?.seq ?? 0];
}
