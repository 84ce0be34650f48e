import type { components } from "~/api/openapi.d.ts";
import type { Quota } from "./settings-queries.ts";

export const RATES = ["perKey", "perUser", "perOrganization"] as const;
export type RateName = (typeof RATES)[number];

interface RateForm {
  readonly ratePerSecond: string;
  readonly burst: string;
}

/** As it is typed; empty is no limit of its own. */
export interface QuotaForm {
  readonly eventsPerDay: string;
  readonly integrations: string;
  readonly storageMb: string;
  readonly rates: Readonly<Record<RateName, RateForm>>;
}

const MB = 1_048_576;
const NO_RATE: RateForm = { ratePerSecond: "", burst: "" };

/** What holds there, without what only comes from above: that is no limit of its own, and grows when the one above grows. */
export function quotaFormOf(effective: Quota, above: Quota): QuotaForm {
  const own = (mine: number | null, theirs: number | null) =>
    mine === null || mine === theirs ? null : mine;
  const storage = own(effective.storageBytes, above.storageBytes);
  const rate = (name: RateName): RateForm => {
    const mine = effective.rateLimits[name];
    const theirs = above.rateLimits[name];
    const isSame = mine?.ratePerSecond === theirs?.ratePerSecond && mine?.burst === theirs?.burst;
    return mine === null || isSame
      ? NO_RATE
      : { ratePerSecond: String(mine.ratePerSecond), burst: String(mine.burst) };
  };
  return {
    eventsPerDay: typed(own(effective.eventsPerDay, above.eventsPerDay)),
    integrations: typed(own(effective.integrations, above.integrations)),
    storageMb: typed(storage === null ? null : storage / MB),
    rates: {
      perKey: rate("perKey"),
      perUser: rate("perUser"),
      perOrganization: rate("perOrganization"),
    },
  };
}

export function quotaOf(form: QuotaForm): components["schemas"]["QuotaWrite"] {
  const megabytes = amount(form.storageMb);
  const rate = ({ ratePerSecond, burst }: RateForm) =>
    ratePerSecond.trim() === "" && burst.trim() === ""
      ? null
      : { ratePerSecond: Number(ratePerSecond), burst: Number(burst) };
  return {
    eventsPerDay: amount(form.eventsPerDay),
    integrations: amount(form.integrations),
    storageBytes: megabytes === null ? null : Math.round(megabytes * MB),
    rateLimits: {
      perKey: rate(form.rates.perKey),
      perUser: rate(form.rates.perUser),
      perOrganization: rate(form.rates.perOrganization),
    },
  };
}

export function isSameQuota(one: QuotaForm, other: QuotaForm): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** One of the two figures alone would be sent as a zero, and be refused in words about a number that nobody typed. */
export function isHalf({ ratePerSecond, burst }: RateForm): boolean {
  return (ratePerSecond.trim() === "") !== (burst.trim() === "");
}

/** What is no number would be sent as null, and that is no limit at all. */
export function isNoNumber(text: string): boolean {
  return text.trim() !== "" && !(Number(text) >= 0 && Number.isFinite(Number(text)));
}

export function isComplete({ eventsPerDay, integrations, storageMb, rates }: QuotaForm): boolean {
  const all = Object.values(rates);
  const typed = [
    eventsPerDay,
    integrations,
    storageMb,
    ...all.flatMap(({ ratePerSecond, burst }) => [ratePerSecond, burst]),
  ];
  return !typed.some(isNoNumber) && !all.some(isHalf);
}

function amount(text: string): number | null {
  return text.trim() === "" ? null : Number(text);
}

function typed(value: number | null): string {
  return value === null ? "" : String(value);
}
