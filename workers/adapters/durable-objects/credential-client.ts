import type { TokenStore } from "#domain/credentials/ports";
import type { CredentialIdentity } from "#domain/credentials/target-credential";
import type { CredentialObject } from "../../../durable-objects/credential.ts";
import { type Jurisdiction, within } from "./jurisdiction.ts";

export function createTokenStore(
  namespace: DurableObjectNamespace<CredentialObject>,
  jurisdiction: Jurisdiction,
): TokenStore {
  const objects = within(namespace, jurisdiction);
  const stub = ({ orgId, credentialId }: CredentialIdentity) => objects.getByName(`${orgId}:${credentialId}`);
  return {
    acquire: (identity, ask) => stub(identity).acquire(ask),
    version: (identity) => stub(identity).version(),
    complete: (identity, version, tokens) => stub(identity).complete(version, tokens),
    fail: (identity, lease, failure) => stub(identity).fail(lease, failure),
    replace: (identity, tokens) => stub(identity).replace(tokens),
    unblock: (identity) => stub(identity).unblock(),
    sealedTexts: (identity) => stub(identity).sealedTexts(),
    replaceSealed: (identity, name, old, next) => stub(identity).replaceSealed(name, old, next),
    purge: (identity) => stub(identity).purge(),
  };
}
