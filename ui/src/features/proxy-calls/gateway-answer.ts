import { text } from "~/text/index.ts";

const words = text.proxyCalls;

/** Of the gateway's own answers those that the proxy gives. Any other code is shown as it is. */
export const GATEWAY_ERRORS = Object.keys(words.errors) as readonly (keyof typeof words.errors)[];

interface GatewayAnswer {
  readonly label: string;
  /** What to do about it; null when the record's own detail is all there is. */
  readonly hint: string | null;
}

export function gatewayAnswer(code: string): GatewayAnswer {
  const known = GATEWAY_ERRORS.find((name) => name === code);
  return known === undefined ? { label: code, hint: null } : words.errors[known];
}
