/** Under which name each wrapped form of the key store is bound: one that was moved elsewhere does not open. */
import type { RetentionClass } from "../../portal/verify/subject.ts";
import type { SealingKeyName } from "../store/key-name.ts";
import type { FormPlace } from "../store/root-keys.ts";

export const secretLabel = (subject: string, c: RetentionClass): string =>
  `stream\0${subject}\0${c}`;
export const sealingLabel = (n: SealingKeyName): string =>
  `sealing\0${n.subject}\0${n.retentionClass}\0${n.expiry}`;
/** Of the key that the list of an erasure lies under while it is carried out. */
export const listLabel = (erasure: string): string => `erasure\0${erasure}`;
/** @param id as `CertificateKey` has it */
export const certificateLabel = (id: Uint8Array): string =>
  `certificate\0${Buffer.from(id).toString("hex")}`;

export function labelOf(place: FormPlace): string {
  switch (place.table) {
    case "secrets":
      return secretLabel(place.subject, place.retentionClass);
    case "sealing":
      return sealingLabel(place);
    case "named":
      return place.name;
    case "list":
      return listLabel(place.erasure);
    case "certificate":
      return certificateLabel(place.id);
  }
}
