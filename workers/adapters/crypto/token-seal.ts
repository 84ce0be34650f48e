import type { TokenSeal, TokenSet } from "#domain/credentials/ports";
import type { CredentialIdentity } from "#domain/credentials/target-credential";
import type { SecretBox, SecretPlace } from "./secret-box.ts";

/** Both tokens in one sealed text: they are replaced together. */
const TOKENS = "tokens";

export function createTokenSeal(box: SecretBox): TokenSeal {
  return {
    seal: (identity, tokens) => box.seal(JSON.stringify(tokens), place(identity, TOKENS)),
    async open(identity, sealed) {
      return JSON.parse(await box.open(sealed, place(identity, TOKENS))) as TokenSet;
    },
    async reseal(identity, name, sealed) {
      return box.seal(await box.open(sealed, place(identity, name)), place(identity, name));
    },
  };
}

function place({ orgId, credentialId }: CredentialIdentity, field: string): SecretPlace {
  return { orgId, table: "credentials", row: credentialId, field };
}
