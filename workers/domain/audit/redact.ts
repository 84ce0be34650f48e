/**
 * The last wall before the audit log. Handlers note resources as the API shows them, with secrets masked already; this
 * catches what a handler forgot: members that are named like secrets, and texts in the form of known secrets.
 */

const MASK = "••••";
/** What the API shows of a secret: the mask and at most its last four characters. */
const MASKED = /^•{4}.{0,4}$/u;

const SECRET_WORDS = new Set(
  "password passwd passphrase pwd secret token authorization cookie jwt otp bearer credentials verifier".split(
    " ",
  ),
);
/** Words that make a secret only together: `apiKey` and `x-api-key`, but not the `key` of a dictionary. */
const SECRET_PAIRS = new Set([
  "api key",
  "private key",
  "secret key",
  "access key",
  "signing key",
  "key value",
  "recovery codes",
  "set cookie",
]);
const SECRET_TEXTS: readonly RegExp[] = [
  /\bigw_[a-z-]+_[A-Za-z0-9_-]{16,}/g,
  /\bwhs(?:ec|k)_[A-Za-z0-9+/_-]{8,}=*/g,
  /\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]*/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\bscrypt\$[^\s"]+/g,
  /\b(?<=bearer |basic |digest )[A-Za-z0-9._~+/-]{8,}=*/gi,
];
/** `https://user:password@host` and `?access_token=…`. */
const USER_INFO = /(\/\/)[^/?#@\s]+@/g;
const QUERY_PARAMETER = /([?&;])([^=&;#\s]+)=([^&;#\s]*)/g;

/** The value with everything masked that looks like a secret. Never throws, and never changes what it is given. */
export function redact(value: unknown, name = ""): unknown {
  if (typeof value === "string") return isSecretName(name) ? maskWhole(value) : redactText(value);
  if (Array.isArray(value)) return value.map((item) => redact(item, name));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value);
  // `{name: "Authorization", value: "…"}`: the name of the value is itself a value.
  const named = members.find(
    ([member, text]) => /^(name|key|header)$/i.test(member) && typeof text === "string",
  );
  return Object.fromEntries(
    members.map(([member, inner]) => [
      member,
      redact(inner, /^value$/i.test(member) && named !== undefined ? String(named[1]) : member),
    ]),
  );
}

export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  const last = words.at(-1) ?? "";
  return (
    SECRET_WORDS.has(last) ||
    /^(api|private|secret|access)key$/.test(last) ||
    SECRET_PAIRS.has(words.slice(-2).join(" "))
  );
}

function maskWhole(text: string): string {
  return text === "" || MASKED.test(text) ? text : MASK;
}

function redactText(text: string): string {
  let shown = text;
  for (const pattern of SECRET_TEXTS) shown = shown.replace(pattern, MASK);
  if (!shown.includes("://")) return shown;
  return shown
    .replace(USER_INFO, `$1${MASK}@`)
    .replace(QUERY_PARAMETER, (whole, before: string, name: string, value: string) =>
      isSecretName(name) && !MASKED.test(value) ? `${before}${name}=${MASK}` : whole,
    );
}
