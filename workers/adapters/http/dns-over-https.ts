import {
  type AddressType,
  type DnsAnswer,
  decodeDnsAnswer,
  encodeDnsQuery,
} from "#domain/tenancy/dns-message";

/** Longer than any healthy resolver takes; a delivery waits for it once per name and minute. */
const TIMEOUT_MS = 3_000;
const MAX_ANSWER_BYTES = 65_535;

/**
 * Ask a resolver over HTTPS (RFC 8484). By POST, because a cached GET would answer with a TTL that has run already.
 * Never throws: a resolver that is away is an answer too, and whoever reads it fails closed.
 */
export async function lookUp(resolverUrl: string, hostname: string, type: AddressType): Promise<DnsAnswer> {
  try {
    const response = await fetch(resolverUrl, {
      method: "POST",
      headers: { "content-type": "application/dns-message", accept: "application/dns-message" },
      body: encodeDnsQuery(hostname, type),
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      return { kind: "failed", message: `the resolver answered HTTP ${response.status}` };
    }
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (bytes.byteLength > MAX_ANSWER_BYTES) return { kind: "failed", message: "its answer is too long" };
    return decodeDnsAnswer(bytes);
  } catch (error) {
    // Which resolver, and why, is for the operator: a tenant reads the message.
    console.warn(JSON.stringify({ event: "dns.failed", resolverUrl, hostname, type, error: String(error) }));
    return { kind: "failed", message: "the resolver did not answer" };
  }
}
