import { describe, expect, inject, it } from "vitest";
import type { Json } from "../support/api-client.ts";
import { readAll } from "../support/upstream.ts";
import { proxySuite } from "./proxy-support.ts";
import { openTenant, waitFor } from "./support.ts";

const suite = proxySuite();
const { open, call, calls, logged } = suite;

describe("limits", () => {
  it("let exactly as many of 100 parallel calls through as the burst has", async () => {
    const id = await open({ limits: { rate: { ratePerSecond: 0.01, burst: 7 } } });
    const answers = await Promise.all(Array.from({ length: 100 }, () => call(id)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(7);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.headers.get("x-gateway-error")).toBe("upstream_busy");
    expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(suite.upstream.calls).toHaveLength(7);
  });

  it("let no more in at once than there are places, and take the next when one has left", async () => {
    const id = await open({ limits: { concurrency: 5 } });
    let [now, most] = [0, 0];
    const waiting: (() => void)[] = [];
    suite.upstream.answer((_, response) => {
      now++;
      most = Math.max(most, now);
      waiting.push(() => {
        now--;
        response.end("ok");
      });
    });
    const answers = Array.from({ length: 60 }, () => call(id));
    await waitFor("five inside", () => (waiting.length === 5 ? true : null));
    const first = await Promise.race(answers);
    expect([first.status, first.headers.get("x-gateway-error")]).toEqual([429, "upstream_busy"]);
    for (const go of waiting.splice(0)) go();
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(5);
    expect(most).toBe(5);
    suite.upstream.answer((_, response) => response.end("ok"));
    await waitFor("a free place", async () => ((await call(id)).status === 200 ? true : null));
  });
});

describe("a caller who leaves before the answer", () => {
  it("leaves the place free when the upstream is done, and is in the log", async () => {
    const id = await open({ limits: { concurrency: 1 } });
    let finish: () => void = () => undefined;
    const reached = new Promise<void>((resolve) => {
      suite.upstream.answer((_, response) => {
        finish = () => response.end("late");
        resolve();
      });
    });
    const controller = new AbortController();
    const gone = fetch(`${inject("gatewayUrl")}/proxy/${id}/`, {
      signal: controller.signal,
      headers: { authorization: `Bearer ${suite.tenant.apiKey}` },
    });
    await reached;
    controller.abort();
    await expect(gone).rejects.toThrow();
    expect((await call(id)).status).toBe(429);
    suite.upstream.answer((_, response) => response.end("ok"));
    finish();
    await waitFor("a free place", async () => ((await call(id)).status === 200 ? true : null), 10_000);
    await waitFor("its record", async () => {
      const found = await calls("?httpStatus=200");
      return found.length >= 2 ? true : null;
    });
  });
});

describe("the circuit", () => {
  it("opens when the upstream fails, answers at once with 503, and closes when a probe succeeds", async () => {
    const id = await open({ circuit: { consecutiveFailures: 5, restMs: 1_500, maxRestMs: 1_500 } });
    suite.upstream.answer((_, response) => response.writeHead(500).end("down"));
    const opened = await waitFor("the circuit to open", async () => {
      const answer = await call(id);
      return answer.status === 503 ? answer : null;
    });
    expect(opened.headers.get("x-gateway-error")).toBe("circuit_open");
    expect(Number(opened.headers.get("retry-after"))).toBeGreaterThan(0);
    const seen = suite.upstream.calls.length;
    const refused = await Promise.all(Array.from({ length: 20 }, () => call(id)));
    expect(refused.every(({ status }) => status === 503)).toBe(true);
    expect(suite.upstream.calls).toHaveLength(seen);
    suite.upstream.answer((_, response) => response.end("up"));
    await waitFor("the circuit to close", async () => ((await call(id)).status === 200 ? true : null));
    const after = await Promise.all(Array.from({ length: 20 }, () => call(id)));
    expect(after.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    await waitFor("everybody to get through", async () => {
      const all = await Promise.all(Array.from({ length: 5 }, () => call(id)));
      return all.every(({ status }) => status === 200) ? true : null;
    });
  });

  it("is not opened by refusals", async () => {
    const id = await open({ circuit: { consecutiveFailures: 2 } });
    suite.upstream.answer((_, response) => response.writeHead(401).end());
    for (let n = 0; n < 10; n++) expect((await call(id)).status).toBe(401);
  });
});

describe("failures of the gateway's own are told from the upstream's", () => {
  it("502 when nobody is there, 504 when nobody answers, and a break in the middle", async () => {
    const gone = await open({}, { url: "http://127.0.0.1:9/" });
    const unreachable = await call(gone);
    expect(unreachable.json).toMatchObject({ status: 502, code: "upstream_unreachable" });
    const id = await open({ totalTimeoutMs: 700 }, { timeoutMs: 300 });
    suite.upstream.answer(() => undefined);
    const silent = await call(id);
    expect([silent.status, silent.headers.get("x-gateway-error")]).toEqual([504, "upstream_timeout"]);
    suite.upstream.answer(
      (_, response) => void response.writeHead(200, { "content-type": "text/plain" }).write("begin"),
    );
    await expect(call(id)).rejects.toThrow();
    const found = await logged(2, `?integrationId=${id}`);
    expect(found.map(({ category }) => category)).toEqual(["TIMEOUT", "TIMEOUT"]);
    expect(found.map(({ gatewayError }) => gatewayError)).toEqual([null, "upstream_timeout"]);
  });
});

describe("the log of calls", () => {
  it("has every call, refused ones too, with its steps, and finds it by what it was", async () => {
    const id = await open({ methods: ["GET", "POST"] });
    suite.upstream.answer(async (request, response) => {
      await readAll(request);
      response
        .writeHead(request.url === "/bad" ? 500 : 200, {
          "content-type": "application/json",
          "x-secret-token": "tok",
        })
        .end('{"ok":1}');
    });
    const answer = await call(
      id,
      "/good?access_token=abc&a=1",
      "POST",
      { n: 1 },
      { "x-correlation-id": "corr-1" },
    );
    await call(id, "/bad");
    await call(id, "/", "DELETE");
    const all = await logged(3);
    expect(
      all.map(({ path, httpStatus, category, gatewayError, method }) => [
        method,
        path,
        httpStatus,
        category,
        gatewayError,
      ]),
    ).toEqual([
      ["DELETE", "/", 405, "VALIDATION", "method_not_allowed"],
      ["GET", "/bad", 500, "SERVER_ERROR", null],
      ["POST", "/good?access_token=redacted&a=1", 200, null, null],
    ]);
    const good = all[2] as Json;
    expect(good).toMatchObject({
      integrationId: id,
      correlationId: "corr-1",
      requestBytes: 7,
      responseBytes: 8,
      cache: "bypass",
    });
    expect(good.id).toBe(answer.headers.get("x-gateway-call"));
    expect(String(good.caller)).toMatch(/^key_/);
    const whole = await suite.tenant.api.expect(200, "GET", `/api/v1/proxy-calls/${good.id}`);
    expect((whole.steps as Json[]).map(({ name }) => name)).toEqual(["map", "check_target", "admit", "send"]);
    expect(whole.response).toMatchObject({
      status: 200,
      body: '{"ok":1}',
      headers: { "x-secret-token": "[redacted]" },
    });
    expect((await calls("?category=SERVER_ERROR")).map(({ path }) => path)).toEqual(["/bad"]);
    expect((await calls("?gatewayError=method_not_allowed")).map(({ method }) => method)).toEqual(["DELETE"]);
    expect(await calls(`?httpStatus=200&integrationId=${id}`)).toHaveLength(1);
    expect(await calls("?integrationId=int_other")).toEqual([]);
    const page = await suite.tenant.api.expect(200, "GET", "/api/v1/proxy-calls?limit=2");
    const rest = await suite.tenant.api.expect(
      200,
      "GET",
      `/api/v1/proxy-calls?limit=2&cursor=${page.nextCursor}`,
    );
    expect([(page.items as Json[]).length, (rest.items as Json[]).length, rest.nextCursor]).toEqual([
      2,
      1,
      null,
    ]);
    const other = await openTenant("other");
    expect((await other.api.call("GET", `/api/v1/proxy-calls/${good.id}`)).status).toBe(404);
  });
});
