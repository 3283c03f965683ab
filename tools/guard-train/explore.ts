import { readCorpus, type TrainingRecord } from "./read-corpus.ts";
import { FeatureStore } from "./feature-store.ts";
import { seededNumbers, shuffle } from "./prng.ts";
import { bucketBits, bucketMask } from "../../src/guards/classifier/extract-features.ts";

const env = (k: string, d: number) => Number(process.env[k] ?? d);
const t0 = performance.now();
const log = (...a: unknown[]) => console.log(`[${((performance.now() - t0) / 1000).toFixed(1)}]`, ...a);
let all: TrainingRecord[] = [...readCorpus(new URL("../../../shared/guard-data/", import.meta.url))];
// subsample benign big files
const CAP = env("CAP", 400),
  ACAP = env("ACAP", 400);
const rng0 = seededNumbers(7);
{
  const byFile = new Map<string, TrainingRecord[]>();
  for (const r of all) {
    const k = r.file + r.isAttack;
    (byFile.get(k) ?? byFile.set(k, []).get(k)!).push(r);
  }
  all = [];
  for (const rs of byFile.values()) {
    const idx = Int32Array.from(rs.keys());
    shuffle(idx, rng0);
    const cap = rs[0]!.isAttack ? ACAP : CAP;
    for (const i of idx.subarray(0, cap)) all.push(rs[i]!);
  }
}
if (process.env["SELF"] !== "0") {
  try {
    const { selfMadeRecords } = await import("./self-made.ts");
    all.push(...selfMadeRecords(env("SELFSEED", 11)));
  } catch (e) {
    log("no self-made", (e as Error).message);
  }
}
const { layersOf } = await import("../../src/guards/normalize/layers-of.ts");
const { readingsOf } = await import("../../src/guards/classifier/readings.ts");
const store = new FeatureStore();
const segs: number[][] = [];
for (const r of all) {
  const mine: number[] = [];
  for (const x of readingsOf(layersOf(r.text.slice(0, 8000)))) {
    mine.push(store.starts.length);
    store.add(x.text);
  }
  segs.push(mine);
}
log("records", all.length, "features", store.count);

const L = env("L", 80),
  S = env("S", 24);
type Win = { rec: number; a: number; b: number };
function wins(rec: number, size: number): Win[] {
  const ends = store.ends[rec]!,
    n = ends.length;
  const at = (t: number) => (t === 0 ? store.starts[rec]! : ends[t - 1]!);
  if (n <= size) return [{ rec, a: store.starts[rec]!, b: n === 0 ? store.starts[rec]! : ends[n - 1]! }];
  const out: Win[] = [];
  const st = size >> 1;
  for (let t = 0; ; t += st) {
    const e = Math.min(n, t + size);
    out.push({ rec, a: at(e - size), b: ends[e - 1]! });
    if (e === n) break;
  }
  return out;
}
const winCache = all.map((_, i) =>
  segs[i]!.flatMap((g) => {
    const l = wins(g, L);
    const n = store.ends[g]!.length;
    return n > S ? [...l, ...wins(g, S)] : l;
  }),
);
const isShort = all.map((_, i) => store.ends[segs[i]![0]!]!.length <= L);
// scales per kind: word,bigram,skip,char,concept,pair,triple,start,mark
const scales = (process.env["SCALES"] ?? "1,1,0.7,0.5,1,1.5,1.5,0.7,0.7").split(",").map(Number);
class Model {
  w = new Float32Array(9 << bucketBits === 0 ? 1 : 1 << bucketBits);
  g = new Float32Array(1 << bucketBits);
  b = 0;
  gb = 0;
  score(w: Win): number {
    let s = 0,
      q = 0;
    for (let i = w.a; i < w.b; i++) {
      const c = store.codes[i]!;
      const sc = scales[c >>> bucketBits]!;
      s += this.w[c & bucketMask]! * sc;
      q += sc * sc;
    }
    return this.b + s / Math.sqrt(q + 4);
  }
  step(w: Win, y: number, wt: number, lr: number, l2: number) {
    let q = 0;
    for (let i = w.a; i < w.b; i++) {
      const sc = scales[store.codes[i]! >>> bucketBits]!;
      q += sc * sc;
    }
    const norm = 1 / Math.sqrt(q + 4);
    const z = this.score(w);
    const p = 1 / (1 + Math.exp(-z));
    const d = (p - y) * wt;
    this.gb += d * d;
    this.b -= (0.3 * lr * d) / Math.sqrt(this.gb + 1e-2);
    if (Math.abs(d) < 1e-4) return;
    for (let i = w.a; i < w.b; i++) {
      const c = store.codes[i]!;
      const k = c & bucketMask;
      const gr = d * scales[c >>> bucketBits]! * norm + l2 * wt * this.w[k]!;
      this.g[k]! += gr * gr;
      this.w[k]! -= (lr * gr) / Math.sqrt(this.g[k]! + G0);
    }
  }
}
const G0 = env("G0", 1e-2),
  LR = env("LR", 0.3),
  L2 = env("L2", 1e-4),
  EP = env("EP", 4);
const best = (m: Model, rec: number) => {
  let bs = -1e9,
    bw = winCache[rec]![0]!;
  for (const w of winCache[rec]!) {
    const s = m.score(w);
    if (s > bs) {
      bs = s;
      bw = w;
    }
  }
  return { s: bs, w: bw };
};
function train(recs: number[], seed: number): Model {
  const m = new Model();
  const rng = seededNumbers(seed);
  const cnt = new Map<string, number>();
  const key = (i: number) => all[i]!.file + all[i]!.isAttack;
  for (const i of recs) cnt.set(key(i), (cnt.get(key(i)) ?? 0) + 1);
  const wt = new Map<number, number>();
  let P = 0,
    N = 0;
  for (const i of recs) {
    const v = (all[i]!.file.startsWith("self_") ? env("SW", 1) : 1) / Math.sqrt(cnt.get(key(i))!);
    wt.set(i, v);
    if (all[i]!.isAttack) P += v;
    else N += v;
  }
  const posShare = env("POS", 1);
  for (const i of recs)
    wt.set(i, wt.get(i)! * (all[i]!.isAttack ? (posShare * recs.length) / 2 / P : recs.length / 2 / N));
  for (let ep = 0; ep < EP; ep++) {
    type Ex = { w: Win; y: number; v: number };
    const ex: Ex[] = [];
    for (const i of recs) {
      const v = wt.get(i)!;
      const ws = winCache[i]!;
      if (all[i]!.isAttack) {
        if (ep === 0) {
          if (isShort[i]) ex.push({ w: ws[0]!, y: 1, v });
          else if (all[i]!.kind === "jailbreak") ex.push({ w: rng.pick(ws), y: 1, v });
        } else {
          ex.push({ w: best(m, i).w, y: 1, v });
          if (isShort[i]) ex.push({ w: ws[0]!, y: 1, v: v * 0.5 });
        }
      } else {
        if (ep === 0) ex.push({ w: rng.pick(ws), y: 0, v });
        else {
          const b = best(m, i);
          ex.push({ w: b.w, y: 0, v });
          if (ws.length > 1) ex.push({ w: rng.pick(ws), y: 0, v: v * 0.3 });
        }
      }
    }
    const order = Int32Array.from(ex.keys());
    shuffle(order, rng);
    const lr = LR * (1 - (ep / EP) * 0.7);
    for (const o of order) {
      const e = ex[o]!;
      m.step(e.w, e.y, e.v, lr, L2);
    }
  }
  return m;
}
const FOLDS: string[][] = [
  [
    "attack_hackaprompt",
    "attack_garak",
    "mixed_hinglish",
    "benign_dolly",
    "benign_docs",
    "hard_benign_gpteacher_roleplay",
    "benign_support_clinc150",
    "benign_gsm8k",
    "benign_code_humaneval",
  ],
  [
    "attack_indirect_asb_derived",
    "mixed_rebere2",
    "attack_self_reminder_jailbreaks",
    "benign_arena_hard",
    "hard_benign_prompts_chat",
    "benign_tool_results_fixtures",
    "benign_tool_results_taubench",
    "benign_support_taubench",
    "benign_multi_belle_zh",
  ],
  [
    "mixed_indirect_piarena_short",
    "attack_spikee",
    "attack_giskard",
    "hard_benign_security_docs",
    "benign_ultrachat",
    "benign_bfcl_queries",
    "benign_ifeval",
    "hard_benign_prompts_zh",
  ],
  [
    "attack_jailbreak_inthewild",
    "mixed_pif_bench",
    "mixed_multilingual_handwritten",
    "hard_benign_llm_security_docs",
    "benign_code_gpteacher",
    "benign_oasst",
    "benign_p3_tasks",
    "benign_support_banking77",
    "attack_payloads_misc",
    "attack_gptfuzz_templates",
  ],
  [
    "attack_owasp_aitg",
    "mixed_aliakarma",
    "attack_indirect_garak_latent",
    "hard_benign_agent_instructions",
    "benign_code_files",
    "benign_multi_xquad",
    "benign_gpteacher_toolformer",
    "benign_fuzzyai_prompts",
    "mixed_jackhhao_jailbreak_classification",
    "benign_self_instruct",
  ],
];
const obf = new Set(["dev_obfuscated_attacks", "dev_obfuscated_benign"]);
const scoreOf = new Float64Array(all.length).fill(NaN);
for (const [f, names] of FOLDS.entries()) {
  const held = new Set(names);
  const tr = [...all.keys()].filter((i) => !held.has(all[i]!.file) && !obf.has(all[i]!.file));
  const m = train(tr, 100 + f);
  for (const i of all.keys()) if (held.has(all[i]!.file)) scoreOf[i] = best(m, i).s;
  // obfuscated: score by fold 0 model
  if (f === 0) for (const i of all.keys()) if (obf.has(all[i]!.file)) scoreOf[i] = best(m, i).s;
  if (process.env["DUMP"] && f === Number(process.env["DUMP"])) (globalThis as any).dumpModel = m;
  log("fold", f, "bias", m.b.toFixed(2));
}
// threshold at 1% FPR over plain benign, files equally weighted
const easy = [...all.keys()].filter(
  (i) => !all[i]!.isAttack && all[i]!.file.startsWith("benign_") && !Number.isNaN(scoreOf[i]!),
);
const sorted = easy.map((i) => scoreOf[i]!).toSorted((a, b) => b - a);
const thr = sorted[Math.floor(sorted.length * 0.01)]!;
log("threshold", thr.toFixed(3));
const files = [...new Set(all.map((r) => r.file))].filter((f) => !f.startsWith("self_"));
let mr = 0,
  ma = 0,
  k = 0;
for (const f of files) {
  const pos = [...all.keys()].filter((i) => all[i]!.file === f && all[i]!.isAttack && !Number.isNaN(scoreOf[i]!));
  const neg = [...all.keys()].filter((i) => all[i]!.file === f && !all[i]!.isAttack && !Number.isNaN(scoreOf[i]!));
  let line = f.padEnd(44);
  if (pos.length) {
    const rec = pos.filter((i) => scoreOf[i]! > thr).length / pos.length;
    let a = 0;
    for (const i of pos) {
      let lo = 0,
        hi = sorted.length;
      while (lo < hi) {
        const mid = (lo + hi) >> 1;
        if (sorted[mid]! >= scoreOf[i]!) lo = mid + 1;
        else hi = mid;
      }
      a += (sorted.length - lo) / sorted.length;
    }
    a /= pos.length;
    line += ` recall ${rec.toFixed(3)} auc ${a.toFixed(3)}`;
    if (!obf.has(f) && pos.length >= 10) {
      mr += rec;
      ma += a;
      k++;
    }
  }
  if (neg.length)
    line += ` fpr ${(neg.filter((i) => scoreOf[i]! > thr).length / neg.length).toFixed(3)} n=${neg.length}`;
  console.log(line);
}
log(`MACRO recall ${(mr / k).toFixed(3)} auc ${(ma / k).toFixed(3)} over ${k}`);
if (process.env["SHOW"]) {
  for (const spec of process.env["SHOW"]!.split(",")) {
    const [f, lab, n] = spec.split(":");
    const is = [...all.keys()]
      .filter((i) => all[i]!.file.includes(f!) && all[i]!.isAttack === (lab === "1") && !Number.isNaN(scoreOf[i]!))
      .toSorted((a, b) => (lab === "1" ? 1 : -1) * (scoreOf[a]! - scoreOf[b]!));
    const wrong = is.filter((i) => scoreOf[i]! > thr !== all[i]!.isAttack);
    const N = Number(n ?? 10);
    console.log("##", spec, wrong.length);
    for (let j = 0; j < Math.min(N, wrong.length); j++) {
      const i = wrong[Math.floor((j * wrong.length) / Math.min(N, wrong.length))]!;
      console.log(scoreOf[i]!.toFixed(2), all[i]!.file, JSON.stringify(all[i]!.text.slice(0, 300)));
    }
  }
}
