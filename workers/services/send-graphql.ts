import type { GraphqlSettings } from "#domain/graphql/graphql-settings";
import { judgeAnswer, MAX_ANSWER_BYTES } from "#domain/graphql/judge-answer";
import type { Exchange, SendRequest } from "#domain/ports";

export interface AnswerLimits {
  /** Read and judged. */
  readonly readBytes: number;
  /** Kept of that, in characters. */
  readonly keepLength: number;
}

/** The log keeps no more of any other answer either. */
const DELIVERY_LIMITS: AnswerLimits = { readBytes: MAX_ANSWER_BYTES, keepLength: 16 * 1024 };

interface Sending {
  readonly send: SendRequest;
  readonly answerLimits?: AnswerLimits;
}

/**
 * The same tools, whose requests are judged by what the GraphQL server says in its body; as they are for a plain HTTP
 * target. Judged where it is sent, so that a token that was refused in a 200 is replaced like one in a 401.
 */
export function withGraphql<Tools extends Sending>(tools: Tools, settings: GraphqlSettings | null): Tools {
  if (settings === null) return tools;
  const { send, answerLimits = DELIVERY_LIMITS } = tools;
  return {
    ...tools,
    send: async (request) => {
      const exchange = await send({ ...request, answerBytes: answerLimits.readBytes });
      const { body, bodyTruncated } = exchange;
      const result = judgeAnswer(settings, exchange.result, body, bodyTruncated);
      return shorten({ ...exchange, result }, answerLimits.keepLength);
    },
  };
}

/** Errors go first: behind a long `data` they would be what is cut off, and they are what somebody looks for. */
function shorten(exchange: Exchange, length: number): Exchange {
  const { result, body } = exchange;
  if (body.length <= length) return exchange;
  const refused = result.kind === "response" && result.refusal !== undefined && !exchange.bodyTruncated;
  const shown = refused ? errorsFirst(body) : body;
  return { ...exchange, body: copyOf(shown.slice(0, length)), bodyTruncated: true };
}

/** A slice keeps the whole text alive, and a run holds hundreds of answers until it writes them down. */
function copyOf(text: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(text));
}

function errorsFirst(body: string): string {
  try {
    const { errors, extensions, ...rest } = JSON.parse(body) as Record<string, unknown>;
    return JSON.stringify({ errors, extensions, ...rest });
  } catch {
    return body;
  }
}
