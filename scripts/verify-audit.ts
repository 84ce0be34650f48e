/**
 * `npm run audit:verify -- --url https://… --token … [--org org_…|'*'] [--head seq:hash]`: downloads an organization's whole
 * audit log and recomputes its hash chain here, so that nobody has to believe the gateway about itself. Ends with 1 and
 * names the first entry that does not fit. `--head` is an entry that somebody wrote down earlier: it must be in the log.
 */
import { verifyLog } from "./audit/verify-log.ts";

const option = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? undefined : process.argv[at + 1];
};

const url = option("url") ?? "http://127.0.0.1:8787";
const token = option("token") ?? process.env.GATEWAY_TOKEN;
if (token === undefined) {
  console.error(
    "Say whose log it is: --token with an API key or access token that may export and verify it.",
  );
  process.exit(2);
}
const [seq, hash] = option("head")?.split(":") ?? [];
const known = seq !== undefined && hash !== undefined ? { seq: Number(seq), hash } : null;

try {
  const { entries, from, through, fault } = await verifyLog(url, token, option("org") ?? null, known);
  console.log(`${entries} entries downloaded and recomputed, beginning with ${from.seq + 1}`);
  if (fault !== null) {
    console.error(`BROKEN at entry ${fault.seq} (${fault.kind}): ${fault.detail}`);
    process.exit(1);
  }
  console.log(`ok: the chain holds up to entry ${through.seq}, hash ${through.hash}`);
  console.log(`Write it down for the next time: --head ${through.seq}:${through.hash}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(2);
}
