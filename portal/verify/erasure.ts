/** Certificates of erasure for those outside the kernel (docs/FORMAT.md §20): every public name, as index.ts has the others. */
export { type CheckedCertificate, checkCertificate } from "./check-erasure.ts";
export {
  CERTIFICATE_FORMAT,
  type CertificateEntry,
  type CertificateOutcome,
  type CertificateStream,
  type ErasureCertificate,
  encodeCertificate,
  MAX_CERTIFICATE_BYTES,
  parseCertificate,
  streamOrder,
} from "./erasure-certificate.ts";
export {
  type ErasureCounts,
  type ErasureGround,
  type ErasureList,
  type ErasureListEntry,
  type ErasureSecret,
  type ErasureSubject,
  erasureCounts,
  erasureListLeaf,
  erasureListRoot,
} from "./erasure-list.ts";
export { encodeErasureList, MAX_ERASURE_ENTRIES, parseErasureList } from "./erasure-list-form.ts";
export { STREAM_EXTENTS, type StreamExtent } from "./erasure-streams.ts";
export {
  type AcknowledgementFacts,
  type DeclarationFacts,
  ERASURE_CAVEATS,
  type ErasedStreamFacts,
  type ErasureCaveat,
  type ErasureVerdict,
  type KeptFacts,
} from "./erasure-verdict.ts";
export { causeText, groundText, type RenderedErasure, renderErasure } from "./render-erasure.ts";
export { verifyErasureCertificate } from "./verify-erasure.ts";
