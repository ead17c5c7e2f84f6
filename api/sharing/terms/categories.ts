/**
 * What the fields of records are about, in the terms of DPV in which purposes say what data they are for (`dataCategories`). A field has as many parts as it holds different
 * things; any of a part's terms covers that part, and all parts must be covered. Each has the narrowest term, and those that it is narrower than.
 */

type Part = readonly string[];

const EMAIL = ["pd:EmailAddress", "pd:Contact"];
const TELEPHONE = ["pd:TelephoneNumber", "pd:Contact"];
const ADDRESS = ["pd:PhysicalAddress", "pd:Contact", "pd:Location"];
const NAME = ["pd:Name", "pd:Identifying"];
/** People's numbers and addresses at once: no narrower term covers them. */
const WAYS = ["pd:Contact"];
/** Numbers that the firm's systems have given to somebody. */
const NUMBER = ["pd:UID", "pd:Identifier", "pd:Identifying"];
/** Free words may say anything of somebody. */
const WORDS = ["pd:IndividualProfile", "pd:Profile"];
const PURCHASE = [
  ...["pd:Purchase", "pd:PurchasesAndSpendingHabit"],
  ...["pd:Transactional", "pd:Financial"],
];
const MONEY = ["pd:Transaction", "pd:Transactional", "pd:Financial"];
/** Of what somebody does for a firm: only a purpose that names it covers it. */
const STAFF = ["pd:Professional"];
/** Says nothing of anybody without the fields beside it. */
const NOTHING: readonly Part[] = [];

/** By kind and field; a field with no part needs no consent of its own. Every field that a client can write has a row. */
export const FIELD_CATEGORIES: Readonly<Record<string, Readonly<Record<string, readonly Part[]>>>> =
  {
    customer: {
      addresses: [ADDRESS],
      birthDate: [["pd:BirthDate", "pd:Age"]],
      channel: NOTHING,
      contacts: [NAME, WAYS, STAFF],
      emails: [EMAIL],
      externalNumber: [NUMBER],
      familyName: [NAME],
      givenName: [NAME],
      language: [["pd:Language"]],
      name: [NAME],
      note: [WORDS],
      partyType: NOTHING,
      phones: [TELEPHONE],
      taxNumber: [["pd:OfficialID", "pd:Identifying", "pd:Tax"]],
    },
    order: {
      billTo: [NAME, ADDRESS],
      carrier: NOTHING,
      channel: NOTHING,
      currency: NOTHING,
      externalNumber: [PURCHASE],
      handledBy: [STAFF],
      lines: [PURCHASE],
      note: [WORDS],
      orderStatus: [PURCHASE],
      requestedOn: [PURCHASE],
      shipTo: [NAME, ADDRESS],
      shippedOn: [PURCHASE],
      total: [PURCHASE],
    },
    payment: {
      amount: [MONEY],
      channel: NOTHING,
      direction: [MONEY],
      dueOn: [MONEY],
      externalNumber: [MONEY],
      method: [MONEY],
      note: [WORDS],
      orderNumber: [[...MONEY, "pd:Purchase"]],
      reference: [MONEY],
      type: [MONEY],
    },
  };
