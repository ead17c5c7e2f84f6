import { EXPLICIT_BASES } from "../explicit.ts";
import type { ConsentStatement } from "../model.ts";
import { refuse } from "./foreign.ts";
import { KANTARA_VERSION, type KantaraReceipt } from "./kantara-shape.ts";
import { inLanguage, languageTold, postalAddress, toldOf } from "./told.ts";

const FORMAT = "kantara-1.1";

function consentTypeOf(statement: ConsentStatement): string {
  const { consentType } = toldOf(statement);
  const { lawfulBasis } = statement.purpose;
  if (EXPLICIT_BASES.has(consentType ?? lawfulBasis)) return "EXPLICIT";
  // The specification wants a description of what is not explicit; DPV's term is one.
  return consentType ?? lawfulBasis;
}

/** `web: "Yes, send me the newsletter"`. */
function methodOf(statement: ConsentStatement): string {
  const { channel, choice } = toldOf(statement);
  return [channel, choice].filter((part) => part !== null).join(": ") || "unspecified";
}

/**
 * A receipt of the consent that a statement tells of. Times are whole seconds, rounded down. Purposes and categories are named by their DPV terms: the
 * categories that Kantara proposes are no fixed list.
 *
 * @throws Refusal `foreign_form`: it was not given, or the controller is not known well enough for this form
 */
export function writeKantara(statement: ConsentStatement): KantaraReceipt {
  const told = toldOf(statement);
  const { controller, purpose } = statement;
  if (told.event !== "given" && told.event !== "renewed") return refuse(FORMAT, "only_given");
  if (controller.email === null) return refuse(FORMAT, "controller_incomplete", "email");
  if (controller.phone === null) return refuse(FORMAT, "controller_incomplete", "phone");
  const language = languageTold(statement);
  const sensitive = purpose.dataCategories.filter((each) => each.sensitive);
  const recipients = purpose.recipients.map(({ name }) => name).join("; ");
  return {
    version: KANTARA_VERSION,
    jurisdiction: told.jurisdiction ?? controller.jurisdiction,
    consentTimestamp: Math.floor(Date.parse(told.occurredAt) / 1000),
    collectionMethod: methodOf(statement),
    consentReceiptID: told.id,
    language,
    piiPrincipalId: statement.subject,
    piiControllers: [
      {
        piiController: controller.name,
        onBehalf: false,
        contact: controller.contact,
        address: postalAddress(controller),
        email: controller.email,
        phone: controller.phone,
        ...(controller.url === null ? {} : { piiControllerUrl: controller.url }),
      },
    ],
    policyUrl: controller.policyUrl,
    services: [
      {
        service: purpose.service,
        purposes: [
          {
            purpose: inLanguage(purpose.titles, language),
            purposeCategory: [purpose.purposeType],
            consentType: consentTypeOf(statement),
            piiCategory: purpose.dataCategories.map(({ term }) => term),
            // What rests on consent can be refused without losing the service.
            primaryPurpose: false,
            termination: `${told.validUntil ?? "end of the consent"} + ${purpose.retention}`,
            thirdPartyDisclosure: recipients !== "",
            ...(recipients === "" ? {} : { thirdPartyName: recipients }),
          },
        ],
      },
    ],
    sensitive: sensitive.length > 0,
    spiCat: sensitive.map(({ term }) => term),
  };
}
