import { createHmac } from "node:crypto";
import type { World } from "./world.ts";

/** The first address the operator was given. It refuses, and says in its answer where it should have gone. */
export const OLD_PATH = "/v1/orders";
export const NEW_PATH = "/v2/orders";
export const WHY = "version 1 is closed, send to /v2/orders";

/** A receiver that moved: what goes to the old address fails for good, what goes to the new one is taken. */
export function moveReceiver({ targets }: World): void {
  targets.answer(OLD_PATH, 422, JSON.stringify({ error: WHY }));
  targets.answer(NEW_PATH, 200, '{"ok":true}');
}

/** A webhook as GitHub sends and signs it. */
export function pushFromGithub(address: string, secret: string, delivery: string): Promise<Response> {
  const body = JSON.stringify({ ref: "refs/heads/main", after: delivery });
  return fetch(address, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-github-event": "push",
      "x-github-delivery": delivery,
      "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
    },
    body,
  });
}
