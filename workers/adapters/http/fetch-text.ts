import { setBounded } from "../set-bounded.ts";

const TIMEOUT_MS = 5_000;
/** A certificate with its chain is a few KB. */
const MAX_BYTES = 128 * 1024;
const FRESH_MS = 60 * 60_000;
/** A failure is remembered for a moment, so that a flood of webhooks is not a flood of questions. */
const FAILED_MS = 15_000;
const MAX_TEXTS = 200;

interface Kept {
  readonly text: string | null;
  readonly until: number;
}

/** Is this address one that may be asked now? */
export type AllowUrl = (url: string) => Promise<boolean>;

/**
 * Texts and not promises: a promise belongs to the request that made it, and no other one may wait for it. Failures are
 * kept apart: the addresses stand in requests that prove nothing yet, and a flood of them must push no certificate out.
 */
const kept = new Map<string, Kept>();
const failed = new Map<string, Kept>();

/**
 * Texts that providers publish (certificates), by https and without redirects; null for what cannot be had. Which hosts
 * are a provider's own, its connector says before it asks.
 */
export function createFetchText(allow: AllowUrl, now: () => number, fetcher: typeof fetch = fetch) {
  return async (url: string): Promise<string | null> => {
    const known = kept.get(url) ?? failed.get(url);
    if (known !== undefined && known.until > now()) return known.text;
    const text = await fetchText(url, allow, fetcher);
    if (text === null) {
      kept.delete(url);
      setBounded(failed, url, { text, until: now() + FAILED_MS }, MAX_TEXTS);
    } else {
      setBounded(kept, url, { text, until: now() + FRESH_MS }, MAX_TEXTS);
      failed.delete(url);
    }
    return text;
  };
}

async function fetchText(url: string, allow: AllowUrl, fetcher: typeof fetch): Promise<string | null> {
  try {
    if (new URL(url).protocol !== "https:" || !(await allow(url))) return null;
    const response = await fetcher(url, { redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (response.status !== 200 || response.body === null) {
      await response.body?.cancel();
      return null;
    }
    return await readCapped(response.body);
  } catch (error) {
    console.warn(JSON.stringify({ event: "provider_text.failed", host: hostOf(url), error: String(error) }));
    return null;
  }
}

async function readCapped(body: ReadableStream<Uint8Array>): Promise<string | null> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const part of body) {
    bytes += part.byteLength;
    if (bytes > MAX_BYTES) return null;
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "";
}
