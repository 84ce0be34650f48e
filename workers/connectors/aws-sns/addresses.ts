/** `arn:<partition>:sns:<region>:<account>:<topic>` */
const TOPIC = /^arn:(aws[a-z-]*):sns:([a-z]{2,}(?:-[a-z]+)+-\d{1,2}):\d{12}:[A-Za-z0-9_.-]{1,256}$/;
const DOMAINS: Readonly<Record<string, string>> = {
  aws: "amazonaws.com",
  "aws-us-gov": "amazonaws.com",
  "aws-cn": "amazonaws.com.cn",
  "aws-eusc": "amazonaws.eu",
};
const CERTIFICATE_PATH = /^\/SimpleNotificationService-[A-Za-z0-9]{1,128}\.pem$/;

/**
 * Names in the certificates of SNS: sns.amazonaws.com, and in some regions sns-signing.<region>, sns.<region> or
 * sns-<region>. Nobody but AWS gets any of these.
 */
export const SIGNER =
  /^sns(?:-signing)?(?:[.-][a-z]{2,}(?:-[a-z]+)+-\d{1,2})?\.amazonaws\.(?:com(?:\.cn)?|eu)$/;

/** The one host that speaks for a topic; null for what is no ARN of a topic. Anybody may name a bucket `sns.example` on amazonaws.com. */
function hostOf(topicArn: string): string | null {
  const [, partition, region] = TOPIC.exec(topicArn) ?? [];
  const domain = partition === undefined ? undefined : DOMAINS[partition];
  return domain === undefined ? null : `sns.${region}.${domain}`;
}

function ofTopic(text: string, topicArn: string): URL | null {
  const host = hostOf(topicArn);
  if (host === null || !URL.canParse(text)) return null;
  const url = new URL(text);
  const plain = url.protocol === "https:" && url.port === "" && url.username === "" && url.password === "";
  return plain && url.hash === "" && url.hostname === host ? url : null;
}

export function certificateUrl(text: string, topicArn: string): string | null {
  const url = ofTopic(text, topicArn);
  return url !== null && url.search === "" && CERTIFICATE_PATH.test(url.pathname) ? url.href : null;
}

/** The address that confirms this very subscription, and does nothing else: the gateway is going to call it. */
export function subscribeUrl(text: string, topicArn: string, token: string): string | null {
  const url = ofTopic(text, topicArn);
  if (url === null || url.pathname !== "/") return null;
  const query = url.searchParams;
  const confirms =
    query.get("Action") === "ConfirmSubscription" &&
    query.get("TopicArn") === topicArn &&
    query.get("Token") === token &&
    query.size === 3;
  return confirms ? url.href : null;
}
