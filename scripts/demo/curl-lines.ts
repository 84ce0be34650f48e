import { DEMO_EVENT_TYPE, type Demo } from "./open-demo.ts";

/** Lines to paste into another terminal. */
export function printCurlLines(demo: Demo, url: string): void {
  const auth = `-H "Authorization: Bearer ${demo.apiKey}"`;
  const event = JSON.stringify({ type: DEMO_EVENT_TYPE, payload: { greeting: "hello" } });
  console.log(`Now you:

  # send an event; the echo receiver gets it
  curl -s ${url}/api/v1/events ${auth} -H "Content-Type: application/json" -d '${event}'

  # what happened to it
  curl -s "${url}/api/v1/deliveries?limit=5" ${auth}

  # what could not be delivered
  curl -s ${url}/api/v1/dead-letters ${auth}

  # your integration
  curl -s ${url}/api/v1/integrations/${demo.integrationId} ${auth}

API reference: ${url}/docs    stop with Ctrl+C`);
}
