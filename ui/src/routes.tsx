import { Route } from "@solidjs/router";
import { lazy } from "solid-js";

const OverviewPage = lazy(() => import("./features/overview/overview-page.tsx"));
const DeliveriesPage = lazy(() => import("./features/deliveries/deliveries-page.tsx"));
const DeliveryPage = lazy(() => import("./features/deliveries/delivery-page.tsx"));
const EventPage = lazy(() => import("./features/deliveries/event-page.tsx"));
const ProxyCallsPage = lazy(() => import("./features/proxy-calls/proxy-calls-page.tsx"));
const ProxyCallPage = lazy(() => import("./features/proxy-calls/proxy-call-page.tsx"));
const DeadLettersPage = lazy(() => import("./features/dead-letters/dead-letters-page.tsx"));
const CircuitsPage = lazy(() => import("./features/circuits/circuits-page.tsx"));
const AlertsPage = lazy(() => import("./features/alerts/alerts-page.tsx"));
const JobsPage = lazy(() => import("./features/jobs/jobs-page.tsx"));
const IntegrationsPage = lazy(() => import("./features/integrations/integrations-page.tsx"));
const NewIntegrationPage = lazy(() => import("./features/integrations/new-integration-page.tsx"));
const IntegrationPage = lazy(() => import("./features/integrations/integration-page.tsx"));
const SourcesPage = lazy(() => import("./features/sources/sources-page.tsx"));
const NewSourcePage = lazy(() => import("./features/sources/new-source-page.tsx"));
const SourcePage = lazy(() => import("./features/sources/source-page.tsx"));
const EventTypesPage = lazy(() => import("./features/event-types/event-types-page.tsx"));
const EventTypePage = lazy(() => import("./features/event-types/event-type-page.tsx"));
const LookupTablesPage = lazy(() => import("./features/lookup-tables/lookup-tables-page.tsx"));
const LookupTablePage = lazy(() => import("./features/lookup-tables/lookup-table-page.tsx"));
const CredentialsPage = lazy(() => import("./features/credentials/credentials-page.tsx"));
const CredentialPage = lazy(() => import("./features/credentials/credential-page.tsx"));
const MembersPage = lazy(() => import("./features/members/members-page.tsx"));
const RolesPage = lazy(() => import("./features/roles/roles-page.tsx"));
const RolePage = lazy(() => import("./features/roles/role-page.tsx"));
const ApiKeysPage = lazy(() => import("./features/api-keys/api-keys-page.tsx"));
const AuditPage = lazy(() => import("./features/audit/audit-page.tsx"));
const SettingsPage = lazy(() => import("./features/settings/settings-page.tsx"));

/** Every view below `/o/{organization}`. Each is a file of its own that is loaded when somebody goes there. */
export const organizationRoutes = (
  <>
    <Route path="/" component={OverviewPage} />
    <Route path="/deliveries" component={DeliveriesPage} />
    <Route path="/deliveries/:id" component={DeliveryPage} />
    <Route path="/events/:id" component={EventPage} />
    <Route path="/proxy-calls" component={ProxyCallsPage} />
    <Route path="/proxy-calls/:id" component={ProxyCallPage} />
    <Route path="/dead-letters" component={DeadLettersPage} />
    <Route path="/circuits" component={CircuitsPage} />
    <Route path="/alerts" component={AlertsPage} />
    <Route path="/jobs" component={JobsPage} />
    <Route path="/integrations" component={IntegrationsPage} />
    <Route path="/integrations/new" component={NewIntegrationPage} />
    <Route path="/integrations/:id" component={IntegrationPage} />
    <Route path="/sources" component={SourcesPage} />
    <Route path="/sources/new" component={NewSourcePage} />
    <Route path="/sources/:id" component={SourcePage} />
    <Route path="/event-types" component={EventTypesPage} />
    <Route path="/event-types/:name" component={EventTypePage} />
    <Route path="/lookup-tables" component={LookupTablesPage} />
    <Route path="/lookup-tables/:name" component={LookupTablePage} />
    <Route path="/credentials" component={CredentialsPage} />
    <Route path="/credentials/:id" component={CredentialPage} />
    <Route path="/members" component={MembersPage} />
    <Route path="/roles" component={RolesPage} />
    <Route path="/roles/:id" component={RolePage} />
    <Route path="/api-keys" component={ApiKeysPage} />
    <Route path="/audit" component={AuditPage} />
    <Route path="/settings" component={SettingsPage} />
  </>
);
