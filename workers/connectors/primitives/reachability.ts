import type { ChallengeAnswer, InboundRequest } from "#domain/ingress/connector";

/**
 * Some providers ask with an unsigned HEAD whether the address exists, before they make the key that would sign it.
 * The answer is empty: it tells no more than that the source's address is one, and nothing becomes an event.
 */
export function answerHead(request: InboundRequest): ChallengeAnswer | null {
  if (request.method !== "HEAD") return null;
  return { kind: "challenge", status: 200, contentType: "text/plain", body: "" };
}
