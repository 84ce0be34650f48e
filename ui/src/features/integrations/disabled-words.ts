import { text } from "~/text/index.ts";

/** Why the gateway switched an integration off, and what to do; a reason that is not known is shown as it is. */
export function disabledWords(reason: string): string {
  const known: Readonly<Record<string, string>> = text.integrations.disabledReasons;
  return known[reason] ?? reason;
}
