import type { CredentialIdentity } from "#domain/credentials/target-credential";
import type { TokenServices } from "./credential-services.ts";

/** Tokens that are replaced while this runs are sealed under the present key already: looking again finds that out. */
const ROUNDS = 3;

/**
 * Seal a credential's tokens anew, with the key that seals now: the part of a key rotation that lies in Durable Objects.
 * Answers how many texts were rewritten. @throws when one of them cannot be opened: its key must not be taken away yet.
 */
export async function reseal(
  { tokenStore, tokenSeal }: Pick<TokenServices, "tokenStore" | "tokenSeal">,
  identity: CredentialIdentity,
): Promise<number> {
  for (let round = 0; round < ROUNDS; round++) {
    let rewritten = 0;
    let overtaken = false;
    for (const { name, sealed } of await tokenStore.sealedTexts(identity)) {
      const next = await tokenSeal.reseal(identity, name, sealed);
      if (await tokenStore.replaceSealed(identity, name, sealed, next)) rewritten++;
      else overtaken = true;
    }
    if (!overtaken) return rewritten;
  }
  throw new Error(`The tokens of ${identity.credentialId} never held still.`);
}
