import { prettyJson } from "~/components/code/pretty-json.ts";
import type { Attempt, GotResponse, SentRequest } from "../delivery-types.ts";
import { maskHeader, maskUrl } from "./mask.ts";

/** What went over the wire, as a page of text: to be laid beside another attempt's. */
export function attemptText(attempt: Attempt, payloadText: string | null): string {
  const sent = attempt.request === null ? [] : requestLines(attempt.request, payloadText);
  const got = attempt.response === null ? [attempt.error ?? ""] : responseLines(attempt.response);
  return [...sent, "", ...got].join("\n").trim();
}

/** What was sent: the transformation's work where there was one, else the event's payload. */
export function bodyOf(request: SentRequest, payloadText: string | null): string | null {
  return request.body ?? payloadText;
}

function requestLines(request: SentRequest, payloadText: string | null): readonly string[] {
  return [
    `${request.method} ${maskUrl(request.url)}`,
    ...headerLines(request.headers),
    "",
    prettyJson(bodyOf(request, payloadText) ?? ""),
  ];
}

function responseLines({ status, headers, body }: GotResponse): readonly string[] {
  return [`HTTP ${status}`, ...headerLines(headers), "", prettyJson(body)];
}

function headerLines(headers: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${maskHeader(name, value)}`)
    .sort();
}
