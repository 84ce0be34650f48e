import { composeServices, type HttpServices } from "#services/composition";
import { createRouter } from "./context.ts";
import { authentication } from "./middleware/authentication.ts";
import { requestIdentity } from "./middleware/request-identity.ts";
import { errorResponse, problemResponse } from "./problem.ts";
import { createHealthRoutes } from "./routes/health.ts";
import { createEventRoutes } from "./routes/v1/events.ts";

/** Build the HTTP surface. Tests pass their own `compose`. */
export function createApp(compose: (env: Env) => HttpServices = composeServices) {
  const app = createRouter();
  app.use(requestIdentity);
  app.use(async (c, next) => {
    c.set("services", compose(c.env));
    await next();
  });
  app.onError((error, c) => errorResponse(error, c));
  app.notFound((c) =>
    problemResponse(c.var.requestId, "not_found", `No route for ${c.req.method} ${c.req.path}. See /docs.`),
  );
  app.route("/", createHealthRoutes());

  app.use("/api/v1/*", authentication);
  app.route("/api/v1/events", createEventRoutes());
  return app;
}
