import { composeServices, type HttpServices } from "#services/composition";
import { createRouter } from "./context.ts";
import { authentication } from "./middleware/authentication.ts";
import { cors } from "./middleware/cors.ts";
import { answerUnrouted } from "./middleware/method-not-allowed.ts";
import { rateLimit } from "./middleware/rate-limit.ts";
import { requestIdentity } from "./middleware/request-identity.ts";
import { securityHeaders } from "./middleware/security-headers.ts";
import { describeApi } from "./openapi.ts";
import { AT_PLATFORM, IN_ORGANIZATION } from "./people-place.ts";
import { errorResponse } from "./problem.ts";
import { createProxyRoutes } from "./proxy/proxy-routes.ts";
import { createAdminEncryptionRoutes } from "./routes/admin/encryption.ts";
import { createAdminEventTypeRoutes } from "./routes/admin/event-type-templates.ts";
import { createAdminOrganizationLifecycleRoutes } from "./routes/admin/organization-lifecycle.ts";
import { createAdminOrganizationRoutes } from "./routes/admin/organizations.ts";
import { createDocsRoutes } from "./routes/docs.ts";
import { createHealthRoutes } from "./routes/health.ts";
import { createJwksRoutes } from "./routes/jwks.ts";
import { createOAuthCallbackRoutes } from "./routes/oauth-callback.ts";
import { createApiKeyRoutes } from "./routes/v1/api-keys.ts";
import { createAuditRoutes } from "./routes/v1/audit.ts";
import { createAuditExportRoutes } from "./routes/v1/audit-exports.ts";
import { ORGANIZATION_LOG, PLATFORM_LOG } from "./routes/v1/audit-place.ts";
import { createAuthRoutes } from "./routes/v1/auth.ts";
import { createCredentialAuthorizationRoutes } from "./routes/v1/credential-authorization.ts";
import { createCredentialRoutes } from "./routes/v1/credentials.ts";
import { createDeadLetterRoutes } from "./routes/v1/dead-letters.ts";
import { createDeliveryRoutes } from "./routes/v1/deliveries.ts";
import { createEventDetailRoutes } from "./routes/v1/event-detail.ts";
import { createEventTypeRoutes } from "./routes/v1/event-types.ts";
import { createEventRoutes } from "./routes/v1/events.ts";
import { createIntegrationSecretRoutes } from "./routes/v1/integration-secrets.ts";
import { createIntegrationTestRoutes } from "./routes/v1/integration-test.ts";
import { createIntegrationRoutes } from "./routes/v1/integrations.ts";
import { createInvitationRoutes } from "./routes/v1/invitations.ts";
import { createJobRoutes } from "./routes/v1/jobs.ts";
import { createMeRoutes } from "./routes/v1/me.ts";
import { createMemberRoutes } from "./routes/v1/members.ts";
import { createOrganizationRoutes } from "./routes/v1/organization.ts";
import { createOrganizationChildrenRoutes } from "./routes/v1/organization-children.ts";
import { createOrganizationPolicyRoutes } from "./routes/v1/organization-policy.ts";
import { createOrganizationUsageRoutes } from "./routes/v1/organization-usage.ts";
import { createPermissionRoutes } from "./routes/v1/permissions.ts";
import { createProxyCallRoutes } from "./routes/v1/proxy-calls.ts";
import { createRoleRoutes } from "./routes/v1/roles.ts";
import { createSecondFactorRoutes } from "./routes/v1/second-factor.ts";
import { createSessionRoutes } from "./routes/v1/sessions.ts";
import { createVariableRoutes } from "./routes/v1/variables.ts";

/** Build the HTTP surface. Tests pass their own `compose`. */
export function createApp(compose: (env: Env) => HttpServices = composeServices) {
  const app = createRouter();
  app.use(requestIdentity);
  app.use(securityHeaders);
  app.use(async (c, next) => {
    c.set("services", compose(c.env));
    await next();
  });
  app.use(cors);
  app.onError((error, c) => errorResponse(error, c));
  app.notFound(answerUnrouted(app));
  app.route("/", createHealthRoutes());
  app.route(
    "/",
    createDocsRoutes(() => describeApi(app)),
  );
  app.route("/", createOAuthCallbackRoutes());

  app.route("/", createJwksRoutes());
  // Before authentication: these are how somebody gets what it asks for.
  app.route("/api/v1/auth", createAuthRoutes());

  app.use("/api/v1/*", authentication, rateLimit);
  app.use("/proxy/*", authentication, rateLimit);
  app.route("/api/v1/events", createEventRoutes());
  app.route("/api/v1/events", createEventDetailRoutes());
  app.route("/api/v1/deliveries", createDeliveryRoutes());
  app.route("/api/v1/dead-letters", createDeadLetterRoutes());
  app.route("/api/v1/proxy-calls", createProxyCallRoutes());
  app.route("/", createProxyRoutes());
  app.route("/api/v1/jobs", createJobRoutes());
  app.route("/api/v1/integrations", createIntegrationRoutes());
  app.route("/api/v1/integrations", createIntegrationSecretRoutes());
  app.route("/api/v1/integrations", createIntegrationTestRoutes());
  app.route("/api/v1/credentials", createCredentialRoutes());
  app.route("/api/v1/credentials", createCredentialAuthorizationRoutes());
  app.route("/api/v1/event-types", createEventTypeRoutes());
  app.route("/api/v1/variables", createVariableRoutes());
  app.route("/api/v1/organization", createOrganizationRoutes());
  app.route("/api/v1/roles", createRoleRoutes());
  app.route("/api/v1/permissions", createPermissionRoutes());
  app.route("/api/v1/organization", createOrganizationPolicyRoutes());
  app.route("/api/v1/organization", createOrganizationChildrenRoutes());
  app.route("/api/v1/organization", createOrganizationUsageRoutes());
  app.route("/api/v1/api-keys", createApiKeyRoutes());
  app.route("/api/v1/members", createMemberRoutes(IN_ORGANIZATION));
  app.route("/api/v1/invitations", createInvitationRoutes(IN_ORGANIZATION));
  app.route("/api/v1/auth", createSessionRoutes());
  app.route("/api/v1/me", createMeRoutes());
  app.route("/api/v1/me/second-factor", createSecondFactorRoutes());
  app.route("/api/v1/admin/members", createMemberRoutes(AT_PLATFORM));
  app.route("/api/v1/admin/invitations", createInvitationRoutes(AT_PLATFORM));
  // Exports first: their paths would otherwise read as the number of an entry.
  app.route("/api/v1/audit", createAuditExportRoutes(ORGANIZATION_LOG));
  app.route("/api/v1/audit", createAuditRoutes(ORGANIZATION_LOG));
  app.route("/api/v1/admin/audit", createAuditExportRoutes(PLATFORM_LOG));
  app.route("/api/v1/admin/audit", createAuditRoutes(PLATFORM_LOG));
  app.route("/api/v1/admin/organizations", createAdminOrganizationRoutes());
  app.route("/api/v1/admin/organizations", createAdminOrganizationLifecycleRoutes());
  app.route("/api/v1/admin/event-type-templates", createAdminEventTypeRoutes());
  app.route("/api/v1/admin/encryption", createAdminEncryptionRoutes());
  return app;
}
