/** Whether one of the patterns takes the type: `*` for any run of characters, as far as the gateway allows it. */
export function takes(patterns: readonly string[], type: string): boolean {
  return patterns.some((pattern) => {
    const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`).test(type);
  });
}
