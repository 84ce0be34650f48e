import { Webhook } from "standardwebhooks";
import { type ReceivedRequest, startReceiver } from "../support/receiver.ts";
import type { KnownIntegration, KnownTenant } from "./tenants.ts";

export interface VerifyingReceiver {
  readonly url: string;
  trust(tenants: readonly KnownTenant[]): void;
  /** `<integration>/<event>` of deliveries in which every secret was right. */
  readonly verified: ReadonlySet<string>;
  /** What was wrong with the others. */
  readonly wrong: readonly string[];
  close(): Promise<void>;
}

/** Takes a delivery only with every secret header as we know it, and signed with every one of its signing secrets. */
export async function startVerifyingReceiver(): Promise<VerifyingReceiver> {
  const known = new Map<string, KnownIntegration>();
  const verified = new Set<string>();
  const wrong: string[] = [];
  const receiver = await startReceiver();
  receiver.answer((request, response) => {
    const id = request.path.slice(1);
    const event = `${id}/${request.headers["webhook-id"]}`;
    const integration = known.get(id);
    const fault = integration === undefined ? "unknown integration" : findFault(integration, request);
    if (fault === null) verified.add(event);
    else wrong.push(`${event}: ${fault}`);
    response.writeHead(200).end();
  });
  return {
    url: receiver.url,
    verified,
    wrong,
    trust(tenants) {
      for (const integration of tenants.flatMap(({ integrations }) => integrations)) {
        known.set(integration.id, integration);
      }
    },
    close: () => receiver.close(),
  };
}

function findFault({ headers, signing }: KnownIntegration, request: ReceivedRequest): string | null {
  for (const [name, values] of headers) {
    if (!values.has(String(request.headers[name]))) return `the header ${name} is another one`;
  }
  const signatures = String(request.headers["webhook-signature"]).split(" ");
  if (signatures.length !== signing.length) return `${signatures.length} signatures`;
  for (const { id, value } of signing) {
    try {
      new Webhook(value).verify(request.body, request.headers as Record<string, string>);
    } catch {
      return `not signed with ${id}`;
    }
  }
  return null;
}
