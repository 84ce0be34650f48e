import { expect, it } from "vitest";
import { findMissingBindings, readDryRunReport } from "./dry-run-report.ts";

const OUTPUT = `
Total Upload: 1235.18 KiB / gzip: 224.53 KiB
Your Worker has access to the following bindings:
Binding                                      Resource
env.DB (gateway-eu)                          D1 Database
env.BODIES (gateway-bodies-eu (eu))          R2 Bucket
env.ASSETS                                   Assets
env.REGION ("eu")                            Environment Variable

--dry-run: exiting now.
`;

it("reads the sizes and the bindings", () => {
  const report = readDryRunReport(OUTPUT);
  expect(report.uploadKiB).toBe(1235.18);
  expect(report.gzipKiB).toBe(224.53);
  expect([...report.bindings]).toEqual([
    ["DB", "D1 Database"],
    ["BODIES", "R2 Bucket"],
    ["ASSETS", "Assets"],
    ["REGION", "Environment Variable"],
  ]);
});

it("refuses output that it cannot read", () => {
  expect(() => readDryRunReport("Uploaded 1 MB")).toThrow("another form");
});

it("names what a region lacks, or has as another kind", () => {
  const top = readDryRunReport(OUTPUT);
  const region = readDryRunReport(OUTPUT.replace(/^env\.DB.*\n/m, "").replace("R2 Bucket", "KV Namespace"));
  expect(findMissingBindings(top, region)).toEqual(["DB (D1 Database)", "BODIES (R2 Bucket)"]);
  expect(findMissingBindings(top, top)).toEqual([]);
});
