import type { Buffer } from "node:buffer";
import { crc32 } from "node:zlib";
import {
  checksummedFrom,
  headerBytes,
  isRecordKind,
  lengthDigits,
  maxRecordBytes,
  type SpoolRecord,
} from "./spool-record.ts";

const space = 0x20;
const lineFeed = 0x0a;
const digitZero = 0x30;

export type Decoded =
  /** `bytes` is the size of the whole line. */
  | { readonly kind: "record"; readonly record: SpoolRecord; readonly bytes: number }
  /** The bytes could be the beginning of a record of `bytes` bytes. */
  | { readonly kind: "short"; readonly bytes: number }
  | { readonly kind: "damaged" };

const damaged: Decoded = Object.freeze({ kind: "damaged" });

/**
 * Reads the record that begins at `start`; `end` is where the known bytes end. Nothing is parsed before the checksum
 * agrees.
 */
export function decodeRecord(bytes: Buffer, start: number, end: number): Decoded {
  if (end - start < headerBytes) return { kind: "short", bytes: headerBytes };
  const payloadBytes = readLength(bytes, start + checksummedFrom);
  if (payloadBytes === undefined || payloadBytes > maxRecordBytes) return damaged;
  if (bytes[start + checksummedFrom - 1] !== space || bytes[start + headerBytes - 1] !== space) return damaged;
  const lineEnd = start + headerBytes + payloadBytes;
  if (lineEnd >= end) return { kind: "short", bytes: headerBytes + payloadBytes + 1 };
  if (bytes[lineEnd] !== lineFeed) return damaged;
  const sum = readChecksum(bytes, start);
  if (sum !== crc32(bytes.subarray(start + checksummedFrom, lineEnd))) return damaged;
  const record = readPayload(bytes.toString("utf8", start + headerBytes, lineEnd));
  return record === undefined ? damaged : { kind: "record", record, bytes: lineEnd + 1 - start };
}

function readLength(bytes: Buffer, at: number): number | undefined {
  let length = 0;
  for (let index = at; index < at + lengthDigits; index += 1) {
    const digit = (bytes[index] ?? 0) - digitZero;
    if (digit < 0 || digit > 9) return undefined;
    length = length * 10 + digit;
  }
  return length;
}

function readChecksum(bytes: Buffer, at: number): number | undefined {
  const text = bytes.toString("latin1", at, at + checksummedFrom - 1);
  return /^[0-9a-f]{8}$/.test(text) ? Number.parseInt(text, 16) : undefined;
}

function readPayload(payload: string): SpoolRecord | undefined {
  const kindEnd = payload.indexOf(" ");
  const timeEnd = payload.indexOf(" ", kindEnd + 1);
  const idEnd = payload.indexOf(" ", timeEnd + 1);
  if (kindEnd < 0 || timeEnd < 0 || idEnd < 0) return undefined;
  const kind = payload.slice(0, kindEnd);
  const writtenAtMs = Number(payload.slice(kindEnd + 1, timeEnd));
  if (!isRecordKind(kind) || !Number.isFinite(writtenAtMs)) return undefined;
  return { kind, writtenAtMs, id: payload.slice(timeEnd + 1, idEnd), json: payload.slice(idEnd + 1) };
}
