import { text } from "~/text/index.ts";

/** What people call a member of an integration. */
export function nameOf(member: string): string {
  const known: Readonly<Record<string, string>> = text.integrations.members;
  return known[member] ?? member;
}
