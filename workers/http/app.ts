import { composeServices, type HttpServices } from "#services/composition";
import { createRouter } from "./context.ts";
import { authentication } from "./middleware/authentication.ts";
import { answerUnrouted } from "./middleware/method-not-allowed.ts";
import { requestIdentity } from "./middleware/request-identity.ts";
import { securityHeaders } from "./middleware/security-headers.ts";
import { describeApi } from "./openapi.ts";
import { errorResponse } from "./problem.ts";
import { createAdminEventTypeRoutes } from "./routes/admin/event-type-templates.ts";
import { createAdminOrganizationRoutes } from "./routes/admin/organizations.ts";
import { createDocsRoutes } from "./routes/docs.ts";
import { createHealthRoutes } from "./routes/health.ts";
import { createApiKeyRoutes } from "./routes/v1/api-keys.ts";
import { createAuditRoutes } from "./routes/v1/audit.ts";
import { createAuditExportRoutes } from "./routes/v1/audit-exports.ts";
import { ORGANIZATION_LOG, PLATFORM_LOG } from "./routes/v1/audit-place.ts";
import { createDeadLetterRoutes } from "./routes/v1/dead-letters.ts";
import { createDeliveryRoutes } from "./routes/v1/deliveries.ts";
import { createEventDetailRoutes } from "./routes/v1/event-detail.ts";
import { createEventTypeRoutes } from "./routes/v1/event-types.ts";
import { createEventRoutes } from "./routes/v1/events.ts";
import { createIntegrationSecretRoutes } from "./routes/v1/integration-secrets.ts";
import { createIntegrationTestRoutes } from "./routes/v1/integration-test.ts";
import { createIntegrationRoutes } from "./routes/v1/integrations.ts";
import { createJobRoutes } from "./routes/v1/jobs.ts";
import { createOrganizationRoutes } from "./routes/v1/organization.ts";

/** Build the HTTP surface. Tests pass their own `compose`. */
export function createApp(compose: (env: Env) => HttpServices = composeServices) {
  const app = createRouter();
  app.use(requestIdentity);
  app.use(securityHeaders);
  app.use(async (c, next) => {
    c.set("services", compose(c.env));
    await next();
  });
  app.onError((error, c) => errorResponse(error, c));
  app.notFound(answerUnrouted(app));
  app.route("/", createHealthRoutes());
  app.route(
    "/",
    createDocsRoutes(() => describeApi(app)),
  );

  app.use("/api/v1/*", authentication);
  app.route("/api/v1/events", createEventRoutes());
  app.route("/api/v1/events", createEventDetailRoutes());
  app.route("/api/v1/deliveries", createDeliveryRoutes());
  app.route("/api/v1/dead-letters", createDeadLetterRoutes());
  app.route("/api/v1/jobs", createJobRoutes());
  app.route("/api/v1/integrations", createIntegrationRoutes());
  app.route("/api/v1/integrations", createIntegrationSecretRoutes());
  app.route("/api/v1/integrations", createIntegrationTestRoutes());
  app.route("/api/v1/event-types", createEventTypeRoutes());
  app.route("/api/v1/organization", createOrganizationRoutes());
  app.route("/api/v1/api-keys", createApiKeyRoutes());
  // Exports first: their paths would otherwise read as the number of an entry.
  app.route("/api/v1/audit", createAuditExportRoutes(ORGANIZATION_LOG));
  app.route("/api/v1/audit", createAuditRoutes(ORGANIZATION_LOG));
  app.route("/api/v1/admin/audit", createAuditExportRoutes(PLATFORM_LOG));
  app.route("/api/v1/admin/audit", createAuditRoutes(PLATFORM_LOG));
  app.route("/api/v1/admin/organizations", createAdminOrganizationRoutes());
  app.route("/api/v1/admin/event-type-templates", createAdminEventTypeRoutes());
  return app;
}
