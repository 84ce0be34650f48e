import { createVerify, type KeyObject, X509Certificate } from "node:crypto";
import { type Checked, ok, reject } from "./checked.ts";

/** The certificate a provider signs with, once its file was found to be one chain. */
export interface SigningCertificate {
  readonly publicKey: KeyObject;
  /** DNS names it was issued for. */
  readonly names: readonly string[];
  /** When every certificate of the file is valid; epoch milliseconds. */
  readonly validFromMs: number;
  readonly validToMs: number;
}

const PEM_BLOCK = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+?-----END CERTIFICATE-----/g;
const MAX_PEM_CHARACTERS = 65_536;
const MAX_CERTIFICATES = 8;
const MIN_RSA_BITS = 2_048;

const broken = (why: string) =>
  reject("key_unavailable", `The provider's certificate cannot be used: ${why}.`);

/** Parsing and checking a chain costs more than the signature, and an isolate sees the same few files for weeks. */
const REMEMBERED = 16;
const remembered = new Map<string, Checked<SigningCertificate>>();

/** `pem` is the file the provider publishes: its certificate, and behind it those that issued it, if it sends them. */
export function readCertificate(pem: string): Checked<SigningCertificate> {
  const known = remembered.get(pem);
  if (known !== undefined) return known;
  const found = readChain(pem);
  const [oldest] = remembered.keys();
  if (remembered.size >= REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  remembered.set(pem, found);
  return found;
}

function readChain(pem: string): Checked<SigningCertificate> {
  if (pem.length > MAX_PEM_CHARACTERS) return broken("the file is too long");
  const blocks = pem.match(PEM_BLOCK) ?? [];
  if (blocks.length > MAX_CERTIFICATES) return broken("the file holds too many certificates");
  const chain: X509Certificate[] = [];
  for (const block of blocks) {
    try {
      chain.push(new X509Certificate(block));
    } catch {
      return broken("the file is no certificate");
    }
  }
  const [leaf, ...issuers] = chain;
  if (leaf === undefined) return broken("the file is no certificate");
  if (leaf.ca) return broken("it may issue others, and is not one that signs messages");
  let issued = leaf;
  for (const issuer of issuers) {
    if (!issuer.ca || !issued.checkIssued(issuer) || !issued.verify(issuer.publicKey)) {
      return broken("its chain does not fit together");
    }
    issued = issuer;
  }
  const { publicKey } = leaf;
  const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
  if (publicKey.asymmetricKeyType !== "rsa" || bits < MIN_RSA_BITS) {
    return broken(`its key is not RSA of at least ${MIN_RSA_BITS} bits`);
  }
  return ok({
    publicKey,
    names: dnsNames(leaf),
    validFromMs: Math.max(...chain.map(({ validFrom }) => Date.parse(validFrom))),
    validToMs: Math.min(...chain.map(({ validTo }) => Date.parse(validTo))),
  });
}

/** Of the subject alternative names; the common name counts only where there are none, as in TLS. */
function dnsNames({ subjectAltName, subject }: X509Certificate): readonly string[] {
  if (subjectAltName !== undefined && subjectAltName !== "") {
    return subjectAltName.split(", ").flatMap((name) => (name.startsWith("DNS:") ? [name.slice(4)] : []));
  }
  return subject.split("\n").flatMap((part) => (part.startsWith("CN=") ? [part.slice(3)] : []));
}

export interface CertificateRules {
  readonly now: number;
  /** What the certificate must have been issued for. */
  readonly name: RegExp;
}

/** Does this certificate belong to the provider, now? That it came over https from the provider's own host is what it is trusted for. */
export function checkCertificate(pem: string, { now, name }: CertificateRules): Checked<SigningCertificate> {
  const certificate = readCertificate(pem);
  if (certificate.kind === "rejected") return certificate;
  const { names, validFromMs, validToMs } = certificate.value;
  if (!names.some((issuedFor) => name.test(issuedFor))) return broken("it was issued for somebody else");
  // Written so that a date that could not be read (NaN) refuses, too.
  if (!(now >= validFromMs && now <= validToMs)) return broken("it is not valid at this time");
  return certificate;
}

/** RSA PKCS #1 v1.5, what Java calls SHA256withRSA. */
export function rsaVerifies(
  publicKey: KeyObject,
  hash: "sha1" | "sha256",
  content: string,
  signature: Uint8Array,
): boolean {
  return createVerify(hash === "sha1" ? "RSA-SHA1" : "RSA-SHA256")
    .update(content, "utf8")
    .verify(publicKey, signature);
}
