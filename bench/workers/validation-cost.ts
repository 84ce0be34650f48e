import { codeKey } from "../../workers/domain/validation/code-key.ts";
import gateway from "../../workers/gateway.ts";
import { createCage } from "../../workers/sandbox/cage.ts";
import { createSchemaCage } from "../../workers/sandbox/schema/schema-cage.ts";
import { validationSample } from "../validation-sample.ts";

export * from "../../workers/gateway.ts";

/** The gateway with one more path: what compiling and checking cost inside the isolate, without HTTP around them. */
export default {
  ...gateway,
  async fetch(request, env, context) {
    const url = new URL(request.url);
    if (url.pathname !== "/bench/validation") return gateway.fetch(request, env, context);
    const kilobytes = Number(url.searchParams.get("kilobytes"));
    const rounds = Number(url.searchParams.get("rounds"));
    const coldRounds = Number(url.searchParams.get("cold"));
    const { schemaJson, payloadJson } = validationSample(kilobytes);
    const compileMs: number[] = [];
    let code = "";
    const compiler = createSchemaCage(createCage(), Date.now);
    for (let round = 0; round < coldRounds; round++) {
      const from = performance.now();
      const compiled = await compiler.compile(schemaJson, "draft-07", false);
      compileMs.push(performance.now() - from);
      if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
      code = compiled.code;
    }
    const check = { orgId: "org_bench", key: codeKey("bench", "STRICT"), coerce: false, payloadJson };
    const coldMs: number[] = [];
    let warm = compiler;
    for (let round = 0; round < coldRounds; round++) {
      // A new machine too: what the first event after an isolate's start meets.
      warm = createSchemaCage(createCage(), Date.now);
      const from = performance.now();
      await warm.check(check, async () => code);
      coldMs.push(performance.now() - from);
    }
    const warmMs: number[] = [];
    // workerd's clock counts whole milliseconds: of small payloads several share one reading.
    const together = kilobytes > 10 ? 1 : 20;
    for (let round = 0; round < rounds; round += together) {
      const from = performance.now();
      for (let n = 0; n < together; n++) {
        const verdict = await warm.check(check, async () => code);
        if (verdict.kind !== "fits") throw new Error(JSON.stringify(verdict).slice(0, 300));
      }
      warmMs.push((performance.now() - from) / together);
    }
    return Response.json({
      payloadBytes: payloadJson.length,
      codeLength: code.length,
      compileMs,
      coldMs,
      warmMs,
    });
  },
} satisfies ExportedHandler<Env>;
