import type { ServerResponse } from "node:http";
import { scheduler } from "node:timers/promises";
import type { ReceivedRequest } from "../support/receiver.ts";
import type { CanaryPart, CanaryWorld } from "./world.ts";

/** As test servers do: the whole request comes back, headers and all, in its body and in a header. */
function echo(status: number) {
  return ({ headers, body }: ReceivedRequest, response: ServerResponse) =>
    response
      .writeHead(status, { "content-type": "application/json", "x-echo": String(headers.authorization) })
      .end(JSON.stringify({ headers, body }));
}

/** Deliveries that succeed, fail, are retried, given up, replayed, discarded, and tested, at a receiver that echoes. */
export const deliveries: CanaryPart = async (world) => {
  const { api, receiver } = world;
  const { items } = await api.expect(200, "GET", "/api/v1/integrations");
  const [integration] = items as { id: string }[];
  const post = async () =>
    String(
      (await api.expect(202, "POST", "/api/v1/events", { type: "order.created", payload: { n: 1 } })).id,
    );

  receiver.answer(echo(200));
  const [delivered] = await settled(world, await post(), "delivered");
  receiver.answer(echo(500));
  const [dead] = await settled(world, await post(), "dead_lettered");
  const [discarded] = await settled(world, await post(), "dead_lettered");
  receiver.answer(echo(401));
  await settled(world, await post(), "dead_lettered");
  await api.expect(200, "POST", `/api/v1/integrations/${integration?.id}/test`, { type: "order.created" });
  receiver.answer((_request, response) => void response.destroy());
  await settled(world, await post(), "dead_lettered");
  await api.expect(200, "POST", `/api/v1/integrations/${integration?.id}/test`, { type: "order.created" });

  receiver.answer(echo(200));
  await api.call("POST", `/api/v1/deliveries/${delivered}/replay`, {});
  await api.call("POST", `/api/v1/dead-letters/${dead}/retry`, {});
  await api.call("POST", `/api/v1/dead-letters/${discarded}/discard`, {});
  await api.call("POST", "/api/v1/dead-letters/retry", {});
  await scheduler.wait(1_500);
  for (const id of [delivered, dead, discarded]) await api.expect(200, "GET", `/api/v1/deliveries/${id}`);
};

async function settled({ api }: CanaryWorld, eventId: string, status: string): Promise<string[]> {
  for (let looks = 0; looks < 300; looks++) {
    const { items } = await api.expect(200, "GET", `/api/v1/deliveries?eventId=${eventId}`);
    const found = (items as { id: string; status: string }[]).filter((item) => item.status === status);
    if (found.length > 0) return found.map(({ id }) => id);
    await scheduler.wait(100);
  }
  throw new Error(`${eventId} did not become ${status}.`);
}
