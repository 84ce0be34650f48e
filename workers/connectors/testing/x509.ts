import { Buffer } from "node:buffer";
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** A certificate made in the test, as a provider's would be. */
export interface TestCertificate {
  readonly pem: string;
  readonly privateKey: KeyObject;
  readonly commonName: string;
}

export interface CertificateWish {
  readonly commonName: string;
  /** Null for a certificate without subject alternative names. */
  readonly dnsNames?: readonly string[] | null;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly ca?: boolean;
  /** Self-signed when left out. */
  readonly issuer?: TestCertificate;
  readonly modulusLength?: number;
}

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const long = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...(length < 0x80 ? [length] : long)]), content]);
}

const SEQUENCE = 0x30;
const sequence = (...parts: readonly Uint8Array[]) => der(SEQUENCE, ...parts);
const integer = (value: number) => der(0x02, Buffer.from([value]));
const oid = (...bytes: readonly number[]) => der(0x06, Buffer.from(bytes));
const text = (value: string) => der(0x0c, Buffer.from(value));
const time = (date: Date) => der(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]|\.\d+/g, "")}`));
const TRUE = der(0x01, Buffer.from([0xff]));

const SHA256_WITH_RSA = sequence(oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b), der(0x05));
const COMMON_NAME = oid(0x55, 0x04, 0x03);
const BASIC_CONSTRAINTS = oid(0x55, 0x1d, 0x13);
const ALTERNATIVE_NAMES = oid(0x55, 0x1d, 0x11);

const nameOf = (commonName: string) => sequence(der(0x31, sequence(COMMON_NAME, text(commonName))));

function extensions(ca: boolean, dnsNames: readonly string[] | null): Buffer {
  const constraints = sequence(BASIC_CONSTRAINTS, TRUE, der(0x04, ca ? sequence(TRUE) : sequence()));
  const names = dnsNames?.map((name) => der(0x82, Buffer.from(name))) ?? [];
  const alternatives = names.length === 0 ? [] : [sequence(ALTERNATIVE_NAMES, der(0x04, sequence(...names)))];
  return der(0xa3, sequence(constraints, ...alternatives));
}

/** A real X.509 certificate over a fresh RSA key. Only the outer DER is ours: keys and signature are node:crypto's. */
export function makeCertificate(wish: CertificateWish): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", {
    modulusLength: wish.modulusLength ?? 2_048,
  });
  const dnsNames = wish.dnsNames === undefined ? [wish.commonName] : wish.dnsNames;
  const body = sequence(
    der(0xa0, integer(2)),
    integer(1),
    SHA256_WITH_RSA,
    nameOf(wish.issuer?.commonName ?? wish.commonName),
    sequence(time(wish.validFrom), time(wish.validTo)),
    nameOf(wish.commonName),
    Buffer.from(publicKey.export({ type: "spki", format: "der" })),
    extensions(wish.ca ?? false, dnsNames),
  );
  const signature = sign("sha256", body, wish.issuer?.privateKey ?? privateKey);
  const certificate = sequence(body, SHA256_WITH_RSA, der(0x03, Buffer.from([0]), signature));
  const lines = certificate.toString("base64").match(/.{1,64}/g) ?? [];
  const pem = ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
  return { pem, privateKey, commonName: wish.commonName };
}
