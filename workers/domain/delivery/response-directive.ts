/** What a receiver can ask for with its response: give up this message, or send it nothing any more. */
export type ResponseDirective = "abort-message" | "disable";

/**
 * Read the response header `webhook-delivery: abort-message | disable`, in any letter case. Unknown words are
 * ignored, so a later directive does not break an older gateway. Of both, `disable` is the stronger one.
 */
export function readResponseDirective(headers: Readonly<Record<string, string>>): ResponseDirective | null {
  const words = (headers["webhook-delivery"] ?? "").split(",").map((word) => word.trim().toLowerCase());
  if (words.includes("disable")) return "disable";
  return words.includes("abort-message") ? "abort-message" : null;
}
