import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ApiClient, Json } from "../support/api-client.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { createIntegration, openTenant, waitFor } from "./support.ts";

let api: ApiClient;
let receiver: Receiver;

beforeAll(async () => {
  ({ api } = await openTenant("sources"));
  receiver = await startReceiver();
  await createIntegration(api, receiver.url, { eventTypes: ["*"] });
});
afterAll(() => receiver.close());

interface MadeSource {
  readonly id: string;
  readonly url: string;
}

const SIGNED = {
  header: "X-Hub-Signature-256",
  prefix: "sha256=",
  content: "{id}.{timestamp}.{body}",
  timestampHeader: "X-Time",
  idHeader: "X-Delivery",
  typeHeader: "X-Event",
};

async function makeSource(settings: Json = {}): Promise<MadeSource> {
  const body = { name: "shop", provider: "generic", secret: "right secret", settings: SIGNED, ...settings };
  const made = await api.expect(201, "POST", "/api/v1/sources", body);
  return { id: String(made.id), url: String(made.url) };
}

const seconds = () => String(Math.floor(Date.now() / 1_000));
const sign = (body: string | Uint8Array, secret = "right secret", id = "d", time = seconds()) =>
  `sha256=${createHmac("sha256", secret).update(`${id}.${time}.`).update(body).digest("hex")}`;

let deliveries = 0;
/** Signed with the right secret unless told otherwise. */
function send(
  url: string,
  body: string | Buffer<ArrayBuffer>,
  headers: Record<string, string> = {},
  method = "POST",
) {
  const id = headers["x-delivery"] ?? `d-${deliveries++}`;
  const time = seconds();
  return fetch(url, {
    method,
    headers: {
      "content-type": "application/json",
      "x-hub-signature-256": sign(body, "right secret", id, time),
      "x-delivery": id,
      "x-time": time,
      "x-event": "push",
      ...headers,
    },
    ...(method === "GET" ? {} : { body }),
  });
}

const arrived = (id: string) =>
  waitFor(
    `${id} to arrive`,
    () => receiver.requests.find(({ headers }) => headers["webhook-id"] === id) ?? null,
  );

const rejectedOf = (id: string, query = "") =>
  api.expect(200, "GET", `/api/v1/sources/${id}/rejected${query}`).then(({ items }) => items as Json[]);

const waitForRejected = (id: string, count: number, query = "") =>
  waitFor(`${count} rejected requests`, async () => {
    const items = await rejectedOf(id, query);
    return items.length >= count ? items : null;
  });

describe("a source that compares contents", () => {
  it("makes one event of what a provider sends twice under different ids, and counts the second", async () => {
    const deduplicate = { windowMs: 60_000, include: ["payload.order", "type"] };
    const source = await makeSource({ deduplicate });
    expect(await api.expect(200, "GET", `/api/v1/sources/${source.id}`)).toMatchObject({
      deduplicate: { ...deduplicate, exclude: [] },
    });
    const first = await send(source.url, '{"order":7,"sentAt":1}', { "x-delivery": "twice-1" });
    const again = await send(source.url, '{"order":7,"sentAt":2}', { "x-delivery": "twice-2" });
    const other = await send(source.url, '{"order":8,"sentAt":2}', { "x-delivery": "twice-3" });
    expect([first.status, again.status, other.status]).toEqual([200, 200, 200]);
    await arrived(`${source.id}:twice-1`);
    await arrived(`${source.id}:twice-3`);
    expect((await api.call("GET", `/api/v1/events/${source.id}:twice-2`)).status).toBe(404);
    await waitFor("the duplicate in the activity", async () => {
      const { activity } = await api.expect(200, "GET", `/api/v1/sources/${source.id}`);
      const { acceptedToday, duplicatesToday } = activity as Json;
      return acceptedToday === 2 && duplicatesToday === 1 ? true : null;
    });
  });

  it("refuses a window that could not be, with a pointer", async () => {
    const deduplicate = { windowMs: 1, include: ["payload.a"], exclude: ["payload.b"] };
    const body = { name: "x", provider: "generic", settings: SIGNED, deduplicate };
    const { status, json } = await api.call("POST", "/api/v1/sources", body);
    expect(status).toBe(422);
    expect((json.errors as Json[]).map(({ pointer }) => pointer)).toEqual([
      "/deduplicate/windowMs",
      "/deduplicate/exclude",
    ]);
  });
});

describe("a webhook that proves itself", () => {
  it("becomes an event with its own text, its type, its labels and its provider's id", async () => {
    const source = await makeSource({ headers: ["X-Event"], labels: { shop: "eu" } });
    const body = '{ "amount": 1.10,\n "n": 12345678901234567890 }';
    const answer = await send(source.url, body, { "x-delivery": "evt-1", "x-event": "order paid!" });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ received: true });
    const id = `${source.id}:evt-1`;
    const request = await arrived(id);
    expect(request.body).toBe(body);
    expect(request.headers["x-event-type"]).toBe("webhook.order_paid_");
    // It arrives before it is in the log.
    const event = await waitFor("the event to be in the log", async () => {
      const shown = await api.call("GET", `/api/v1/events/${id}`);
      return shown.status === 200 ? (shown.json as Json) : null;
    });
    expect(event.labels).toEqual({
      shop: "eu",
      "header:x-event": "order paid!",
      source: source.id,
      provider: "generic",
    });
  });

  it("that is sent again is answered like the first time and makes no second event, also with another body", async () => {
    const source = await makeSource({ response: { status: 202, headers: { "X-Ok": "yes" }, body: "<ok/>" } });
    const headers = { "x-delivery": "again" };
    const answers = [];
    for (const body of ['{"n":1}', '{"n":1}', '{"n":1,"retry":1}']) {
      const answer = await send(source.url, body, headers);
      answers.push([answer.status, answer.headers.get("x-ok"), await answer.text()]);
    }
    expect(answers).toEqual(Array(3).fill([202, "yes", "<ok/>"]));
    expect((await arrived(`${source.id}:again`)).body).toBe('{"n":1}');
    await send(source.url, "{}", { "x-delivery": "behind" });
    await arrived(`${source.id}:behind`);
    const mine = receiver.requests.filter(({ headers: seen }) => seen["webhook-id"] === `${source.id}:again`);
    expect(mine.length).toBe(1);
  });

  it("has an event of its own at every source, though its id is the same", async () => {
    const [one, two] = [await makeSource(), await makeSource()];
    for (const { url } of [one, two])
      expect((await send(url, "{}", { "x-delivery": "same" })).status).toBe(200);
    await arrived(`${one.id}:same`);
    await arrived(`${two.id}:same`);
  });

  it("is verified by its bytes: what is no UTF-8 travels as base64, what only decodes alike is refused", async () => {
    const source = await makeSource();
    const raw = Buffer.from([0x7b, 0xff, 0x7d]);
    const alike = Buffer.from([0x7b, 0xfe, 0x7d]);
    expect((await send(source.url, raw, { "x-delivery": "raw" })).status).toBe(200);
    expect(JSON.parse((await arrived(`${source.id}:raw`)).body)).toEqual({
      base64: raw.toString("base64"),
      contentType: "application/json",
    });
    const refused = await send(source.url, alike, { "x-hub-signature-256": sign(raw) });
    expect(refused.status).toBe(401);
  });

  it("that is a form becomes an object, and JSON that is too deep to be parsed stays bytes", async () => {
    const source = await makeSource();
    const form = { "content-type": "application/x-www-form-urlencoded", "x-delivery": "form" };
    expect((await send(source.url, "a=1&a=2&b=%C3%A4", form)).status).toBe(200);
    expect(JSON.parse((await arrived(`${source.id}:form`)).body)).toEqual({ a: ["1", "2"], b: "ä" });
    const deep = "[".repeat(70) + "]".repeat(70);
    expect((await send(source.url, deep, { "x-delivery": "deep" })).status).toBe(200);
    const { base64 } = JSON.parse((await arrived(`${source.id}:deep`)).body) as { base64: string };
    expect(Buffer.from(base64, "base64").toString()).toBe(deep);
  });

  it("has the type that its source says", async () => {
    const source = await makeSource({ eventType: { mode: "template", template: "in.{provider}.{type}" } });
    await send(source.url, "{}", { "x-delivery": "typed", "x-event": "order..paid" });
    expect((await arrived(`${source.id}:typed`)).headers["x-event-type"]).toBe("in.generic.order.paid");
  });
});

describe("a webhook that does not prove itself", () => {
  it("is refused without a reason, and its source's operators see why, with headers and body", async () => {
    const source = await makeSource();
    const answer = await send(source.url, '{"a":"ü"}', {
      "x-hub-signature-256": sign('{"a":"ü"}', "wrong secret"),
      authorization: "Bearer super-secret-token",
      cookie: "session=super-secret-token",
    });
    expect(answer.status).toBe(401);
    const problem = (await answer.json()) as Json;
    expect(problem.code).toBe("webhook_rejected");
    expect(JSON.stringify(problem)).not.toMatch(/mismatch|sha256|[0-9a-f]{40}/);
    const [rejected] = await waitForRejected(source.id, 1);
    expect(rejected).toMatchObject({ reason: "signature_mismatch", status: 401, method: "POST" });
    const detail = await api.expect(200, "GET", `/api/v1/sources/${source.id}/rejected/${rejected?.id}`);
    expect(detail).toMatchObject({ body: '{"a":"ü"}', hint: expect.stringContaining("secret") });
    const headers = detail.headers as Record<string, string>;
    expect(headers["x-hub-signature-256"]).toMatch(/^sha256=/);
    expect(JSON.stringify(detail)).not.toContain("super-secret-token");
    expect(JSON.stringify(detail)).not.toContain(sign('{"a":"ü"}').slice(7));
    expect(JSON.stringify(detail)).not.toContain(source.url.split("/").at(-1));
  });

  it("is found by its reason and its time", async () => {
    const source = await makeSource();
    await send(source.url, "{}", { "x-hub-signature-256": "sha256=00" });
    await send(source.url, "{}", { "x-hub-signature-256": "" });
    await waitForRejected(source.id, 2);
    const missing = await rejectedOf(source.id, "?reason=missing_signature_header");
    expect(missing.map(({ reason }) => reason)).toEqual(["missing_signature_header"]);
    expect(await rejectedOf(source.id, "?to=2020-01-01T00:00:00Z")).toEqual([]);
    const detail = await api.expect(200, "GET", `/api/v1/sources/${source.id}`);
    expect(detail.activity).toMatchObject({ firstEventAt: null });
  });

  it("is refused when the source has no secret yet, or only an ended one", async () => {
    const body = { name: "later", provider: "generic", settings: SIGNED };
    const made = await api.expect(201, "POST", "/api/v1/sources", body);
    expect(made.ready).toBe(false);
    const url = String(made.url);
    expect((await send(url, "{}", { "x-hub-signature-256": sign("{}", "") })).status).toBe(401);
    await api.expect(201, "POST", `/api/v1/sources/${made.id}/secrets`, { secret: "right secret" });
    await waitFor("the secret to count", async () => ((await send(url, "{}")).status === 200 ? true : null));
  });

  it("is kept twenty times a minute and counted always", async () => {
    const source = await makeSource();
    for (let n = 0; n < 45; n++)
      expect((await send(source.url, "x", { "x-hub-signature-256": "" })).status).toBe(401);
    await waitForRejected(source.id, 20);
    const counted = await waitFor("the counts", async () => {
      const { activity } = await api.expect(200, "GET", `/api/v1/sources/${source.id}`);
      const { rejectedTotal } = activity as { rejectedTotal: number };
      return rejectedTotal === 45 ? rejectedTotal : null;
    });
    expect(counted).toBe(45);
    // Two minutes at most were touched.
    expect((await rejectedOf(source.id, "?limit=200")).length).toBeLessThanOrEqual(40);
  });
});

describe("an address", () => {
  it("that leads nowhere is answered one constant 404, whatever the reason", async () => {
    const source = await makeSource();
    const origin = new URL(source.url).origin;
    const token = source.url.split("/").at(-1) ?? "";
    const off = await makeSource();
    await api.expect(200, "PATCH", `/api/v1/sources/${off.id}`, { enabled: false });
    const gone = await makeSource();
    await api.expect(204, "DELETE", `/api/v1/sources/${gone.id}`);
    const flipped = token.slice(0, -1) + (token.endsWith("A") ? "B" : "A");
    const urls = [
      `${origin}/in/${flipped}`,
      `${origin}/in/x`,
      `${origin}/in/`,
      `${origin}/in/${token}/more`,
      `${origin}/in/${token.replace("in_local", "in_nowhere")}`,
      off.url,
      gone.url,
    ];
    const answers = await Promise.all(
      urls.flatMap((url) =>
        ["POST", "GET", "OPTIONS"].map(async (method) => {
          const answer = await send(
            url,
            "{}",
            { origin: "https://evil.example" },
            method === "OPTIONS" ? "PUT" : method,
          );
          const own = new Set(["x-request-id", "x-correlation-id", "date"]);
          return {
            status: answer.status,
            body: await answer.text(),
            headers: [...answer.headers].filter(([name]) => !own.has(name)),
          };
        }),
      ),
    );
    expect(answers[0]?.status).toBe(404);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it("takes only its provider's methods, and no page may read it", async () => {
    const source = await makeSource();
    const answer = await send(source.url, "{}", {}, "DELETE");
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("POST, PUT, PATCH, GET");
    const preflight = await fetch(source.url, {
      method: "OPTIONS",
      headers: { origin: "https://evil.example", "access-control-request-method": "POST" },
    });
    expect(preflight.status).toBe(405);
    for (const { headers } of [answer, preflight]) {
      expect(headers.get("access-control-allow-origin")).toBeNull();
      expect(headers.get("x-content-type-options")).toBe("nosniff");
    }
  });

  it("works beside its successor for the overlap, and not after it", async () => {
    const source = await makeSource();
    const path = `/api/v1/sources/${source.id}/rotate-token`;
    const next = await api.expect(201, "POST", path, { overlapSeconds: 3_600 });
    expect((next.addresses as Json[]).map(({ status }) => status)).toEqual(["current", "expiring"]);
    for (const url of [source.url, String(next.url)]) expect((await send(url, "{}")).status).toBe(200);
    const last = await api.expect(201, "POST", path, { overlapSeconds: 0 });
    expect((last.addresses as Json[]).length).toBe(1);
    for (const url of [source.url, String(next.url)]) {
      await waitFor(
        "the old address to end",
        async () => ((await send(url, "{}")).status === 404 ? true : null),
        40_000,
      );
    }
    expect((await send(String(last.url), "{}")).status).toBe(200);
  }, 60_000);

  it("is in no answer but the one that made it", async () => {
    const source = await makeSource();
    const token = source.url.split("/").at(-1) ?? "";
    const shown = await api.call("GET", `/api/v1/sources/${source.id}`);
    const listed = await api.call("GET", "/api/v1/sources?limit=200");
    const audit = await api.call("GET", "/api/v1/audit?limit=200");
    for (const { text } of [shown, listed, audit]) {
      expect(text).toContain(source.id);
      expect(text).not.toContain(token);
      expect(text).not.toContain("right secret");
    }
  });
});

describe("a secret that is rotated", () => {
  it("verifies beside its successor, and no more when it is removed", async () => {
    const source = await makeSource();
    const added = await api.expect(201, "POST", `/api/v1/sources/${source.id}/secrets`, {
      secret: "new secret, longer",
      overlapSeconds: 600,
    });
    expect(added).toMatchObject({ hint: expect.stringMatching(/^••••/), status: "current" });
    const time = seconds();
    const withNew = {
      "x-hub-signature-256": sign("{}", "new secret, longer", "new", time),
      "x-delivery": "new",
      "x-time": time,
    };
    await waitFor("the new one to count", async () =>
      (await send(source.url, "{}", withNew)).status === 200 ? true : null,
    );
    expect((await send(source.url, "{}")).status).toBe(200);
    const { secrets } = await api.expect(200, "GET", `/api/v1/sources/${source.id}`);
    const old = (secrets as Json[]).find(({ status }) => status === "expiring");
    expect((await api.call("DELETE", `/api/v1/sources/${source.id}/secrets/${old?.id}`)).status).toBe(204);
    await waitFor(
      "the old one to end",
      async () => ((await send(source.url, "{}")).status === 401 ? true : null),
      40_000,
    );
    expect((await send(source.url, "{}", withNew)).status).toBe(200);
  }, 60_000);
});

describe("a source that verifies nothing", () => {
  it("must be asked for with open eyes, and says so everywhere", async () => {
    const body = { name: "open", provider: "generic", settings: SIGNED, verification: "none" };
    const refused = await api.call("POST", "/api/v1/sources", body);
    expect(refused.status).toBe(422);
    expect((refused.json.errors as Json[]).map(({ pointer }) => pointer)).toEqual(["/acceptUnverified"]);
    const made = await api.expect(201, "POST", "/api/v1/sources", { ...body, acceptUnverified: true });
    expect(made.verified).toBe(false);
    const listed = await api.expect(200, "GET", "/api/v1/sources?limit=200");
    expect((listed.items as Json[]).find(({ id }) => id === made.id)?.verified).toBe(false);
    const answer = await send(String(made.url), '{"any":1}', {
      "x-hub-signature-256": "",
      "x-delivery": "open",
    });
    expect(answer.status).toBe(200);
    await arrived(`${made.id}:open`);
    const { items } = await api.expect(200, "GET", "/api/v1/audit?action=source.created&limit=200");
    const entry = (items as Json[]).find(({ target }) => (target as Json).id === made.id);
    const { after } = await api.expect(200, "GET", `/api/v1/audit/${entry?.seq}`);
    expect(after).toMatchObject({ verified: false });
  });

  it("of one that verified is refused in the same way", async () => {
    const source = await makeSource();
    const path = `/api/v1/sources/${source.id}`;
    expect((await api.call("PATCH", path, { verification: "none" })).status).toBe(422);
    await api.expect(200, "PATCH", path, { verification: "none", acceptUnverified: true });
  });
});

describe("a source's settings", () => {
  it.each([
    [{ provider: "nobody" }, "/provider"],
    [{ settings: { header: "X-S", colour: "red" } }, "/settings/colour"],
    [{ settings: { header: "X-S", algorithm: "md5" } }, "/settings/algorithm"],
    [{ settings: { header: "X-S", content: "{timestamp}" } }, "/settings/content"],
    [{ settings: { header: "X-S", secret: "no" } }, "/settings/secret"],
    [{ secret: "  " }, "/secret"],
    [{ response: { status: 302 } }, "/response/status"],
    [{ response: { status: 204, body: "x" } }, "/response/body"],
    [{ response: { headers: { "Set-Cookie": "a=b" } } }, "/response/headers/Set-Cookie"],
    [{ response: { headers: { "X-A": "b\r\nX-C: d" } } }, "/response/headers/X-A"],
    [{ response: { headers: { "Transfer-Encoding": "chunked" } } }, "/response/headers/Transfer-Encoding"],
    [{ response: { headers: { "Content-Type": "text/html" } } }, "/response/headers/Content-Type"],
    [{ eventType: { mode: "prefix", prefix: "a b" } }, "/eventType/prefix"],
    [{ eventType: { mode: "template", template: "{typ}" } }, "/eventType/template"],
    [{ toleranceSeconds: 100_000 }, "/toleranceSeconds"],
    [{ headers: ["authorization"] }, "/headers/0"],
    [{ labels: { source: "x" } }, "/labels/source"],
  ])("%j is refused, with a pointer to what is wrong", async (change, pointer) => {
    const answer = await api.call("POST", "/api/v1/sources", {
      name: "bad",
      provider: "generic",
      settings: SIGNED,
      ...change,
    });
    expect(answer.status).toBe(422);
    expect((answer.json.errors as Json[]).map((error) => error.pointer)).toContain(pointer);
  });

  it("are changed only by whoever has seen the last change", async () => {
    const source = await makeSource();
    const path = `/api/v1/sources/${source.id}`;
    const etag = (await api.call("GET", path)).headers.get("etag") ?? "";
    const change = (name: string) => api.call("PATCH", path, { name }, { "if-match": etag });
    expect((await change("one")).status).toBe(200);
    expect((await change("two")).status).toBe(412);
  });

  it("are drawn from the manifests", async () => {
    const { items } = await api.expect(200, "GET", "/api/v1/connectors");
    expect((items as Json[]).map(({ id }) => id)).toContain("generic");
  });
});

describe("what a source has seen", () => {
  it("is shown with the first event", async () => {
    const source = await makeSource();
    await send(source.url, "{}", { "x-delivery": "seen" });
    const activity = await waitFor("the first event to show", async () => {
      const found = await api.expect(200, "GET", `/api/v1/sources/${source.id}`);
      const shown = found.activity as Json;
      return shown.firstEventAt === null ? null : shown;
    });
    expect(activity).toMatchObject({ acceptedToday: 1, duplicatesToday: 0, acceptedTotal: 1 });
  });
});

describe("a webhook that the organization does not take", () => {
  it("is refused with 422 in a strict catalogue, and its operators see it", async () => {
    const strict = (await openTenant("strict sources")).api;
    await strict.expect(200, "PATCH", "/api/v1/organization", { catalogueMode: "strict" });
    const made = await strict.expect(201, "POST", "/api/v1/sources", {
      name: "strict",
      provider: "generic",
      secret: "right secret",
      settings: SIGNED,
    });
    expect((await send(String(made.url), "{}")).status).toBe(422);
    const [rejected] = await waitFor("the refusal", async () => {
      const { items } = await strict.expect(200, "GET", `/api/v1/sources/${made.id}/rejected`);
      return (items as Json[]).length > 0 ? (items as Json[]) : null;
    });
    expect(rejected).toMatchObject({ reason: "unknown_event_type", status: 422 });
  });

  it("is refused with 413 when it is too large", async () => {
    const source = await makeSource();
    expect((await send(source.url, Buffer.alloc(1_100_000, 32))).status).toBe(413);
    expect(await waitForRejected(source.id, 1)).toMatchObject([{ reason: "body_too_large", bodyBytes: 0 }]);
  });
});
