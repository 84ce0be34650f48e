import { scheduler } from "node:timers/promises";
import type { CanaryPart } from "./world.ts";

/** Calls through the proxy with a credential and a secret header, at an upstream that echoes both, however it answers. */
export const proxyCalls: CanaryPart = async ({ api, plant, receiver }) => {
  const token = plant("proxy credential", "canary-proxy-credential-5b1f09c2d7");
  const header = plant("proxy header", "canary-proxy-header-81c4de20aa");
  const credential = await api.expect(201, "POST", "/api/v1/credentials", {
    name: "proxy",
    kind: "bearer",
    config: { token },
  });
  const created = await api.expect(201, "POST", "/api/v1/integrations", {
    name: "proxied",
    eventTypes: [],
    url: receiver.url,
    headers: { "X-Api-Key": header },
    credentialId: credential.id,
    proxy: {
      methods: ["GET", "POST"],
      cache: { ttlSeconds: 60 },
      responseHeaders: ["content-type", "x-echo"],
    },
  });
  const root = `/proxy/${created.id}`;
  for (const status of [200, 401, 404]) {
    receiver.answer(({ headers, body, path }, response) =>
      response
        .writeHead(status, {
          "content-type": "application/json",
          "x-echo": `${headers.authorization} ${headers["x-api-key"]}`,
        })
        .end(JSON.stringify({ headers, body, path })),
    );
    await api.call("GET", `${root}/echo-${status}?token=${status}`);
    await api.call("GET", `${root}/echo-${status}?token=${status}`);
    await api.call("POST", `${root}/echo-${status}`, { n: 1 });
  }
  await api.call("GET", `${root}/..%2fadmin`);
  for (let found = 0; found < 10; await scheduler.wait(100)) {
    const page = await api.expect(200, "GET", "/api/v1/proxy-calls");
    const items = page.items as { readonly id: string }[];
    found = items.length;
    if (found < 10) continue;
    for (const { id } of items) await api.expect(200, "GET", `/api/v1/proxy-calls/${id}`);
  }
};
