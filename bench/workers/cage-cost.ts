import { createCage } from "../../workers/sandbox/cage.ts";

const warm = createCage();
let runs = 0;

/**
 * `/warm`, `/cold` or `/nothing`: one run of the header's script over the body, in a machine that is there, in a new one, or
 * not at all. The clock stands still in here, so whoever asks measures.
 */
export default {
  async fetch(request) {
    const payload = await request.text();
    const kind = new URL(request.url).pathname;
    if (kind === "/nothing") return new Response("0");
    const result = await (kind === "/cold" ? createCage() : warm).run({
      // Nobody rests here.
      orgId: `org_${runs++}`,
      source: atob(request.headers.get("x-script") ?? ""),
      entry: "transform",
      argumentsJson: [payload],
      now: 0,
      seed: "",
    });
    return result.ok
      ? new Response(String(result.fuelUsed))
      : new Response(`${result.reason}: ${result.message}`, { status: 500 });
  },
} satisfies ExportedHandler<Env>;
