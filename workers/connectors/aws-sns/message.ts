import { eachMember, skipValue } from "#domain/ingress/json-scanner";
import { type Checked, ok, reject } from "../primitives/checked.ts";
import { at } from "../primitives/json.ts";

export type SnsType = "Notification" | "SubscriptionConfirmation" | "UnsubscribeConfirmation";

export interface SnsMessage {
  readonly type: SnsType;
  readonly topicArn: string;
  readonly timestamp: string;
  readonly signatureVersion: string;
  readonly signature: string;
  readonly signingCertUrl: string;
  /** Of the two confirmations only. */
  readonly subscribeUrl: string | null;
  readonly token: string | null;
  /** What the signature is of. */
  readonly signedText: string;
}

/** In the order in which they are signed. A field that is absent is left out; `Subject` is optional, the confirmations have two more. */
const NOTIFICATION = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"];
const CONFIRMATION = [
  "Message",
  "MessageId",
  "Subject",
  "SubscribeURL",
  "Timestamp",
  "Token",
  "TopicArn",
  "Type",
];

const malformed = (why: string) => reject("malformed_body", `The body is no message of SNS: ${why}.`);

/** SNS signs fields of the JSON and not its bytes, so this body must be parsed before it can be verified. */
export function readMessage(body: Uint8Array): Checked<SnsMessage> {
  let text: string;
  let json: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(body);
    json = JSON.parse(text);
  } catch {
    return malformed("it is not JSON in UTF-8");
  }
  // Of a name that comes twice we would verify the last one, and whoever gets the body may read the first.
  if (!hasUniqueNames(text)) return malformed("it is no object, or a name comes twice in it");

  const field = (name: string): string | null => {
    const value = at(json, name);
    return typeof value === "string" ? value : null;
  };
  const type = field("Type");
  if (type !== "Notification" && type !== "SubscriptionConfirmation" && type !== "UnsubscribeConfirmation") {
    return malformed("its Type is unknown");
  }
  const names = type === "Notification" ? NOTIFICATION : CONFIRMATION;
  const signed: string[] = [];
  for (const name of names) {
    const value = field(name);
    // A Subject of null is what an SDK makes of none.
    if (value === null && name === "Subject" && (at(json, name) ?? null) === null) continue;
    if (value === null) return malformed(`${name} is missing or is no text`);
    // Lines are signed. With one inside, a Subject could be moved into MessageId, and a recording be a new message.
    if (name !== "Message" && /[\r\n]/.test(value)) return malformed(`${name} is more than one line`);
    signed.push(`${name}\n${value}\n`);
  }
  return ok({
    type,
    topicArn: field("TopicArn") ?? "",
    timestamp: field("Timestamp") ?? "",
    signatureVersion: field("SignatureVersion") ?? "",
    signature: field("Signature") ?? "",
    signingCertUrl: field("SigningCertURL") ?? "",
    subscribeUrl: field("SubscribeURL"),
    token: field("Token"),
    signedText: signed.join(""),
  });
}

function hasUniqueNames(text: string): boolean {
  const names = new Set<string>();
  let count = 0;
  const end = eachMember(text, 0, (name, start) => {
    names.add(name);
    count += 1;
    return skipValue(text, start);
  });
  return end > 0 && names.size === count;
}
