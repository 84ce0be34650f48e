import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { bytes, inbound, NOW, verdict, verifyWith } from "../testing/signed-request.ts";
import { generic } from "./index.ts";

interface Sent {
  readonly id?: string;
  readonly body: string;
  readonly time?: string;
  readonly type?: string;
}

const FIELDS = { header: "X-Sign", idHeader: "X-Id" };
const mac = (text: string) => createHmac("sha256", "secret").update(text).digest("hex");

function request(signed: string, { id, body, time, type }: Sent) {
  const headers = {
    "X-Sign": mac(signed),
    ...(id !== undefined && { "X-Id": id }),
    ...(time !== undefined && { "X-Time": time }),
    ...(type !== undefined && { "X-Type": type }),
  };
  return inbound({ headers, body: bytes(body) });
}

/** All of them must be verified; what their ids are is the question. */
async function idsOf(settings: Record<string, string>, signed: string, ...sent: readonly Sent[]) {
  const ids: (string | null)[] = [];
  for (const one of sent) {
    const arrived = request(signed, one);
    expect(verdict(await verifyWith(generic, arrived, { secrets: ["secret"], settings }))).toBe("verified");
    ids.push(generic.describe(arrived, settings).id);
  }
  return ids;
}

describe("the id of a generic source's event", () => {
  it("that is signed is taken as it is", async () => {
    const settings = { ...FIELDS, content: "{id}.{timestamp}.{body}", timestampHeader: "X-Time" };
    const time = String(NOW / 1_000);
    expect(await idsOf(settings, `a-1.${time}.{}`, { id: "a-1", body: "{}", time })).toEqual(["a-1"]);
  });

  it("that is not signed cannot be changed on a recorded request", async () => {
    const [one, other] = await idsOf(FIELDS, "{}", { id: "a", body: "{}" }, { id: "b", body: "{}" });
    expect(one).not.toBe(null);
    expect(other).toBe(one);
  });

  it("that is not signed tells two types with one body apart", async () => {
    const settings = { ...FIELDS, typeHeader: "X-Type" };
    const [one, other] = await idsOf(
      settings,
      "{}",
      { body: "{}", type: "paid" },
      { body: "{}", type: "made" },
    );
    expect(other).not.toBe(one);
  });

  it.each([
    [
      "{id}{body}",
      'a{"x":1.5}',
      [
        { id: "a", body: '{"x":1.5}' },
        { id: 'a{"x":1', body: ".5}" },
      ],
    ],
    [
      "{id}.{body}",
      'a.{"x":1.5}',
      [
        { id: "a", body: '{"x":1.5}' },
        { id: 'a.{"x":1', body: "5}" },
      ],
    ],
    [
      "{body}.{id}",
      "1.5.a",
      [
        { id: "a", body: "1.5" },
        { id: "5.a", body: "1" },
      ],
    ],
  ])("of %s is the same wherever the border is moved to", async (content, signed, sent) => {
    const [genuine, moved] = await idsOf({ ...FIELDS, content }, signed, ...sent);
    expect(genuine).toEqual(expect.any(String));
    expect(moved).toBe(genuine);
  });

  it("is the sending's own where no id was asked for and the time is signed", async () => {
    const settings = { header: "X-Sign", content: "{timestamp}.{body}", timestampHeader: "X-Time" };
    const [first, second] = [String(NOW / 1_000), String(NOW / 1_000 + 1)];
    const [one, again] = await idsOf(
      settings,
      `${first}.{}`,
      { body: "{}", time: first },
      { body: "{}", time: first },
    );
    const [later] = await idsOf(settings, `${second}.{}`, { body: "{}", time: second });
    expect(again).toBe(one);
    expect(one).not.toBe(null);
    expect(later).not.toBe(one);
  });

  it("is read from the signature header's time as well", async () => {
    const settings = {
      header: "X-Sign",
      content: "{timestamp}.{body}",
      timestampKey: "t",
      signatureKey: "v1",
    };
    const time = String(NOW / 1_000);
    const idOf = (value: string) =>
      generic.describe(inbound({ headers: { "X-Sign": value }, body: bytes("{}") }), settings).id;
    const signature = mac(`${time}.{}`);
    expect(idOf(`v1=00, t=${time},v1=${signature}`)).toBe(idOf(`t=${time},v1=${signature}`));
    expect(idOf(`t=${time},v1=${signature}`)).not.toBe(null);
  });

  it("is nothing where nobody said what it is and no time is signed: equal events may be meant", async () => {
    expect(await idsOf({ header: "X-Sign" }, "{}", { body: "{}" })).toEqual([null]);
  });
});
