/**
 * Counts billable operations around a Worker module, from outside: the Worker as shipped knows nothing of it.
 *
 * Runs inside the Worker's isolate. Locally Worker and Durable Objects share one isolate, so one module-level
 * tally sees everything. Bindings that code takes from `import { env } from "cloudflare:workers"` stay uncounted.
 */
import { NO_OPERATIONS, type OperationCounts } from "./operation-counts.ts";

type Method = (this: unknown, ...args: unknown[]) => unknown;
type Bag = Record<PropertyKey, unknown>;

/** Queues bill every started 64 KB of a message as one operation. */
const QUEUE_UNIT_BYTES = 64_000;

export const OPERATIONS_PATH = "/__bench/operations";

const tally: { -readonly [Name in keyof OperationCounts]: number } = { ...NO_OPERATIONS };
const encoder = new TextEncoder();

/** The Worker's handlers, with every invocation and every binding counted, and the totals at `OPERATIONS_PATH`. */
export function countHandlers(handlers: Bag): Bag {
  const counted: Bag = { ...handlers };
  for (const name of ["fetch", "queue", "scheduled"]) {
    const handler = handlers[name];
    if (typeof handler !== "function") continue;
    counted[name] = (event: unknown, env: Bag, ctx: unknown): unknown => {
      if (event instanceof Request && new URL(event.url).pathname === OPERATIONS_PATH)
        return Response.json(tally);
      tally.workerRequests++;
      if (name === "queue") countReceivedMessages(event as { messages: readonly ReceivedMessage[] });
      return (handler as Method).call(handlers, event, countBindings(env), ctx);
    };
  }
  return counted;
}

type ObjectClass = new (ctx: Bag, env: Bag) => object;

/** A Durable Object class whose storage and bindings are counted, and whose alarms count as requests. */
export function countObject(Base: ObjectClass): ObjectClass {
  return class extends Base {
    constructor(ctx: Bag, env: Bag) {
      countStorage(ctx.storage as Bag);
      super(ctx, countBindings(env));
      const alarm = (this as Bag).alarm;
      if (typeof alarm === "function") {
        Object.defineProperty(Base.prototype, "alarm", {
          value: countedAlarm(alarm as Method),
          configurable: true,
        });
      }
    }
  };
}

const countedAlarms = new WeakSet<Method>();

function countedAlarm(alarm: Method): Method {
  if (countedAlarms.has(alarm)) return alarm;
  const counted: Method = function (...args) {
    tally.objectRequests++;
    return alarm.apply(this, args);
  };
  countedAlarms.add(counted);
  return counted;
}

const countedEnvs = new WeakMap<Bag, Bag>();

/** The same environment with each binding that costs money wrapped. */
function countBindings(env: Bag): Bag {
  const known = countedEnvs.get(env);
  if (known !== undefined) return known;
  const counted: Bag = {};
  for (const name of Object.keys(env)) counted[name] = countBinding(env[name]);
  countedEnvs.set(env, counted);
  countedEnvs.set(counted, counted);
  return counted;
}

function countBinding(binding: unknown): unknown {
  if (typeof binding !== "object" || binding === null) return binding;
  switch (binding.constructor.name) {
    case "D1Database":
      return countDatabase(binding as Bag);
    case "R2Bucket":
      return countBucket(binding);
    case "WorkerQueue":
      return countQueue(binding);
    case "DurableObjectNamespace":
      return countNamespace(binding);
    default:
      return binding;
  }
}

/** A proxy that calls through, with `replacements` for some methods. */
function withMethods(
  target: object,
  replacement: (name: PropertyKey, call: Method) => Method | undefined,
): object {
  return new Proxy(target, {
    get(_, name) {
      const value = Reflect.get(target, name, target) as unknown;
      if (typeof value !== "function") return value;
      const call: Method = (...args) => Reflect.apply(value, target, args);
      return replacement(name, call) ?? call;
    },
  });
}

/**
 * Every D1 query goes through the session's fetcher and its answer names the rows read and written. Counting there
 * also sees `first()` and `raw()`, whose results carry no meta.
 */
function countDatabase(database: Bag): Bag {
  const fetcher = database.fetcher as { fetch(...args: readonly unknown[]): Promise<Response> };
  const session = database.alwaysPrimarySession as Bag | undefined;
  if (fetcher === undefined || session === undefined)
    throw new Error("D1 has changed inside: cannot count its rows");
  const counted = {
    async fetch(...args: readonly unknown[]): Promise<Response> {
      const response = await fetcher.fetch(...args);
      const answer = (await response.clone().json()) as QueryAnswer | readonly QueryAnswer[];
      for (const result of Array.isArray(answer) ? answer : [answer]) {
        tally.databaseRowsRead += result.meta?.rows_read ?? 0;
        tally.databaseRowsWritten += result.meta?.rows_written ?? 0;
      }
      return response;
    },
  };
  database.fetcher = counted;
  session.fetcher = counted;
  return database;
}

type QueryAnswer = { readonly meta?: { readonly rows_read?: number; readonly rows_written?: number } };

const BUCKET_WRITES = new Set<PropertyKey>(["put", "list", "createMultipartUpload", "resumeMultipartUpload"]);
const BUCKET_READS = new Set<PropertyKey>(["get", "head"]);

function countBucket(bucket: object): object {
  return withMethods(bucket, (name, call) => (...args) => {
    if (BUCKET_WRITES.has(name)) tally.bucketWrites++;
    if (BUCKET_READS.has(name)) tally.bucketReads++;
    return call(...args);
  });
}

function countQueue(queue: object): object {
  return withMethods(queue, (name, call) => {
    if (name === "send") {
      return (...args) => {
        tally.queueOperations += units(args[0]);
        return call(...args);
      };
    }
    if (name === "sendBatch") {
      return (...args) => {
        const messages = [...(args[0] as Iterable<{ readonly body: unknown }>)];
        for (const message of messages) tally.queueOperations += units(message.body);
        return call(messages, ...args.slice(1));
      };
    }
    return undefined;
  });
}

type ReceivedMessage = { readonly body: unknown; readonly attempts: number };

/** A read every time, a delete once: a message that comes back was read again but is deleted only at the end. */
function countReceivedMessages(batch: { readonly messages: readonly ReceivedMessage[] }): void {
  for (const message of batch.messages) {
    tally.queueOperations += units(message.body) * (message.attempts === 1 ? 2 : 1);
  }
}

function units(body: unknown): number {
  return Math.max(1, Math.ceil(byteLength(body) / QUEUE_UNIT_BYTES));
}

function byteLength(body: unknown): number {
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return body.byteLength;
  return encoder.encode(typeof body === "string" ? body : JSON.stringify(body)).byteLength;
}

function countNamespace(namespace: object): object {
  return withMethods(namespace, (name, call) => {
    if (name === "jurisdiction") return (...args) => countNamespace(call(...args) as object);
    if (name !== "get" && name !== "getByName" && name !== "getExisting") return undefined;
    return (...args) => countStub(call(...args) as object);
  });
}

/** Every call on a stub is an RPC session or a fetch of its own: one billed request. */
function countStub(stub: object): object {
  return withMethods(stub, (name, call) => (...args) => {
    if (typeof name === "string") tally.objectRequests++;
    return call(...args);
  });
}

let storageCounted = false;

/** Patches the classes behind one storage, which are those behind every storage. */
function countStorage(storage: Bag): void {
  if (storageCounted) return;
  storageCounted = true;
  patch(
    storage.sql as object,
    "exec",
    (call) =>
      (...args) =>
        countCursor(call(...args) as Cursor),
  );
  const kv = storage.kv as object | undefined;
  for (const store of kv === undefined ? [storage] : [storage, kv]) {
    patch(store, "put", (call) => (...args) => {
      tally.objectRowsWritten += typeof args[0] === "string" ? 1 : Object.keys(args[0] as object).length;
      return call(...args);
    });
    patch(store, "delete", (call) => (...args) => {
      tally.objectRowsWritten += Array.isArray(args[0]) ? args[0].length : 1;
      return call(...args);
    });
    patch(store, "get", (call) => (...args) => {
      tally.objectRowsRead += Array.isArray(args[0]) ? args[0].length : 1;
      return call(...args);
    });
  }
  patch(storage, "setAlarm", (call) => (...args) => {
    tally.objectRowsWritten++;
    return call(...args);
  });
}

function patch(instance: object, name: string, wrap: (call: Method) => Method): void {
  const prototype = Object.getPrototypeOf(instance) as Bag;
  const original = prototype[name];
  if (typeof original !== "function") return;
  prototype[name] = function (this: unknown, ...args: unknown[]): unknown {
    return wrap((...rest) => Reflect.apply(original, this, rest))(...args);
  };
}

type Cursor = { readonly rowsRead: number; readonly rowsWritten: number };

/** A cursor counts rows as they are pulled, so the tally is brought up to date after every pull. */
function countCursor(cursor: Cursor): object {
  let read = 0;
  let written = 0;
  const settle = (): void => {
    tally.objectRowsRead += cursor.rowsRead - read;
    tally.objectRowsWritten += cursor.rowsWritten - written;
    read = cursor.rowsRead;
    written = cursor.rowsWritten;
  };
  const follow = (target: object): object =>
    withMethods(target, (name, call) => (...args) => {
      const result = call(...args);
      settle();
      const isIterator = name === "raw" || name === Symbol.iterator;
      return isIterator ? follow(result as object) : result;
    });
  settle();
  return follow(cursor);
}
