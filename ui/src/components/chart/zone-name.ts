const named = new Intl.DateTimeFormat("en-GB", { timeZoneName: "short" });

/** "GMT+1": the zone that this browser tells times in, as it is at that moment. */
export function zoneName(atMs: number): string {
  return named.formatToParts(atMs).find(({ type }) => type === "timeZoneName")?.value ?? "UTC";
}
