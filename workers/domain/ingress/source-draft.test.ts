import { describe, expect, it } from "vitest";
import type { Connector, ConnectorManifest } from "./connector.ts";
import { draftSource, NEW_SOURCE, type SourceInput } from "./source-draft.ts";

const manifest: ConnectorManifest = {
  ...{ id: "test", name: "Test", description: "", docsUrl: "", secretField: "secret", methods: ["POST"] },
  ...{ toleranceSeconds: 300, typePrefix: "test.", fallbackType: "test.event", challenge: false, setup: [] },
  fields: [
    { name: "secret", label: "Secret", kind: "secret", required: true, help: "" },
    { name: "verifyToken", label: "Verify token", kind: "secret", required: false, help: "" },
    { name: "account", label: "Account", kind: "text", required: true, help: "" },
    {
      name: "mode",
      label: "Mode",
      kind: "select",
      required: true,
      help: "",
      options: ["a", "b"],
      default: "a",
    },
    { name: "size", label: "Size", kind: "number", required: false, help: "" },
  ],
};
const connector: Connector = {
  manifest,
  verify: () => ({ kind: "verified" }),
  describe: () => ({ type: null, id: null, occurredAt: null }),
  findProblems: ({ account }) => (account === "bad" ? [{ field: "account", message: "bad" }] : []),
};
const KEPT = { sealed: "v2.1.a.b", hint: "••••abcd" };
const draft = (input: SourceInput, current = NEW_SOURCE) => draftSource(current, input, connector);
const pointers = (input: SourceInput, current = NEW_SOURCE) =>
  draft(input, current).problems.map(({ pointer }) => pointer);

describe("a source's fields", () => {
  it("are completed by the manifest's defaults and what is stored", () => {
    expect(draft({ settings: { account: "x" } })).toMatchObject({
      settings: { settings: { account: "x", mode: "a" } },
      problems: [],
    });
    const current = { ...NEW_SOURCE, settings: { account: "x", mode: "b" } };
    expect(draft({ settings: { size: "3" } }, current).settings.settings).toEqual({
      account: "x",
      mode: "b",
      size: "3",
    });
  });

  it.each([
    [{}, "/settings/account"],
    [{ account: " " }, "/settings/account"],
    [{ account: "bad" }, "/settings/account"],
    [{ account: "x", mode: "c" }, "/settings/mode"],
    [{ account: "x", size: "1e9" }, "/settings/size"],
    [{ account: "x", colour: "red" }, "/settings/colour"],
    [{ account: "x", secret: "s" }, "/settings/secret"],
    [{ account: "x", "a/b": "y" }, "/settings/a~1b"],
  ])("%j is refused at %s", (settings, pointer) => {
    expect(pointers({ settings })).toContain(pointer);
  });

  it("that are secret are sealed, kept where the mask comes back, and ended by an empty text", () => {
    const current = { ...NEW_SOURCE, settings: { account: "x" }, sealedSettings: { verifyToken: KEPT } };
    expect([...draft({ settings: { verifyToken: "new" } }, current).newSettings]).toEqual([
      ["verifyToken", "new"],
    ]);
    const masked = draft({ settings: { verifyToken: KEPT.hint } }, current);
    expect([masked.newSettings.size, masked.sealedSettings]).toEqual([0, { verifyToken: KEPT }]);
    expect(draft({ settings: { verifyToken: "" } }, current).sealedSettings).toEqual({});
    // Nowhere in the plain ones, whatever was sent.
    expect(JSON.stringify(draft({ settings: { account: "x", verifyToken: "new" } }).settings)).not.toContain(
      "new",
    );
  });

  it("need not be complete where nothing is verified", () => {
    expect(pointers({ verification: "none", acceptUnverified: true })).toEqual([]);
    expect(pointers({ verification: "none" })).toEqual(["/acceptUnverified"]);
    const open = { ...NEW_SOURCE, verification: "none" as const };
    expect(pointers({ labels: { a: "b" } }, open)).toEqual([]);
    expect(pointers({ verification: "provider" }, open)).toEqual(["/settings/account"]);
  });
});

describe("a tolerance", () => {
  it.each([0, -1, 1.5, 3_601])("of %d seconds is refused", (toleranceSeconds) => {
    expect(pointers({ toleranceSeconds, settings: { account: "x" } })).toEqual(["/toleranceSeconds"]);
  });

  it("may be as wide as the provider's own", () => {
    const slow: Connector = { ...connector, manifest: { ...manifest, toleranceSeconds: 259_200 } };
    const { problems } = draftSource(
      NEW_SOURCE,
      { toleranceSeconds: 259_200, settings: { account: "x" } },
      slow,
    );
    expect(problems).toEqual([]);
  });

  it("is refused where no timestamp is signed", () => {
    const untimed: Connector = { ...connector, manifest: { ...manifest, toleranceSeconds: null } };
    const { problems } = draftSource(
      NEW_SOURCE,
      { toleranceSeconds: 60, settings: { account: "x" } },
      untimed,
    );
    expect(problems.map(({ pointer }) => pointer)).toEqual(["/toleranceSeconds"]);
  });
});

describe("a header that holds the source's key", () => {
  const keyed: Connector = { ...connector, secretNames: () => ["x-own"] };

  it("is no label: labels are shown in the log and sent to targets", () => {
    const input = { settings: { account: "x" }, headers: ["x-event", "X-Own"] };
    expect(draftSource(NEW_SOURCE, input, keyed).problems.map(({ pointer }) => pointer)).toEqual([
      "/headers/1",
    ]);
    expect(draftSource(NEW_SOURCE, { ...input, headers: ["x-event"] }, keyed).problems).toEqual([]);
  });
});
