/** What the gateway answers itself; everything else is a page of the dashboard. */
const GATEWAY_PATHS = [
  "/api",
  "/in",
  "/proxy",
  "/docs",
  "/oauth",
  "/.well-known",
  "/openapi.json",
  "/health",
];

export function isGatewayPath(pathname: string): boolean {
  return GATEWAY_PATHS.some((path) => pathname === path || pathname.startsWith(`${path}/`));
}
