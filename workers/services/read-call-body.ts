import { Problem } from "#domain/problem";
import type { UpstreamRequest } from "#domain/proxy/ports";
import { readUpTo } from "./body-streams.ts";
import type { CallableIntegration } from "./plan-call.ts";
import { MAX_HELD_BYTES, type ProxyRequest, type ProxyServices } from "./proxy-services.ts";
import type { CallRecord } from "./record-call.ts";
import { notReshaped, reshapeBody } from "./reshape-body.ts";

export interface ReadBody {
  readonly content: UpstreamRequest["body"];
  readonly reshaped: boolean;
}

/** Only what is transformed, signed or may have to be sent twice is read; everything else goes through as it comes. */
export async function readBody(
  services: ProxyServices,
  integration: CallableIntegration,
  request: ProxyRequest,
  record: CallRecord,
): Promise<ReadBody> {
  const { settings, credential } = integration;
  const length = Number(request.headers.get("content-length") ?? Number.NaN);
  if (request.body === null || request.method === "GET" || request.method === "HEAD") {
    record.requestBytes = 0;
    return { content: null, reshaped: false };
  }
  record.requestBytes = Number.isFinite(length) ? length : null;
  const transform = settings.proxy.transformRequest;
  const signed = credential?.kind === "static" && credential.settings.kind === "hmac";
  const mayRepeat = credential?.kind === "oauth" && length <= MAX_HELD_BYTES;
  if (transform === null && !signed && !mayRepeat) return { content: request.body, reshaped: false };
  if (length > MAX_HELD_BYTES) throw tooLarge();
  const read = await readUpTo(request.body, MAX_HELD_BYTES);
  if (read.kind === "longer") throw tooLarge();
  record.requestBytes = read.bytes.length;
  const text = decode(read.bytes);
  if (text === null) {
    // Signing and transforming read text; sending twice can do without.
    if (transform === null && !signed) return { content: streamOf(read.bytes), reshaped: false };
    throw new Problem(
      "unsupported_media_type",
      "This integration transforms or signs bodies: send UTF-8 text.",
    );
  }
  if (transform === null || text === "") return { content: text, reshaped: false };
  const from = services.now();
  const made = await reshapeBody(services, integration, transform, text, record.facts(null));
  record.step("transform_request", from, made.ok ? `${made.text.length} characters` : made.message);
  if (!made.ok) throw notReshaped("invalid_body", "The body", made);
  return { content: made.text, reshaped: true };
}

function tooLarge(): Problem {
  return new Problem(
    "body_too_large",
    `This integration transforms, signs or repeats bodies, which takes at most ${MAX_HELD_BYTES} bytes.`,
  );
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
}
