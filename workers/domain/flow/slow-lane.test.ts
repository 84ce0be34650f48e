import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { noteTempo, QUICK, SLOW_CALL_MS, slowShare, type Tempo, type TimedCall } from "./slow-lane.ts";

const quick: TimedCall = { durationMs: 50, isTimeout: false };
const slow: TimedCall = { durationMs: SLOW_CALL_MS, isTimeout: false };
const hung: TimedCall = { durationMs: 15_000, isTimeout: true };
const tempoAfter = (calls: readonly TimedCall[], from: Tempo = QUICK) => calls.reduce(noteTempo, from);
const times = (count: number, call: TimedCall) => Array.from({ length: count }, () => call);

describe("an integration's lane", () => {
  test("is the usual one while its target answers, and nothing is made anew for a quick answer", () => {
    expect(tempoAfter(times(100, quick))).toBe(QUICK);
  });

  test("is the slow one after one call without an answer, or three slow ones in a row", () => {
    expect(tempoAfter([hung]).kind).toBe("slow");
    expect(tempoAfter([slow, slow]).kind).toBe("quick");
    expect(tempoAfter([slow, slow, quick, slow, slow]).kind).toBe("quick");
    expect(tempoAfter([slow, slow, slow]).kind).toBe("slow");
  });

  test("is not the slow one for a timeout that was over soon, but for two seconds of them without an answer between", () => {
    const short: TimedCall = { durationMs: 500, isTimeout: true };
    expect(tempoAfter(times(3, short)).kind).toBe("quick");
    expect(tempoAfter([...times(3, short), quick, ...times(3, short)]).kind).toBe("quick");
    expect(tempoAfter(times(4, short)).kind).toBe("slow");
  });

  test("stays the slow one while there are timeouts, however short: they are no answers", () => {
    const short: TimedCall = { durationMs: 1_900, isTimeout: true };
    const tempo = tempoAfter(times(40, short));
    expect(tempo).toMatchObject({ kind: "slow", hangs: true, needed: 5 });
    expect(tempoAfter([...times(4, quick), short, ...times(4, quick)], tempo).kind).toBe("slow");
  });

  test("is the usual one again after five quick answers in a row", () => {
    expect(tempoAfter([hung, ...times(4, quick)]).kind).toBe("slow");
    expect(tempoAfter([hung, ...times(4, quick), slow, ...times(4, quick)]).kind).toBe("slow");
    expect(tempoAfter([hung, ...times(5, quick)]).kind).toBe("quick");
  });

  test("takes twice as many each time: who hangs again and again is found out less and less often", () => {
    const once = [hung, ...times(5, quick), hung];
    expect(tempoAfter([...once, ...times(9, quick)]).kind).toBe("slow");
    expect(tempoAfter([...once, ...times(10, quick)]).kind).toBe("quick");
  });

  test("one that hangs has one message out, one that answers late a few", () => {
    const share = (...calls: TimedCall[]) => slowShare(tempoAfter(calls));
    expect(share(quick)).toBeNull();
    expect(share(hung)).toEqual({ messages: 1, deliveries: 6 });
    expect(share(slow, slow, slow)).toEqual({ messages: 4, deliveries: 50 });
    expect(share(hung, slow)).toEqual({ messages: 4, deliveries: 50 });
  });

  test("whatever the calls, a slow target comes back by quick answers, and there is an end to how many", () => {
    const call = fc.constantFrom(quick, slow, hung);
    fc.assert(
      fc.property(fc.array(call, { maxLength: 2_000 }), (calls) => {
        const tempo = tempoAfter(calls);
        expect(tempoAfter(times(320, quick), tempo).kind).toBe("quick");
      }),
      { numRuns: 300 },
    );
  });
});
