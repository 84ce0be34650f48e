import { scheduler } from "node:timers/promises";
import { callApi } from "./call-api.ts";
import type { EchoReceiver } from "./echo-receiver.ts";
import { DEMO_EVENT_TYPE, type Demo } from "./open-demo.ts";

const PATIENCE_MS = 20_000;

interface Delivery {
  readonly id: string;
  readonly status: string;
  readonly category: string | null;
  readonly httpStatus: number | null;
  readonly nextRetryAt: string | null;
}

/** One clean delivery, then one that fails first: everything said here was seen at the receiver or read from the API. */
export async function demonstrate(demo: Demo, echo: EchoReceiver): Promise<void> {
  const sentAt = performance.now();
  const arrived = echo.next(PATIENCE_MS);
  const event = await send(demo, { greeting: "hello", to: "world" });
  const first = await arrived;
  if (first.id !== event.id || first.signature !== "verified")
    throw new Error(`The receiver saw ${JSON.stringify(first)}.`);
  console.log(`event ${event.id}`);
  console.log(
    `  delivered ${first.answered} in ${Math.round(performance.now() - sentAt)} ms, signature verified\n`,
  );

  echo.failOnce();
  const refused = echo.next(PATIENCE_MS);
  const second = await send(demo, { greeting: "hello again", to: "a receiver that is down" });
  console.log(`event ${second.id}`);
  console.log(`  attempt 1 answered ${(await refused).answered}`);
  const recovered = echo.next(PATIENCE_MS);
  const waiting = await deliveryOf(demo, second.id, (delivery) => delivery.status === "retrying");
  console.log(`  ${waiting.category}: retry at ${waiting.nextRetryAt}`);
  const again = await recovered;
  const settled = await deliveryOf(demo, second.id, (delivery) => delivery.status === "delivered");
  console.log(
    `  attempt 2 answered ${again.answered}, signature ${again.signature}: ${settled.status}, recovered\n`,
  );
}

function send(demo: Demo, payload: unknown): Promise<{ id: string }> {
  return callApi(demo, 202, "POST", "/api/v1/events", { type: DEMO_EVENT_TYPE, payload });
}

/** The log is written after the receiver has answered, so it may need a moment. */
async function deliveryOf(
  demo: Demo,
  eventId: string,
  wanted: (delivery: Delivery) => boolean,
): Promise<Delivery> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const path = `/api/v1/deliveries?eventId=${eventId}`;
    const { items } = await callApi<{ items: Delivery[] }>(demo, 200, "GET", path);
    const found = items.find(wanted);
    if (found !== undefined) return found;
    if (Date.now() > deadline)
      throw new Error(`The delivery of ${eventId} is ${JSON.stringify(items[0] ?? "not there")}.`);
    await scheduler.wait(50);
  }
}
