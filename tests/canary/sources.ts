import { createHmac } from "node:crypto";
import { type CanaryPart, uniqueValue } from "./world.ts";

/** Sources: signing secrets, API keys of senders and addresses, used, rotated, wrong and shown in every way there is. */
export const sources: CanaryPart = async (world) => {
  const { api, plant } = world;
  const address = (name: string, made: Record<string, unknown>) => {
    plant(name, String(made.url).split("/").at(-1) ?? "");
    return String(made.url);
  };
  const send = async (url: string, headers: Record<string, string>, query = "") => {
    const body = '{"from":"canary"}';
    const answer = await fetch(url + query, { method: "POST", headers, body });
    const text = `${JSON.stringify([...answer.headers])}\n${await answer.text()}`;
    world.answers.push({ where: `answer of a source (${world.answers.length})`, text, shows: [] });
    return answer.status;
  };

  const secret = plant("source's signing secret", uniqueValue("source-secret"));
  const made = await api.expect(
    201,
    "POST",
    "/api/v1/sources",
    { name: "canary", provider: "generic", secret, settings: { header: "X-Signature" } },
    ["source's address"],
  );
  const url = address("source's address", made);
  const path = `/api/v1/sources/${made.id}`;
  const signed = (value: string) => createHmac("sha256", value).update('{"from":"canary"}').digest("hex");
  expectStatus(200, await send(url, { "x-signature": signed(secret) }));
  const next = plant("source's next secret", uniqueValue("source-next"));
  await api.expect(201, "POST", `${path}/secrets`, { secret: next, overlapSeconds: 60 });
  expectStatus(200, await send(url, { "x-signature": signed(next) }));
  const rotated = await api.expect(201, "POST", `${path}/rotate-token`, { overlapSeconds: 60 }, [
    "source's next address",
  ]);
  expectStatus(401, await send(address("source's next address", rotated), { "x-signature": "00" }));

  const key = plant("sender's API key", uniqueValue("sender-key"));
  const keyed = await api.expect(
    201,
    "POST",
    "/api/v1/sources",
    { name: "keyed", provider: "generic", secret: key, settings: { scheme: "api_key", header: "X-Shop" } },
    ["keyed source's address"],
  );
  const keyedUrl = address("keyed source's address", keyed);
  expectStatus(200, await send(keyedUrl, { "x-shop": key }));
  // Wrong ones may be right elsewhere: none of them is kept either, wherever a sender puts it.
  const wrong = plant("wrong API key", uniqueValue("wrong-key"));
  expectStatus(
    401,
    await send(keyedUrl, { "x-shop": wrong, authorization: `Bearer ${wrong}`, cookie: `a=${wrong}` }),
  );
  expectStatus(401, await send(keyedUrl, { "x-shop": "no" }, `?api_key=${encodeURIComponent(wrong)}`));
  await api.expect(200, "PATCH", `/api/v1/sources/${keyed.id}`, { name: "renamed" });

  for (const id of [made.id, keyed.id]) {
    await api.expect(200, "GET", `/api/v1/sources/${id}`);
    const items = await rejectedOf(id);
    for (const item of items) await api.expect(200, "GET", `/api/v1/sources/${id}/rejected/${item.id}`);
  }
  await api.expect(200, "GET", "/api/v1/sources");

  /** They are kept behind the answers. */
  async function rejectedOf(id: unknown): Promise<{ id: string }[]> {
    for (let look = 0; look < 100; look++) {
      const { items } = await api.expect(200, "GET", `/api/v1/sources/${id}/rejected`);
      if ((items as unknown[]).length > 0) return items as { id: string }[];
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error("The refused webhooks were not kept.");
  }
};

function expectStatus(expected: number, status: number): void {
  if (status !== expected) throw new Error(`A source answered ${status}, not ${expected}.`);
}
