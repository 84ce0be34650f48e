import { ACCESS } from "./access.ts";
import { CONFIGURATION } from "./configuration.ts";
import { ORGANIZATIONS } from "./organizations.ts";
import { PEOPLE } from "./people.ts";
import type { AuditedRoutes } from "./route.ts";
import { SOURCE_ROUTES } from "./sources.ts";

/**
 * Every route that declares an audited action, by its operationId. The walk in http/audited-routes.test.ts fails for one
 * that is not here: whoever adds a route says here how it is called.
 */
export const AUDITED_ROUTES: AuditedRoutes = {
  ...CONFIGURATION,
  ...ACCESS,
  ...PEOPLE,
  ...ORGANIZATIONS,
  ...SOURCE_ROUTES,
};
