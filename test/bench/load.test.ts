import { describe, expect, it } from "vitest";
import { poissonArrivals } from "../../bench/load/arrivals.ts";
import { callRequest } from "../../bench/load/call-request.ts";
import { Tally } from "../../bench/load/tally.ts";
import { percentile } from "../../bench/measure/figures.ts";
import { readFlags } from "../../bench/read-flags.ts";
import { expectedBody, plainAnswer, tokenEvent } from "../../bench/stub/answers.ts";

describe("the load", () => {
  it("gives every contestant of a round the same arrivals, at the asked rate", () => {
    const arrivals = poissonArrivals(600, 20, 7);
    expect([...arrivals]).toEqual([...poissonArrivals(600, 20, 7)]);
    expect([...arrivals]).not.toEqual([...poissonArrivals(600, 20, 8)]);
    expect(arrivals.length / 20).toBeGreaterThan(570);
    expect(arrivals.length / 20).toBeLessThan(630);
    expect([...arrivals]).toEqual([...arrivals].toSorted((left, right) => left - right));
  });

  it("sends bodies of the announced size that name their script near the start", () => {
    const request = callRequest({ port: 1, headers: ["authorization: Bearer x"], model: "m" }, "plain32k").toString();
    const [head = "", body = ""] = request.split("\r\n\r\n");
    expect(head).toContain("content-length: 32768");
    expect(body).toHaveLength(32_768);
    expect(body.indexOf('"seed":102')).toBeLessThan(100);
  });

  it("is answered with OpenAI's shapes in the announced sizes", () => {
    expect(plainAnswer(1024)).toHaveLength(1024);
    expect(plainAnswer(32_768)).toHaveLength(32_768);
    expect(tokenEvent.length).toBeGreaterThan(220);
    expect(tokenEvent.length).toBeLessThan(300);
    const stream = expectedBody("stream100")?.toString() ?? "";
    expect(stream.split('"content":" warehouse"')).toHaveLength(100);
    expect(stream.endsWith("data: [DONE]\n\n")).toBe(true);
  });

  it("counts a wrong status, a wrong length and a broken connection as failures", () => {
    const tally = new Tally(10);
    const good = { status: 200, bodyBytes: 10, reads: 1, firstByteAt: 0, endedAt: 0, failure: undefined };
    expect(tally.take(good)).toBe(true);
    expect(tally.failures).toEqual([]);
    expect(tally.take({ ...good, status: 500 })).toBe(false);
    expect(tally.take({ ...good, bodyBytes: 9 })).toBe(false);
    expect(tally.take({ ...good, failure: "the connection was closed" })).toBe(false);
    expect(tally.take({ ...good, status: 500 })).toBe(false);
    expect(tally.calls).toBe(5);
    expect(tally.failures).toEqual(["2 × status 500", "1 × 9 bytes instead of 10", "1 × the connection was closed"]);
  });

  it("takes percentiles of what it saw", () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([percentile(values, 0.5), percentile(values, 0.99), percentile([], 0.5)]).toEqual([51, 100, Number.NaN]);
  });
});

describe("the benchmark's flags", () => {
  it("name what there is when they name what there is not", () => {
    expect(() => readFlags(["--only", "floor,nginx"])).toThrow(/no "nginx".*hono-floor/);
    expect(() => readFlags(["--rounds", "0"])).toThrow(/1 to 100/);
  });

  it("mean seven rounds, and one when quick", () => {
    expect(readFlags([])?.rounds).toBe(7);
    expect(readFlags(["--quick"])?.rounds).toBe(1);
    expect(readFlags(["--quick", "--rounds", "3"])?.rounds).toBe(3);
  });
});
