import type { Cutting } from "./cut-answer.ts";
import { placeExchange } from "./place-exchange.ts";
import type { Placed } from "./place-exchange.ts";
import { planSendings } from "./plan-ways.ts";
import { findCorpusFiles, readCorpus } from "./read-corpus.ts";
import type { CorpusFilter, CorpusLine } from "./read-corpus.ts";
import type { RecordedExchange } from "./recorded-exchange.ts";
import { replayExchange } from "./replay-exchange.ts";
import type { Finding } from "./replay-exchange.ts";
import { closeCalls } from "./send-call.ts";
import { Services } from "./services.ts";
import type { Family, Service } from "./services.ts";
import { startGateway } from "./start-gateway.ts";
import type { ReplayGateway } from "./start-gateway.ts";
import { startProvider } from "./start-provider.ts";
import type { ReplayProvider } from "./start-provider.ts";
import { Counting } from "./tally.ts";
import type { Tally, Told } from "./tally.ts";

export interface ConformanceOptions extends CorpusFilter {
  readonly folder: string;
  readonly cutting: Cutting;
  /** How many exchanges are under way at once. */
  readonly lanes: number;
}

export interface Conformance extends Tally {
  readonly calls: number;
  /** Requests at the provider, and rows in the ledger, that belong to no call. */
  readonly strayRequests: number;
  readonly strayRows: number;
}

/** A gateway's configuration may name no more providers than this; a corpus with more gets several gateways. */
const servicesPerGateway = 150;

/**
 * Replays a corpus through real gateways, over real sockets, and checks every exchange. Throws when there is no corpus.
 * `start` starts a gateway: a test puts a broken one there, to see that it is noticed.
 */
export async function runConformance(options: ConformanceOptions, start = startGateway): Promise<Conformance> {
  const files = await findCorpusFiles(options.folder);
  const survey = await surveyCorpus(files, options);
  const provider = await startProvider();
  const gateways = await startGateways(survey, provider, start);
  try {
    const counting = new Counting();
    const lines = readCorpus(files, options);
    const lane = async (): Promise<void> => {
      for await (const line of oneByOne(lines))
        await replayLine(line, { survey, gateways, provider, options, counting });
    };
    await Promise.all(Array.from({ length: options.lanes }, lane));
    const { tally } = counting;
    const calls = tally.rows.reduce((sum, row) => sum + row.calls, 0);
    const strayRows = [...gateways.values()].reduce((sum, gateway) => sum + gateway.ledger.left, 0);
    return { ...tally, calls, strayRequests: provider.strays, strayRows };
  } finally {
    closeCalls();
    for (const gateway of new Set(gateways.values())) await gateway.close();
    await provider.close();
  }
}

/** Several lanes draw from one generator; none of them may close it for the others. */
async function* oneByOne(lines: AsyncGenerator<CorpusLine>): AsyncGenerator<CorpusLine> {
  for (let next = await lines.next(); next.done !== true; next = await lines.next()) yield next.value;
}

interface Survey {
  readonly services: Services;
  /** Each API's default provider: the one that most of its exchanges belong to. */
  readonly defaults: ReadonlyMap<Family, Service>;
}

/** Reads the corpus once to learn which providers the gateway has to know. */
async function surveyCorpus(files: readonly string[], filter: CorpusFilter): Promise<Survey> {
  const services = new Services();
  const uses = new Map<Service, number>();
  for await (const { exchange } of readCorpus(files, filter)) {
    const placed = exchange === undefined ? "unreadable" : placeExchange(exchange, services);
    if (typeof placed === "string" || placed.unified === undefined) continue;
    uses.set(placed.service, (uses.get(placed.service) ?? 0) + 1);
  }
  const defaults = new Map<Family, Service>();
  for (const [service] of [...uses].toSorted(([, left], [, right]) => left - right))
    defaults.set(service.family, service);
  return { services, defaults };
}

async function startGateways(
  { services, defaults }: Survey,
  provider: ReplayProvider,
  start: typeof startGateway,
): Promise<Map<string, ReplayGateway>> {
  const gateways = new Map<string, ReplayGateway>();
  const left = [...services.all];
  while (left.length > 0) {
    const part = left.splice(0, servicesPerGateway);
    const own = [...defaults].filter(([, service]) => part.includes(service));
    const gateway = await start({
      services: part,
      defaults: Object.fromEntries(own.map(([family, service]) => [family, service.id])),
      providerPort: provider.port,
    });
    for (const service of part) gateways.set(service.id, gateway);
  }
  return gateways;
}

interface Replaying {
  readonly survey: Survey;
  readonly gateways: ReadonlyMap<string, ReplayGateway>;
  readonly provider: ReplayProvider;
  readonly options: ConformanceOptions;
  readonly counting: Counting;
}

async function replayLine({ place, exchange, problem }: CorpusLine, replaying: Replaying): Promise<void> {
  const { survey, counting } = replaying;
  if (exchange === undefined) {
    counting.skip({ id: place, place, provider: "?", api: "?", stream: false }, `not an exchange: ${problem ?? ""}`);
    return;
  }
  const told = tell(exchange, place);
  const placed = placeExchange(exchange, survey.services);
  if (typeof placed === "string") counting.skip(told, placed);
  else counting.found(told, await replayPlaced(placed, replaying));
}

function tell({ id, provider, api, response }: RecordedExchange, place: string): Told {
  const stream = response.kind === "sse" || response.kind === "ndjson" || response.kind === "eventstream";
  return { id, place, provider, api, stream: stream || Array.isArray(response.body) };
}

async function replayPlaced(placed: Placed, replaying: Replaying): Promise<readonly Finding[]> {
  const { gateways, provider, options, survey } = replaying;
  const gateway = gateways.get(placed.service.id);
  if (gateway === undefined) throw new Error(`No gateway knows ${placed.service.id}.`);
  const isDefault = survey.defaults.get(placed.service.family) === placed.service;
  const findings: Finding[] = [];
  for (const sending of planSendings(placed, isDefault)) {
    findings.push(await replayExchange(sending, { gateway, provider, cutting: options.cutting }));
  }
  return findings;
}
