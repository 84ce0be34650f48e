import type { AnswerCache, KeptAnswer } from "#domain/proxy/ports";

/** A cache of its own, so that nothing else of the Worker is ever found here. */
const NAME = "proxy-answers";
/** Nobody can ask for this host, so an entry is found by the gateway only. */
const ORIGIN = "https://answers.invalid/";
const META = "x-kept-answer";

type Meta = Omit<KeptAnswer, "body">;

/**
 * Kept answers in the Cache API: in the data centre that asked, without a bill. What is kept is wrapped into a plain 200:
 * the cache would judge a 404, `Vary` and `Cache-Control` by its own rules.
 *
 * @param sha256 hex, of a text
 */
export function createAnswerCache(sha256: (text: string) => string): AnswerCache {
  // Opened with every use: what belongs to one invocation is not for another one.
  const open = () => caches.open(NAME);
  const requestOf = (key: string) => new Request(ORIGIN + sha256(key));
  return {
    async find(key) {
      try {
        const found = await (await open()).match(requestOf(key));
        const meta = found?.headers.get(META);
        if (found === undefined || meta === null || meta === undefined) return null;
        const body = new Uint8Array(await found.arrayBuffer());
        return { ...(JSON.parse(decodeURIComponent(meta)) as Meta), body };
      } catch (error) {
        failed("find", error);
        return null;
      }
    },

    async keep(key, { body, ...meta }, forMs) {
      try {
        const response = new Response(body, {
          headers: {
            "cache-control": `max-age=${Math.max(1, Math.ceil(forMs / 1_000))}`,
            "content-type": "application/octet-stream",
            [META]: encodeURIComponent(JSON.stringify(meta)),
          },
        });
        await (await open()).put(requestOf(key), response);
      } catch (error) {
        failed("keep", error);
      }
    },
  };
}

/** A cache that fails costs a call to the upstream, never the answer. */
function failed(what: string, error: unknown): void {
  console.error(JSON.stringify({ event: `answer_cache.${what}_failed`, error: String(error) }));
}
