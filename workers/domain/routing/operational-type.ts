/** Events of the gateway itself: nobody else sends them, so whoever receives one can rely on where it comes from. */
export const OPERATIONAL_PREFIX = "gateway.";

export function isOperationalType(type: string): boolean {
  return type.startsWith(OPERATIONAL_PREFIX);
}
