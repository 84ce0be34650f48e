import { describe, expect, it } from "vitest";
import { classifyOutcome } from "#domain/delivery/classify-outcome";
import type { BatchSettings } from "#domain/flow/flow-settings";
import type { OutgoingRequest } from "#domain/ports";
import { buildConfig, buildEvent, buildIntegration, createFakeWorld } from "#testing/delivery-fakes";
import { attemptBatch } from "./attempt-batch.ts";

const BATCH: BatchSettings = {
  size: 100,
  timeoutMs: 5_000,
  maxBytes: 1_048_576,
  format: "array",
  onFailure: "retry",
  results: null,
};

const idsIn = ({ body }: OutgoingRequest) => (JSON.parse(body) as { id: string }[]).map(({ id }) => id);

function openBatch(count: number, settings: Partial<BatchSettings> = {}) {
  const integration = buildIntegration("int_a");
  const { services, log, world } = createFakeWorld(buildConfig([integration]));
  const answers = { body: "" };
  const send = services.openSender();
  const tools = {
    ...services,
    sha256: (text: string) => `hash-of-${text.replaceAll("\n", "+")}`,
    send: async (request: OutgoingRequest) => ({ ...(await send(request)), body: answers.body }),
  };
  const members = Array.from({ length: count }, (_, index) => ({
    event: buildEvent(`evt_${index}`),
    payloadJson: `{"id":"evt_${index}"}`,
  }));
  const attempt = (mayContinue?: () => boolean) =>
    attemptBatch(tools, integration, { ...BATCH, ...settings }, members, mayContinue);
  return { attempt, log, world, answers };
}

const outcomes = (attempts: Awaited<ReturnType<typeof attemptBatch>>) =>
  attempts.map(({ exchange, postponed }) =>
    postponed === null ? classifyOutcome(exchange.result).kind : "postponed",
  );

describe("a batch", () => {
  it("is one request with every event in its order, and its trace names them all", async () => {
    const { attempt, log } = openBatch(3);
    const attempts = await attempt();
    expect(log.requests.map(idsIn)).toEqual([["evt_0", "evt_1", "evt_2"]]);
    expect(outcomes(attempts)).toEqual(["success", "success", "success"]);
    expect(attempts.map(({ requests }) => requests)).toEqual([1, 0, 0]);
    for (const { trace } of attempts) {
      expect(trace.batch).toEqual({
        id: "batch~hash-of-evt_0+evt_1+evt_2",
        eventIds: ["evt_0", "evt_1", "evt_2"],
      });
    }
  });

  it("of lines says so in its content type", async () => {
    const { attempt, log } = openBatch(2, { format: "ndjson" });
    await attempt();
    expect(log.requests[0]?.headers["content-type"]).toBe("application/x-ndjson");
    expect(log.requests[0]?.body).toBe('{"id":"evt_0"}\n{"id":"evt_1"}\n');
  });

  it("becomes several requests rather than one that is too large", async () => {
    const { attempt, log } = openBatch(10, { maxBytes: 60 });
    expect(outcomes(await attempt())).toEqual(Array(10).fill("success"));
    expect(log.requests.flatMap(idsIn)).toHaveLength(10);
    for (const { body } of log.requests) expect(body.length).toBeLessThanOrEqual(60);
  });

  it("fails as a whole where it may not be split", async () => {
    const { attempt, log, world } = openBatch(4);
    world.answer = () => ({ kind: "response", status: 422, headers: {} });
    expect(outcomes(await attempt())).toEqual(Array(4).fill("failure"));
    expect(log.requests).toHaveLength(1);
  });

  it("is halved until only the bad one fails, and counts all of its requests", async () => {
    const { attempt, log, world } = openBatch(100, { onFailure: "split" });
    world.answer = (request) => ({
      kind: "response",
      status: idsIn(request).includes("evt_37") ? 422 : 200,
      headers: {},
    });
    const attempts = await attempt();
    expect(outcomes(attempts).flatMap((kind, index) => (kind === "failure" ? index : []))).toEqual([37]);
    expect(log.requests.length).toBeLessThanOrEqual(1 + 2 * 7);
    expect(attempts.reduce((sum, { requests }) => sum + requests, 0)).toBe(log.requests.length);
    const steps = attempts[37]?.trace.steps.map(({ detail }) => detail) ?? [];
    expect(steps.some((detail) => detail.startsWith("batch of 100 halved"))).toBe(true);
  });

  it.each([500, 503, 429, 401, 404])("is not halved for a %i, which no content explains", async (status) => {
    const { attempt, log, world } = openBatch(8, { onFailure: "split" });
    world.answer = () => ({ kind: "response", status, headers: {} });
    await attempt();
    expect(log.requests).toHaveLength(1);
  });

  it("leaves what its run has no time for to the next one", async () => {
    const { attempt, log, world } = openBatch(8, { onFailure: "split" });
    world.answer = () => ({ kind: "response", status: 422, headers: {} });
    let allowed = 2;
    const attempts = await attempt(() => allowed-- > 0);
    expect(log.requests).toHaveLength(3);
    expect(outcomes(attempts)).toContain("postponed");
    expect(outcomes(attempts)).not.toContain("success");
  });

  it("believes the target about single events", async () => {
    const results = { path: "", id: null, outcome: "status" };
    const { attempt, answers } = openBatch(3, { results });
    answers.body = '[{"status":201},{"status":422},{"status":500}]';
    const attempts = await attempt();
    expect(attempts.map(({ exchange }) => classifyOutcome(exchange.result))).toMatchObject([
      { kind: "success" },
      { kind: "failure", category: "VALIDATION" },
      { kind: "failure", category: "SERVER_ERROR" },
    ]);
    expect(attempts[0]?.trace.batch?.failed?.map(({ eventId }) => eventId)).toEqual(["evt_1", "evt_2"]);
  });

  it("counts nobody as delivered when the results cannot be read", async () => {
    const { attempt, answers } = openBatch(2, { results: { path: "items", id: null, outcome: "status" } });
    answers.body = "<html>";
    expect(outcomes(await attempt())).toEqual(["failure", "failure"]);
  });
});
