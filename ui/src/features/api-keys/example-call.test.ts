import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { exampleCall } from "./example-call.ts";

const EVENT = { type: "order.created", payload: { name: "it's $HOME `ls`" } };
/** What a shell hands to curl, word by word. */
const wordsOf = (command: string): string[] =>
  execFileSync("sh", ["-c", `curl() { printf '%s\\0' "$@"; }; ${command}`], { encoding: "utf8" })
    .split("\0")
    .slice(0, -1);

describe("the call that tries a new key", () => {
  it("asks for something where the key may see something, although it may send too", () => {
    const { kind, text } = exampleCall("https://g.test", "igw_1", ["events:publish", "audit:read"], EVENT);
    expect(kind).toBe("read");
    expect(wordsOf(text)).toEqual([
      "https://g.test/api/v1/audit?limit=5",
      "--header",
      "Authorization: Bearer igw_1",
    ]);
  });

  it("sends an event with a key that may only send, whatever is in the event", () => {
    const { kind, text } = exampleCall("https://g.test", "igw_1", ["events:publish"], EVENT);
    expect(kind).toBe("publish");
    expect(JSON.parse(wordsOf(text).at(-1) ?? "")).toEqual(EVENT);
  });

  it("is no call where nothing harmless can be asked for", () => {
    expect(exampleCall("https://g.test", "igw_1", ["deliveries:replay"], EVENT)).toEqual({
      kind: "none",
      text: "Authorization: Bearer igw_1",
    });
  });
});
