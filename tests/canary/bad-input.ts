import { randomBytes } from "node:crypto";
import { type CanaryPart, uniqueValue } from "./world.ts";

/** People paste secrets into the wrong field. What is refused must not be repeated, neither to them nor to the log. */
export const badInput: CanaryPart = async ({ api, client, plant, receiver }) => {
  const value = plant("refused value", uniqueValue("refused"));
  const key = plant("refused key", `whsec_${randomBytes(12).toString("base64")}!`);
  const base = { name: "bad", eventTypes: ["order.*"], url: receiver.url };
  const bodies: unknown[] = [
    { ...base, secret: value },
    { ...base, secret: key },
    { ...base, secret: `whsk_${value}` },
    { ...base, secret: { value } },
    { ...base, secret: `utf8:${value}`.repeat(20) },
    { ...base, secretKind: value },
    { ...base, headers: { Authorization: `${value}\r\nX-Injected: 1` } },
    { ...base, headers: { Authorization: `ü${value}` } },
    { ...base, headers: { Authorization: { value } } },
    { ...base, headers: value },
    { ...base, headers: { "content-length": value } },
    { ...base, signing: { mode: value } },
    { ...base, retry: { strategy: { kind: value } } },
    { ...base, timeoutMs: value },
    { ...base, enabled: value },
    `{"name": "bad", "secret": ${JSON.stringify(value)}, `,
    JSON.stringify(value),
    value,
  ];
  for (const body of bodies) {
    const answer = await api.call("POST", "/api/v1/integrations", body);
    if (answer.status < 400) throw new Error(`Taken, and should not be: ${answer.text}`);
  }
  const { items } = await api.expect(200, "GET", "/api/v1/integrations");
  const [integration] = items as { id: string }[];
  const path = `/api/v1/integrations/${integration?.id}`;
  for (const body of [{ secret: value }, { secret: key }, { kind: value }, { overlapMs: value }]) {
    await api.expect(422, "POST", `${path}/secrets/rotate`, body);
  }
  await api.call("PATCH", path, { headers: { Authorization: `${value}\n` } });
  const wrong = client(plant("wrong API key", `igw_local_${randomBytes(32).toString("base64url")}`));
  await wrong.expect(401, "GET", "/api/v1/integrations");
  await client(plant("wrong token", randomBytes(32).toString("base64url"))).expect(
    401,
    "POST",
    "/api/v1/events",
    {},
  );
};
