import { Route, Router } from "@solidjs/router";
import { QueryClient, QueryClientProvider } from "@tanstack/solid-query";
import { lazy, onMount, Suspense } from "solid-js";
import { ApiProblem } from "./api/problem.ts";
import { resumeSession } from "./api/session.ts";
import { ToastRegion } from "./components/toast.tsx";
import { organizationRoutes } from "./routes.tsx";
import { Guard } from "./shell/guard.tsx";
import { HomePage } from "./shell/home-page.tsx";
import { NotFound } from "./shell/not-found.tsx";
import { OrganizationShell } from "./shell/organization-shell.tsx";
import { Splash } from "./shell/splash.tsx";

const SignInPage = lazy(() => import("./features/sign-in/sign-in-page.tsx"));
const AcceptPage = lazy(() => import("./features/sign-in/accept-page.tsx"));
const AccountPage = lazy(() => import("./features/account/account-page.tsx"));

/** A refusal stays one however often it is asked again; only what never arrived is worth a second try. */
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (failures, error) => failures < 2 && isPassing(error),
      refetchOnWindowFocus: true,
    },
  },
});

function isPassing(error: unknown): boolean {
  return error instanceof ApiProblem && (error.problem.status === 0 || error.problem.status >= 502);
}

export function App() {
  onMount(() => void resumeSession().catch(() => undefined));
  return (
    <QueryClientProvider client={queries}>
      <Router root={(props) => <Suspense fallback={<Splash />}>{props.children}</Suspense>}>
        <Route path="/sign-in" component={SignInPage} />
        <Route path="/accept" component={AcceptPage} />
        <Route component={Guard}>
          <Route path="/" component={HomePage} />
          <Route path="/account" component={AccountPage} />
          <Route path="/o/:org" component={OrganizationShell}>
            {organizationRoutes}
            <Route path="*" component={NotFound} />
          </Route>
        </Route>
        <Route path="*" component={NotFound} />
      </Router>
      <ToastRegion />
    </QueryClientProvider>
  );
}
