/**
 * Every 32-byte thing, every number and every name has its own type, so that mixing them does not
 * compile. A brand is made in two ways only: by the function that computes the thing, or by the
 * checked constructor here. Brands vanish at run time.
 */
import { FormatError } from "./errors.ts";

declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

export type LeafHash = Brand<Uint8Array, "LeafHash">;
export type NodeHash = Brand<Uint8Array, "NodeHash">;
export type RootHash = Brand<Uint8Array, "RootHash">;
export type FieldDigest = Brand<Uint8Array, "FieldDigest">;
export type RecordRoot = Brand<Uint8Array, "RecordRoot">;
export type StreamKey = Brand<Uint8Array, "StreamKey">;
export type MapRoot = Brand<Uint8Array, "MapRoot">;
export type MapHash = Brand<Uint8Array, "MapHash">;
export type StreamSecret = Brand<Uint8Array, "StreamSecret">;
export type SecretHash = Brand<Uint8Array, "SecretHash">;
export type PublicKey = Brand<Uint8Array, "PublicKey">;

export type TreeSize = Brand<number, "TreeSize">;
export type LeafIndex = Brand<number, "LeafIndex">;
export type StreamSeq = Brand<number, "StreamSeq">;

export type SubjectId = Brand<string, "SubjectId">;
export type RecordId = Brand<string, "RecordId">;
export type LedgerId = Brand<string, "LedgerId">;
export type ContractAddress = Brand<string, "ContractAddress">;
export type Hex32 = Brand<string, "Hex32">;

function bytes32(bytes: Uint8Array): Uint8Array {
  if (bytes.length !== 32) throw new FormatError("bad_length", { limit: 32 });
  return bytes;
}

function natural(n: number, least: number): number {
  if (!Number.isSafeInteger(n) || n < least) throw new FormatError("bad_number");
  return n;
}

function matching(text: string, pattern: RegExp): string {
  if (!pattern.test(text)) throw new FormatError("bad_identifier");
  return text;
}

const UUID_7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const HEX_32 = /^0x[0-9a-f]{64}$/;
const ADDRESS = /^0x[0-9a-f]{40}$/;
/** 43 characters carry 258 bits: the last one has two bits too many, which must be zero. */
const BASE64URL_32 = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;

export const asLeafHash = (bytes: Uint8Array): LeafHash => bytes32(bytes) as LeafHash;
export const asNodeHash = (bytes: Uint8Array): NodeHash => bytes32(bytes) as NodeHash;
export const asRootHash = (bytes: Uint8Array): RootHash => bytes32(bytes) as RootHash;
export const asFieldDigest = (bytes: Uint8Array): FieldDigest => bytes32(bytes) as FieldDigest;
export const asRecordRoot = (bytes: Uint8Array): RecordRoot => bytes32(bytes) as RecordRoot;
export const asStreamKey = (bytes: Uint8Array): StreamKey => bytes32(bytes) as StreamKey;
export const asMapRoot = (bytes: Uint8Array): MapRoot => bytes32(bytes) as MapRoot;
export const asMapHash = (bytes: Uint8Array): MapHash => bytes32(bytes) as MapHash;
export const asStreamSecret = (bytes: Uint8Array): StreamSecret => bytes32(bytes) as StreamSecret;
export const asSecretHash = (bytes: Uint8Array): SecretHash => bytes32(bytes) as SecretHash;
export const asPublicKey = (bytes: Uint8Array): PublicKey => bytes32(bytes) as PublicKey;

export const asTreeSize = (n: number): TreeSize => natural(n, 0) as TreeSize;
export const asLeafIndex = (n: number): LeafIndex => natural(n, 0) as LeafIndex;
export const asStreamSeq = (n: number): StreamSeq => natural(n, 1) as StreamSeq;

export const asSubjectId = (text: string): SubjectId => matching(text, BASE64URL_32) as SubjectId;
export const asRecordId = (text: string): RecordId => matching(text, UUID_7) as RecordId;
export const asLedgerId = (text: string): LedgerId => matching(text, HEX_32) as LedgerId;
export const asHex32 = (text: string): Hex32 => matching(text, HEX_32) as Hex32;
export const asContractAddress = (text: string): ContractAddress =>
  matching(text, ADDRESS) as ContractAddress;
